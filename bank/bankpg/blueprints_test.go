package bankpg

import (
	"encoding/json"
	"testing"

	"khaothi/bank"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

func TestBlueprintIsKeptAndNotOverwritten(t *testing.T) {
	t.Parallel()
	s, pool := open(t)
	b, err := s.CreateBlueprint(t.Context(), who, bank.Blueprint{Name: "Giữa kì", Subject: "toan", Grade: 12, Body: json.RawMessage(`{"v": 1}`)})
	if err != nil || b.Revision != 1 {
		t.Fatalf("%+v, %v", b, err)
	}
	b.Name = "Giữa kì I"
	changed, err := s.UpdateBlueprint(t.Context(), who, b)
	if err != nil || changed.Revision != 2 || changed.Name != "Giữa kì I" {
		t.Fatalf("%+v, %v", changed, err)
	}
	if _, err := s.UpdateBlueprint(t.Context(), who, b); fault.CodeOf(err) != "blueprint.changed" {
		t.Errorf("an old revision: %v", err)
	}
	list, err := s.Blueprints(t.Context(), nil, 10)
	if err != nil || len(list) != 1 || list[0].Body != nil {
		t.Errorf("%+v, %v", list, err)
	}
	if err := s.DeleteBlueprint(t.Context(), who, b.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Blueprint(t.Context(), b.ID); fault.CodeOf(err) != "blueprint.not_found" {
		t.Errorf("after Delete: %v", err)
	}
	if got := actions(t, pool); len(got) != 3 || got[1] != "blueprint.update" {
		t.Errorf("audit %v", got)
	}
}

// approved stores items that may be drawn: a single one and a cluster.
func approved(t *testing.T, s *Store) []exam.ItemID {
	t.Helper()
	cluster := bank.Body{
		Question: bank.Question{Kind: bank.Cluster, Stem: "Cho đồ thị", Stimulus: "<p>Đoạn văn</p>", Statements: []bank.Statement{
			{HTML: "a", Level: bank.Know}, {HTML: "b", Level: bank.Understand}, {HTML: "c"}, {HTML: "d", Level: bank.Advanced},
		}},
		Key:  bank.Key{Statements: []string{"D", "S", "D", "S"}},
		Tags: bank.Tags{Subject: "toan", Topic: "Hàm số", Content: "Đồ thị", Competences: []string{"TD"}},
	}
	var ids []exam.ItemID
	for _, b := range []bank.Body{single("Một"), cluster, single("Nháp")} {
		it, err := s.Create(t.Context(), who, home, b)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, it.ID)
	}
	if _, err := s.q.Exec(t.Context(), `UPDATE item SET state = 'approved' WHERE id = ANY($1)`, []string{string(ids[0]), string(ids[1])}); err != nil {
		t.Fatal(err)
	}
	return ids
}

func TestDrawablesAndSupply(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	ids := approved(t, s)
	all, err := s.Drawables(t.Context(), bank.DrawFilter{Subject: "Toán", Grade: 12})
	if err != nil || len(all) != 2 || all[0].ItemID != ids[0] {
		t.Fatalf("%+v, %v", all, err)
	}
	c := all[1]
	if len(c.Statements) != 4 || c.Statements[0] != bank.Know || c.Statements[2] != "" || c.Stimulus == "" || c.Tags.Content != "Đồ thị" || c.Fingerprint == "" {
		t.Errorf("cluster %+v", c)
	}
	for name, f := range map[string]bank.DrawFilter{
		"other pool":  {Pools: []string{"Kho khác"}},
		"other grade": {Subject: "toan", Grade: 11, States: []bank.State{bank.Draft}},
		"other unit":  {Units: []exam.UnitID{"so"}},
	} {
		if got, err := s.Drawables(t.Context(), f); err != nil || len(got) != 0 {
			t.Errorf("%s: %d items, %v", name, len(got), err)
		}
	}
	supply, err := s.Supply(t.Context(), bank.DrawFilter{})
	count := map[bank.Level]int{}
	for _, x := range supply {
		if x.Kind == bank.Cluster {
			count[x.Level] += x.Count
		}
	}
	if err != nil || len(supply) != 5 || count[bank.Apply] != 1 || count[""] != 1 {
		t.Errorf("%+v, %v", supply, err)
	}
}

func TestDrawRunsAndEndsOnce(t *testing.T) {
	t.Parallel()
	s, pool := open(t)
	ids := approved(t, s)
	b, err := s.CreateBlueprint(t.Context(), who, bank.Blueprint{Name: "Giữa kì", Subject: "toan", Body: json.RawMessage(`{}`)})
	if err != nil {
		t.Fatal(err)
	}
	start := func() bank.Draw {
		d, err := s.StartDraw(t.Context(), who, bank.Draw{Blueprint: b.ID, Body: b.Body})
		if err != nil || d.State != bank.DrawRunning {
			t.Fatalf("%+v, %v", d, err)
		}
		return d
	}
	d := start()
	if cancelled, err := s.SeeDraw(t.Context(), d.ID, 40, json.RawMessage(`{"name": "form"}`)); err != nil || cancelled {
		t.Errorf("SeeDraw = %v, %v", cancelled, err)
	}
	form := bank.Form{Name: "Đề gốc 1", Subject: "toan", DurationS: 60, Parts: []bank.Part{{Title: "I", Pins: []bank.Pin{{ItemID: ids[0]}}}}}
	bad := form
	bad.Parts = []bank.Part{{Title: "I", Pins: []bank.Pin{{ItemID: "nobody"}}}}
	d.State, d.Report = bank.DrawDone, json.RawMessage(`{"gap": 0}`)
	if _, err := s.EndDraw(t.Context(), who, d, []bank.Form{form, bad}); fault.CodeOf(err) != "form.item_unknown" {
		t.Errorf("a form of an unknown item: %v", err)
	}
	if forms, err := s.Forms(t.Context(), nil, 10); err != nil || len(forms) != 0 {
		t.Errorf("%d forms were left behind, %v", len(forms), err)
	}
	ended, err := s.EndDraw(t.Context(), who, d, []bank.Form{form})
	if err != nil || ended.State != bank.DrawDone || len(ended.Forms) != 1 || ended.Done != 100 {
		t.Fatalf("%+v, %v", ended, err)
	}
	if _, err := s.EndDraw(t.Context(), who, d, nil); fault.CodeOf(err) != "draw.over" {
		t.Errorf("a second end: %v", err)
	}
	if err := s.CancelDraw(t.Context(), who, d.ID); fault.CodeOf(err) != "draw.over" {
		t.Errorf("cancelling what is over: %v", err)
	}
	d = start()
	if err := s.CancelDraw(t.Context(), who, d.ID); err != nil {
		t.Fatal(err)
	}
	if cancelled, err := s.SeeDraw(t.Context(), d.ID, 50, json.RawMessage(`{}`)); err != nil || !cancelled {
		t.Errorf("SeeDraw of a cancelled one = %v, %v", cancelled, err)
	}
	d.State = bank.DrawDone
	d.Report = json.RawMessage(`{}`)
	if _, err := s.EndDraw(t.Context(), who, d, []bank.Form{form}); fault.CodeOf(err) != "draw.over" {
		t.Errorf("forms of a cancelled draw: %v", err)
	}
	lost := start()
	if _, err := pool.Exec(t.Context(), `UPDATE blueprint_draw SET seen_at = now() - interval '2 minutes' WHERE id = $1`, lost.ID); err != nil {
		t.Fatal(err)
	}
	list, err := s.Draws(t.Context(), b.ID, 10)
	if err != nil || len(list) != 3 || list[0].State != bank.DrawFailed {
		t.Errorf("%+v, %v", list, err)
	}
}
