package layout

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
)

// Schema returns the JSON Schema of a layout's file, made from the types that
// read it. docs/omr-layout.schema.json is what it says.
func Schema() ([]byte, error) {
	defs := map[string]any{}
	ref := schemaOf(reflect.TypeFor[Layout](), defs)
	ref["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	ref["title"] = "A layout of an answer sheet, as khaothi draws and reads it"
	ref["$defs"] = defs
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err := e.Encode(ref)
	return b.Bytes(), err
}

// schemaOf describes a type; structs go to defs.
func schemaOf(t reflect.Type, defs map[string]any) map[string]any {
	switch t.Kind() {
	case reflect.Pointer:
		return schemaOf(t.Elem(), defs)
	case reflect.Slice:
		return map[string]any{"type": "array", "items": schemaOf(t.Elem(), defs)}
	case reflect.Struct:
		if _, done := defs[t.Name()]; !done {
			defs[t.Name()] = nil // a type that holds itself would end here
			defs[t.Name()] = objectOf(t, defs)
		}
		return map[string]any{"$ref": "#/$defs/" + t.Name()}
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int:
		return map[string]any{"type": "integer"}
	case reflect.Float64:
		return map[string]any{"type": "number"}
	default:
		panic("layout: no schema of " + t.String()) // a test makes the schema
	}
}

func objectOf(t reflect.Type, defs map[string]any) map[string]any {
	properties, required := map[string]any{}, []string{}
	for f := range t.Fields() {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		s := schemaOf(f.Type, defs)
		s["description"] = f.Tag.Get("doc")
		if enum, ok := f.Tag.Lookup("enum"); ok {
			s["enum"] = strings.Split(enum, ",")
		}
		properties[name] = s
		if !strings.Contains(options, "omitempty") {
			required = append(required, name)
		}
	}
	return map[string]any{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}
