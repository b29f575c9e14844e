package web_test

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"khaothi/bank/bankimport/itemjson"
	"khaothi/bank/banktest"
	"khaothi/web"
)

// itemRegistry describes files of questions, after an app has set how huma
// describes lists.
func itemRegistry(t *testing.T) (huma.Registry, *huma.Schema) {
	t.Helper()
	if _, err := web.New(web.Config{}, web.Deps{}); err != nil {
		t.Fatal(err)
	}
	r := huma.NewMapRegistry("#/$defs/", huma.DefaultSchemaNamer)
	return r, r.Schema(reflect.TypeFor[itemjson.File](), true, "File")
}

// itemSchema is the JSON Schema of files of questions, made from the types that
// read and write them.
func itemSchema(t *testing.T) []byte {
	t.Helper()
	r, ref := itemRegistry(t)
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Questions as khaothi writes and reads them", "$ref": ref.Ref, "$defs": r.Map(),
	}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestItemSchemaIsTheCommittedOne(t *testing.T) {
	t.Parallel()
	const golden = "../docs/item.schema.json"
	got := itemSchema(t)
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, got) {
		t.Error("docs/item.schema.json is not what the types say: run go test ./web -run ItemSchema -update")
	}
}

func TestWrittenQuestionsFitTheSchema(t *testing.T) {
	t.Parallel()
	r, schema := itemRegistry(t)
	data, err := itemjson.Write(banktest.New(7).Imported(60))
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	res := &huma.ValidateResult{}
	huma.Validate(r, schema, huma.NewPathBuffer(nil, 0), huma.ModeReadFromServer, v, res)
	for _, e := range res.Errors {
		t.Error(e)
	}
	if m, ok := v.(map[string]any); ok {
		m["items"] = "none"
	}
	res.Reset()
	huma.Validate(r, schema, huma.NewPathBuffer(nil, 0), huma.ModeReadFromServer, v, res)
	if len(res.Errors) == 0 {
		t.Error("a file without a list of items fits, too")
	}
}
