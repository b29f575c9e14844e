package web_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"khaothi/internal/analysis"
	"khaothi/internal/analysis/analysispg"
	"khaothi/internal/board"
	"khaothi/internal/board/boardpg"
	"khaothi/internal/exam"
	"khaothi/internal/pgdb"
	"khaothi/web"
	"khaothi/web/webtest"
)

// storedAnalyses answers from the database; draws ask for nothing else.
type storedAnalyses struct {
	web.Analyses
	store *analysispg.Store
}

func (a storedAnalyses) Applied(ctx context.Context, items []exam.ItemID) ([]analysis.Finding, error) {
	return a.store.Applied(ctx, items)
}

type itemRow struct {
	ID      string `db:"id"`
	Version string `db:"version"`
	Stem    string `db:"stem"`
}

// TestADrawTakesTheParametersOfTheBank: a blueprint that asks for information at
// an ability gets it from what a person applied; questions without parameters,
// or with those of another version, are named and left out.
func TestADrawTakesTheParametersOfTheBank(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, func(q pgdb.Querier, d *web.Deps) {
		withBank(q, d)
		d.Analyses = storedAnalyses{store: analysispg.New(q)}
	})
	c := app.Login(t, exam.RoleTeacher)
	approvedItems(t, app, c)
	body := matrixBody(1)
	body["targets"] = []any{map[string]any{"column": "0", "goal": "max"}}
	var b savedBlueprint
	c.Do(t, http.MethodPost, "/api/blueprints", map[string]any{"body": body}).Want(t, http.StatusOK, &b)
	draw := "/api/blueprints/" + b.ID + "/draws"
	c.Do(t, http.MethodPost, draw, map[string]any{"bases": 1}).WantCode(t, http.StatusUnprocessableEntity, "blueprint.no_parameters")

	items, err := pgdb.List[itemRow](t.Context(), app.DB, `
		SELECT i.id, v.id AS version, v.body -> 'question' ->> 'stem' AS stem
		FROM item i JOIN item_version v ON v.id = i.version_id ORDER BY v.body -> 'question' ->> 'stem'`, nil)
	if err != nil || len(items) != 14 {
		t.Fatalf("%d items: %v", len(items), err)
	}
	best := applyParameters(t, app.DB, items)
	for _, sql := range []string{ // a question whose tags changed since keeps its parameters
		`INSERT INTO item_version (id, item_id, version, hash, kind, body, created_by, retag)
		SELECT id || 'x', item_id, version + 1, hash, kind, body, created_by, true FROM item_version WHERE body -> 'question' ->> 'stem' = 'Câu 3'`,
		`UPDATE item i SET version_id = i.version_id || 'x' FROM item_version v WHERE v.id = i.version_id || 'x'`,
	} {
		if _, err := pgdb.Exec(t.Context(), app.DB, sql, nil); err != nil {
			t.Fatal(err)
		}
	}

	var d struct {
		drawAnswer
		Report struct {
			LeftOut    map[string]int `json:"left_out"`
			Calibrated struct {
				Items, Runs, Lacking int
				Missing              []string
			} `json:"calibrated"`
		} `json:"report"`
	}
	c.Do(t, http.MethodPost, draw, map[string]any{"bases": 1}).Want(t, http.StatusOK, &d)
	if done := waitForDraw(t, c, d.ID); done.State != "done" {
		t.Fatalf("draw %+v", done)
	}
	c.Do(t, http.MethodGet, "/api/draws/"+d.ID, nil).Want(t, http.StatusOK, &d)
	if n := d.Report.Calibrated; n.Items != 12 || n.Runs != 1 || n.Lacking != 2 || len(n.Missing) != 2 || d.Report.LeftOut["no_number"] != 2 {
		t.Errorf("report %+v", d.Report)
	}
	var form struct {
		Parts []struct {
			Pins []struct {
				ItemID string `json:"item_id"`
			} `json:"pins"`
		} `json:"parts"`
	}
	c.Do(t, http.MethodGet, "/api/forms/"+d.Forms[0], nil).Want(t, http.StatusOK, &form)
	drawn := 0
	for _, p := range form.Parts[0].Pins {
		if slices.Contains(best, p.ItemID) {
			drawn++
		}
	}
	if drawn != 4 {
		t.Errorf("%d of the 4 most informative questions were drawn: %+v, want %v", drawn, form, best)
	}
}

// applyParameters applies those of twelve items, and of one more to a version
// that is not its current one; the four most informative at 0 are returned.
func applyParameters(t *testing.T, db pgdb.Querier, items []itemRow) (best []string) {
	t.Helper()
	profiles, err := board.Profiles()
	if err != nil {
		t.Fatal(err)
	}
	profile := profiles[0]
	who := exam.Actor{ID: "an", Name: "Lê An"}
	e, err := boardpg.New(db).CreateExam(t.Context(), who, board.Exam{
		Name: "Khảo sát", UnitID: webtest.UnitSo, Profile: profile.Name, SchoolYear: "2026-2027", Settings: profile.Settings,
	})
	if err != nil {
		t.Fatal(err)
	}
	store := analysispg.New(db)
	run, err := store.StartRun(t.Context(), who, analysis.Run{Exam: e.ID, Subject: "toan"})
	if err != nil {
		t.Fatal(err)
	}
	var rep analysis.Report
	var versions []exam.VersionID
	seen := 0
	for _, it := range items {
		found := analysis.Item{Key: it.Version, ItemID: it.ID, Hash: it.Version, Name: "p1_1", Parameters: &analysis.Parameters{Model: "2pl", Values: []analysis.Parameter{{Name: "a", Value: 1}, {Name: "b", Value: 3}}}}
		hard := strings.HasSuffix(it.Stem, " 12") || strings.HasSuffix(it.Stem, " 13")
		switch {
		case strings.HasSuffix(it.Stem, " 11"):
			continue
		case strings.HasSuffix(it.Stem, " 10"):
			found.Key = "an earlier version"
		case strings.HasSuffix(it.Stem, " 13"), !hard && seen < 3:
			if !hard {
				seen++
			}
			found.Parameters.Values[1].Value = 0.1
			best = append(best, it.ID)
		}
		rep.Items = append(rep.Items, found)
		versions = append(versions, exam.VersionID(found.Key))
	}
	run.State, run.DataHash = analysis.Done, strings.Repeat("0", 64)
	if err := store.EndRun(t.Context(), who, run, &rep); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Apply(t.Context(), who, run.ID, versions, "sau kì thi"); err != nil {
		t.Fatal(err)
	}
	return best
}
