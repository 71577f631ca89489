package keys

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
)

// Schema returns the JSON Schema (draft 2020-12) of keys, for editors. A key
// with several meanings may satisfy any of them.
func Schema(entries []Entry, title string) []byte {
	root := object{"type": "object", "additionalProperties": false}
	for _, s := range sections(entries) {
		for _, e := range s.keys {
			e.schemaInto(tableSchema(root, e.Generic))
		}
		if s.table.Type != "" {
			tableSchema(root, s.path+".x") // a table without keys
			describeTable(root, s.table)
		}
	}
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["title"] = title
	out, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		panic(err) // only maps, texts, numbers and switches are in there
	}
	return append(out, '\n')
}

type object = map[string]any

// properties returns the properties of an object schema, and makes them.
func properties(o object) object {
	p, ok := o["properties"].(object)
	if !ok {
		p = object{}
		o["properties"] = p
	}
	return p
}

// sub returns the object schema at a name, and makes it.
func sub(in object, name string) object {
	o, ok := in[name].(object)
	if !ok {
		o = object{}
		in[name] = o
	}
	return o
}

// tableSchema returns the object schema of the table in which a key stands.
func tableSchema(root object, path string) object {
	here := root
	parts := splitPath(path)
	for _, part := range parts[:len(parts)-1] {
		name, list := strings.CutSuffix(part, "[]")
		switch {
		case part == "NAME":
			here = sub(here, "additionalProperties")
		case list:
			o := sub(properties(here), unbare(name))
			o["type"] = "array"
			here = sub(o, "items")
		default:
			here = sub(properties(here), unbare(name))
		}
		here["type"] = "object"
		if _, ok := here["additionalProperties"]; !ok {
			here["additionalProperties"] = false
		}
	}
	return here
}

func describeTable(root object, e Entry) {
	in := properties(tableSchema(root, e.Generic))
	sub(in, unbare(lastPart(e.Generic)))["description"] = e.Doc
}

// schemaInto adds one key to the schema of its table.
func (e Entry) schemaInto(table object) {
	props, name := properties(table), unbare(lastPart(e.Generic))
	s := e.schema()
	old, ok := props[name].(object)
	if !ok {
		props[name] = s
		return
	}
	if several, ok := old["anyOf"].([]any); ok && len(old) == 1 {
		old["anyOf"] = append(several, s)
		return
	}
	props[name] = object{"anyOf": []any{old, s}}
}

func (e Entry) schema() object {
	s := e.typeSchema()
	doc := e.meaning()
	if e.Unit != "" {
		doc += " [" + e.Unit + "]"
	}
	if e.Source != "" {
		doc += " (" + e.Source + ")"
	}
	s["description"] = doc
	if !none(e.Default) {
		s["default"] = e.Default
	}
	return s
}

func (e Entry) typeSchema() object {
	switch e.Type {
	case TypeShare, TypeNumber:
		return e.bounds("number")
	case TypeCount:
		return e.bounds("integer")
	case TypeSwitch:
		return object{"type": "boolean"}
	case TypeText:
		return object{"type": "string"}
	case TypeChoice:
		return object{"enum": slices.Clone(e.Options)}
	case TypeTexts:
		return object{"type": "array", "items": object{"type": "string"}}
	case TypeNumbers:
		return object{"type": "array", "items": e.bounds("number")}
	case TypeMatrix:
		return object{"type": "array", "items": object{"type": "array", "items": e.bounds("number")}}
	}
	return object{}
}

func (e Entry) bounds(typ string) object {
	s := object{"type": typ}
	lo, hi := e.limits()
	if !math.IsInf(lo, 0) {
		s["minimum"] = lo
	}
	if !math.IsInf(hi, 0) {
		s["maximum"] = hi
	}
	return s
}
