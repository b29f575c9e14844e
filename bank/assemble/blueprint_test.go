package assemble

import (
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"khaothi/bank"
)

func example(t testing.TB) Blueprint {
	t.Helper()
	data, err := os.ReadFile("testdata/toan-2025.json")
	if err != nil {
		t.Fatal(err)
	}
	b, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestReadWriteIsTheIdentity(t *testing.T) {
	t.Parallel()
	b := example(t)
	data, err := Write(b)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Read(data)
	if d := cmp.Diff(b, again); d != "" || err != nil {
		t.Errorf("%v\n%s", err, d)
	}
	if p := b.Check(); len(p) > 0 {
		t.Errorf("problems of the example: %+v", p)
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"misspelt limit": `{"v":1,"name":"x","parts":[],"exposur":{}}`,
		"two values":     `{"v":1,"name":"x"} {}`,
		"a list":         `[]`,
		"nothing":        ``,
		"too long":       `{"v":1,"name":"` + strings.Repeat("x", maxFile) + `"}`,
	} {
		if _, err := Read([]byte(text)); !errors.Is(err, ErrSyntax) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSizesAndMatrix(t *testing.T) {
	t.Parallel()
	b := example(t)
	if got := []int{b.Size(1), b.Size(2), b.Size(3), b.Questions(), b.Forms.Draws()}; !slices.Equal(got, []int{12, 4, 6, 22, 4}) {
		t.Errorf("sizes %v", got)
	}
	m := b.Matrix()
	if m.Questions != [Ways]int{12, 4, 6, 0} || m.Total.Counts[TrueFalse] != [Levels]int{5, 8, 3} || m.Unplaced != 0 {
		t.Errorf("matrix %+v", m)
	}
	if got := m.Total.AllPoints(); got != 1000*PointScale {
		t.Errorf("points = %d, want those of 10.00", got)
	}
	_, know := m.Total.Level(0)
	if know != (9*25*4 + 5*100) { // nine choices of 0.25, five statements of 0.25
		t.Errorf("points of Biết = %d", know)
	}
}

func TestCheckNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	neg := -1
	for code, spoil := range map[string]func(*Blueprint){
		"blueprint.version": func(b *Blueprint) { b.V = 2 },
		"blueprint.parts":   func(b *Blueprint) { b.Parts = nil },
		"part.kinds":        func(b *Blueprint) { b.Parts[0].Kinds = nil },
		"kind.unknown":      func(b *Blueprint) { b.Parts[0].Kinds = []bank.Kind{"oral"} },
		"part.mixed":        func(b *Blueprint) { b.Parts[1].Kinds = append(b.Parts[1].Kinds, bank.Short) },
		"part.points":       func(b *Blueprint) { b.Parts[0].Points = -1 },
		"part.sum":          func(b *Blueprint) { b.Parts[0].Questions = 11 },
		"part.empty":        func(b *Blueprint) { b.Parts = append(b.Parts, Part{Kinds: []bank.Kind{bank.Short}}) },
		"row.twice":         func(b *Blueprint) { b.Rows[1] = Row{Topic: "ham so", Content: "tinh don dieu va cuc tri"} },
		"cell.part":         func(b *Blueprint) { b.Rows[0].Cells[0].Part = 9 },
		"cell.count":        func(b *Blueprint) { b.Rows[0].Cells[0].Count = -2 },
		"cell.twice":        func(b *Blueprint) { b.Rows[0].Cells[1].Level = bank.Know },
		"cell.statements":   func(b *Blueprint) { b.Rows[1].Cells[1].Count = 2 },
		"level.unknown":     func(b *Blueprint) { b.Rows[0].Cells[0].Level = "T" },
		"band.range":        func(b *Blueprint) { b.Bands[0].Min = 10 },
		"forms.count":       func(b *Blueprint) { b.Forms.Overlap = &neg },
		"stimuli.range":     func(b *Blueprint) { b.Stimuli.Min = 4 },
		"exposure.range":    func(b *Blueprint) { b.Exposure.MaxUses = -1 },
		"pool.difficulty":   func(b *Blueprint) { b.Pool.Difficulty = &Range{Min: 0.5, Max: 0.4} },
		"target.goal":       func(b *Blueprint) { b.Targets[0].Goal = "high" },
		"target.column":     func(b *Blueprint) { b.Targets[0].Column = "" },
		"blueprint.large":   func(b *Blueprint) { b.Rows[0].Cells[0].Count = 400 },
		"blueprint.rows":    func(b *Blueprint) { b.Rows = make([]Row, maxRows+1) },
		"blueprint.enemies": func(b *Blueprint) { b.Enemies = make([][]string, maxEnemies+1) },
		"target.weight":     func(b *Blueprint) { b.Targets[0].Weight = -1 },
		"blueprint.targets": func(b *Blueprint) { b.Targets = make([]Target, maxTargets+1) },
		"blueprint.bands":   func(b *Blueprint) { b.Bands = make([]Band, maxBands+1) },
		"part.questions":    func(b *Blueprint) { b.Parts[0].Questions = -1 },
		"target.range":      func(b *Blueprint) { lo, hi := 2.0, 1.0; b.Targets[0].Min, b.Targets[0].Max = &lo, &hi },
	} {
		b := example(t)
		spoil(&b)
		problems := b.Check()
		if !slices.ContainsFunc(problems, func(p bank.Problem) bool { return p.Code == code && p.Message != "" && p.Fix != "" }) {
			t.Errorf("%s is not among %+v", code, problems)
		}
	}
}

// The schema and the types name the same members.
func TestSchemaNamesTheMembersOfTheTypes(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../docs/blueprint.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	type object struct {
		Properties map[string]any `json:"properties"`
	}
	var schema struct {
		object
		Defs map[string]object `json:"$defs"`
	}
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	for _, v := range []any{Blueprint{}, Part{}, Row{}, Cell{}, Band{}, Where{}, Forms{}, Pool{}, Range{}, Exposure{}, Stimuli{}, Target{}} {
		typ := reflect.TypeOf(v)
		have := schema.Defs[typ.Name()].Properties
		if typ.Name() == "Blueprint" {
			have = schema.Properties
		}
		for i := range typ.NumField() {
			name, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
			if _, ok := have[name]; !ok {
				t.Errorf("%s.%s is not in the schema", typ.Name(), name)
			}
			delete(have, name)
		}
		for name := range have {
			t.Errorf("%s has no %s", typ.Name(), name)
		}
	}
}
