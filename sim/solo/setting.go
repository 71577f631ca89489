package solo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A Setting puts a value at a key of the scenario.
type Setting struct {
	Key   string `json:"key"`
	Value any    `json:"value"` // float64, bool, string or a list of them
}

// Raw is a value that is TOML already, as a user typed it.
type Raw string

// TOML writes a value as TOML: what --set takes.
func TOML(v any) string {
	switch v := v.(type) {
	case Raw:
		return string(v)
	case float64:
		if v == math.Trunc(v) && math.Abs(v) < 1<<53 {
			return strconv.FormatInt(int64(v), 10)
		}
		return strconv.FormatFloat(v, 'g', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	case string:
		return quote(v)
	case []any:
		items := make([]string, len(v))
		for i, x := range v {
			items[i] = TOML(x)
		}
		return "[" + strings.Join(items, ", ") + "]"
	}
	panic(fmt.Sprintf("solo: a value of type %T in a setting", v))
}

// quote writes a basic string; JSON's escapes are a subset of TOML's.
func quote(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		panic(err) // a string is always written
	}
	return string(bytes.TrimSpace(b.Bytes()))
}
