package analysis_test

import (
	"context"
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"khaothi/internal/analysis"
	"khaothi/psychometrics"
)

func analyze(t testing.TB, m *analysis.Matrix, s analysis.Spec) analysis.Report {
	t.Helper()
	rep, err := analysis.Analyze(t.Context(), m, s, analysis.Options{Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

func none() *int { n := 0; return &n }

func has(it analysis.Item, code string) bool {
	return slices.ContainsFunc(it.Flags, func(f analysis.Flag) bool { return f.Code == code })
}

func TestParametersAreRecovered(t *testing.T) {
	t.Parallel()
	rep := analyze(t, made(t, 3000, 1), analysis.Spec{Model: analysis.Model2PL, Bootstrap: none()})
	if !rep.Calibration.Done || rep.Calibration.Polytomous != "gpcm" || len(rep.Calibration.LeftOut) > 0 {
		t.Fatalf("calibration: %+v", rep.Calibration)
	}
	for j, want := range madeItems(t) {
		for k, v := range rep.Items[j].Parameters.Values {
			truth := want.Values()[k]
			if v.SE == nil || math.Abs(v.Value-truth) > 4*(*v.SE) {
				t.Errorf("%s %s = %.3f, made with %.3f (se %v)", want.Name, v.Name, v.Value, truth, v.SE)
			}
		}
		if has(rep.Items[j], analysis.FlagSX2) && *rep.Items[j].Fit.P < 1e-4 {
			t.Errorf("%s: S-X² of an item that fits: %+v", want.Name, rep.Items[j].Fit)
		}
	}
	if k := rep.Province.Kinds; len(k) != 2 || k[0].Name != "single" || k[1].Name != "cluster" {
		t.Errorf("kinds are not in the order of the paper: %+v", k)
	}
	if a := rep.Overview.Booklets[0].Alpha; a == nil || *a < 0.75 || *a > 0.95 {
		t.Errorf("alpha %v", a)
	}
	if len(rep.Test.ScoreTable) != 16+12+1 || len(rep.Test.Locations) != 19 || rep.Calibration.Global == nil {
		t.Errorf("score table %d, locations %d, global %v", len(rep.Test.ScoreTable), len(rep.Test.Locations), rep.Calibration.Global)
	}
}

func TestPlantedFaultsAreFound(t *testing.T) {
	t.Parallel()
	m := made(t, 2400, 2)
	rng := rand.New(rand.NewPCG(1, 1))
	for i := range m.Persons {
		m.Persons[i].Points = 0
		wrong := 4 // its key is the first distractor: the better choose what counts as wrong
		if m.Scores[m.At(i, wrong)] = 0; m.Choices[m.At(i, wrong)] == 1 {
			m.Scores[m.At(i, wrong)] = 1
		}
		if rng.IntN(50) > 0 {
			fill(m, i, 5, 1, rng) // too easy
		}
		if m.Persons[i].Gender == "female" && rng.IntN(3) > 0 {
			fill(m, i, 6, 0, rng) // harder for girls
		}
	}
	for o := range m.Columns[4].Options {
		m.Columns[4].Options[o].Key = o == 1
	}
	rep := analyze(t, m, analysis.Spec{Bootstrap: none()})
	for at, code := range map[int]string{4: analysis.FlagNegative, 5: analysis.FlagEasy, 6: analysis.FlagDIF} {
		if !has(rep.Items[at], code) {
			t.Errorf("item %d is not flagged %s: %+v", at+1, code, rep.Items[at].Flags)
		}
	}
	if !slices.ContainsFunc(rep.Items[4].Flags, func(f analysis.Flag) bool { return f.Code == analysis.FlagDistractor && f.Option == "A" }) {
		t.Errorf("the true answer, A, is no flagged distractor: %+v", rep.Items[4].Flags)
	}
	for j := range rep.Items {
		if j != 6 && has(rep.Items[j], analysis.FlagDIF) {
			t.Errorf("item %d has no DIF: %+v", j+1, rep.Items[j].Flags)
		}
		if j != 4 && (has(rep.Items[j], analysis.FlagDistractor) || has(rep.Items[j], analysis.FlagNegative)) {
			t.Errorf("item %d has a sound key: %+v", j+1, rep.Items[j].Flags)
		}
	}
	at := slices.IndexFunc(rep.DIF, func(g analysis.Grouping) bool { return g.By == analysis.ByGender })
	row := rep.DIF[at].Rows[6]
	if row.Class != "C" || row.Against != "focal" || rep.DIF[at].Focal != "female" || len(row.Curve) != 5 {
		t.Errorf("DIF of girls: %+v", row)
	}
}

// TestBadDataGiveAReport: whatever candidates did, the report is valid JSON and
// says what it lacks.
func TestBadDataGiveAReport(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		n     int
		spoil func(m *analysis.Matrix)
		note  string
	}{
		{"one person", 1, nil, ""},
		{"two persons", 2, nil, "sample.persons"},
		{"all right", 200, func(m *analysis.Matrix) { each(m, func(at, most int) { m.Scores[at] = int8(most) }) }, "sample.items"},
		{"all wrong", 200, func(m *analysis.Matrix) { each(m, func(at, _ int) { m.Scores[at] = 0 }) }, "sample.items"},
		{"all blank", 200, func(m *analysis.Matrix) {
			each(m, func(at, _ int) { m.Scores[at], m.Choices[at] = psychometrics.Omitted, psychometrics.Omitted })
		}, "sample.items"},
		{"nobody was presented anything but one item", 200, func(m *analysis.Matrix) {
			each(m, func(at, _ int) {
				if at%len(m.Columns) > 0 {
					m.Scores[at], m.Choices[at] = absent, absent
				}
			})
		}, ""},
		{"a constant column", 200, func(m *analysis.Matrix) {
			each(m, func(at, _ int) {
				if at%len(m.Columns) == 3 {
					m.Scores[at] = 1
				}
			})
		}, ""},
		{"a gap between scores", 300, func(m *analysis.Matrix) {
			each(m, func(at, most int) {
				if most == 4 && m.Scores[at] == 2 {
					m.Scores[at] = 1
				}
			})
		}, ""},
		{"cancelled", 200, func(m *analysis.Matrix) { m.Columns[0].Cancelled = true }, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := made(t, tt.n, 4)
			if tt.spoil != nil {
				tt.spoil(m)
			}
			rep := analyze(t, m, analysis.Spec{Groupings: []string{"gender", "region", "mode", "school"}})
			raw, err := json.Marshal(rep)
			if err != nil {
				t.Fatalf("report: %v", err)
			}
			var back analysis.Report
			if err := json.Unmarshal(raw, &back); err != nil {
				t.Fatal(err)
			}
			if tt.note != "" && !slices.ContainsFunc(rep.Calibration.Notes, func(n analysis.Note) bool { return n.Code == tt.note }) {
				t.Errorf("no note %s: %+v", tt.note, rep.Calibration.Notes)
			}
		})
	}
}

func each(m *analysis.Matrix, do func(at, most int)) {
	for at := range m.Scores {
		do(at, m.Columns[at%len(m.Columns)].Max)
	}
}

func TestAnEmptyMatrixAndABadSpecAreRefused(t *testing.T) {
	t.Parallel()
	if _, err := analysis.Analyze(t.Context(), analysis.NewMatrix(nil, nil), analysis.Spec{}, analysis.Options{}); err == nil || !strings.Contains(err.Error(), "nothing_scored") {
		t.Errorf("nobody: %v", err)
	}
	for _, s := range []analysis.Spec{{Model: "4pl"}, {Polytomous: "2pl"}, {Groupings: []string{"class"}}, {Groupings: []string{"mode", "mode"}}, {Bootstrap: func() *int { n := 7; return &n }()}} {
		if _, err := s.Filled(); err == nil {
			t.Errorf("%+v is taken", s)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := analysis.Analyze(ctx, made(t, 50, 1), analysis.Spec{}, analysis.Options{}); err == nil {
		t.Error("a cancelled analysis goes on")
	}
}

// TestNeedsSayWhatACalibrationRefuses: the start of an analysis promises nothing
// that its calibration refuses, and refuses nothing that it would do.
func TestNeedsSayWhatACalibrationRefuses(t *testing.T) {
	t.Parallel()
	for _, need := range analysis.Needs() {
		for _, n := range []int{need.Persons - 1, need.Persons} {
			rep := analyze(t, made(t, n, 6), analysis.Spec{Model: need.Model, Bootstrap: none(), Groupings: []string{}})
			at := slices.IndexFunc(rep.Calibration.Notes, func(x analysis.Note) bool { return x.Code == "sample.persons" })
			if refused := at >= 0; refused != (n < need.Persons) {
				t.Errorf("%s with %d persons: refused %v; notes %+v", need.Model, n, refused, rep.Calibration.Notes)
			} else if refused && rep.Calibration.Notes[at].Args["need"] != float64(need.Persons) {
				t.Errorf("%s: the note says %v", need.Model, rep.Calibration.Notes[at].Args)
			}
		}
	}
}
