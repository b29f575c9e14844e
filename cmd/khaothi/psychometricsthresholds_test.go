package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"khaothi/internal/analysis"
)

// TestThresholdsSchema: docs/thresholds.schema.json has every threshold with its
// default, and nothing else.
func TestThresholdsSchema(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join("..", "..", "docs", "thresholds.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Properties map[string]struct {
			Default any `json:"default"`
		} `json:"properties"`
	}
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	got := map[string]any{}
	for name, p := range schema.Properties {
		got[name] = p.Default
	}
	if data, err = json.Marshal(analysis.DefaultThresholds()); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{}
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("docs/thresholds.schema.json (-code +schema):\n%s", diff)
	}
}

func TestReadThresholds(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, fault string }{
		{"one", "\ufeff{\"p_low\": 0.3}", ""},
		{"unknown", `{"p": 0.3}`, "unknown field"},
		{"out of range", `{"p_low": 0.99}`, "out of their range"},
		{"no JSON", `p_low = 1`, "invalid character"},
	} {
		path := filepath.Join(t.TempDir(), "t.json")
		if err := os.WriteFile(path, []byte(tt.text), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := readThresholds(path)
		if tt.fault == "" {
			if err != nil || got.PLow != 0.3 || got.PHigh != analysis.DefaultThresholds().PHigh {
				t.Errorf("%s: %+v, %v", tt.name, got, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), tt.fault) {
			t.Errorf("%s: err = %v, want %q", tt.name, err, tt.fault)
		}
	}
}
