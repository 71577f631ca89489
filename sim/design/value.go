package design

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A Kind says what a Value holds.
type Kind uint8

// The kinds. Absent is the zero Value: the point says nothing of this factor,
// and the scenario's own value stands.
const (
	Absent Kind = iota
	KindNumber
	KindInteger
	KindText
	KindBool
)

// A Value is one factor's value at one point.
type Value struct {
	kind   Kind
	number float64
	whole  int64
	text   string
}

// Number, Integer, Text and Bool make values.
func Number(v float64) Value { return Value{kind: KindNumber, number: v} }

// Integer makes a whole number.
func Integer(v int64) Value { return Value{kind: KindInteger, whole: v} }

// Text makes a string.
func Text(s string) Value { return Value{kind: KindText, text: s} }

// Bool makes a truth value.
func Bool(b bool) Value {
	v := Value{kind: KindBool}
	if b {
		v.whole = 1
	}
	return v
}

// Of turns what a TOML file holds (float64, int64, int, string, bool) into a
// value.
func Of(v any) (Value, error) {
	switch v := v.(type) {
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return Value{}, fmt.Errorf("%v, want a finite number", v)
		}
		return Number(v), nil
	case int64:
		return Integer(v), nil
	case int:
		return Integer(int64(v)), nil
	case string:
		return Text(v), nil
	case bool:
		return Bool(v), nil
	}
	return Value{}, fmt.Errorf("a %T, want a number, a string or true or false", v)
}

// Kind says what the value holds.
func (v Value) Kind() Kind { return v.kind }

// Float is the value as a number: true is 1, false 0; NaN for text and absent.
func (v Value) Float() float64 {
	switch v.kind {
	case KindNumber:
		return v.number
	case KindInteger, KindBool:
		return float64(v.whole)
	}
	return math.NaN()
}

// Any is the value as float64, int64, string or bool; nil when absent.
func (v Value) Any() any {
	switch v.kind {
	case KindNumber:
		return v.number
	case KindInteger:
		return v.whole
	case KindText:
		return v.text
	case KindBool:
		return v.whole == 1
	}
	return nil
}

// String is the value in plain words: text without quotes, nothing when
// absent.
func (v Value) String() string {
	switch v.kind {
	case KindNumber:
		return strconv.FormatFloat(v.number, 'g', -1, 64)
	case KindInteger:
		return strconv.FormatInt(v.whole, 10)
	case KindText:
		return v.text
	case KindBool:
		return strconv.FormatBool(v.whole == 1)
	}
	return ""
}

// TOML is the value as TOML writes it, so that reading it gives the same value
// of the same type; nothing when absent.
func (v Value) TOML() string {
	switch v.kind {
	case KindNumber:
		s := v.String()
		if !strings.ContainsAny(s, ".e") {
			s += ".0"
		}
		return s
	case KindText:
		return quote(v.text)
	}
	return v.String()
}

// quote writes a basic string of TOML.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < 0x20 || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
