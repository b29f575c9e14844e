package bankpg

import (
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"khaothi/bank"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

func TestRetagKeepsWhatWasApprovedAndLocked(t *testing.T) {
	t.Parallel()
	s, pool := open(t)
	ids := put(t, s, home, "Một", "Hai")
	one, two := ids["Một"], ids["Hai"]
	if _, err := s.Decide(t.Context(), reviewer, bank.Decision{Step: bank.Approve, Items: seen(t, s, one, two)}); err != nil {
		t.Fatal(err)
	}
	form := lockedForm(t, s, one)
	change := bank.Retag{Topic: new("Chủ đề mới"), AddFree: []string{" ôn  tập ", "HK1"}, Pool: new("Kho mới")}
	dry, err := s.Retag(t.Context(), who, []exam.ItemID{one, two}, change, true)
	if err != nil || dry.Changed != 2 || dry.ID != "" {
		t.Fatalf("preview %+v, %v", dry, err)
	}
	if got := find(t, s, bank.Filter{Topic: "Chủ đề mới"}); got.Total != 0 {
		t.Fatal("the preview changed something")
	}
	done, err := s.Retag(t.Context(), who, []exam.ItemID{one, two}, change, false)
	if err != nil || done.Changed != 2 || done.ID == "" {
		t.Fatalf("%+v, %v", done, err)
	}
	it, err := s.Get(t.Context(), one)
	if err != nil {
		t.Fatal(err)
	}
	if it.State != bank.Approved || it.Current.No != 2 || it.Pool != "Kho mới" || it.Current.Hash != it.Current.Body.Hash() {
		t.Errorf("after: state %s, version %d, pool %s", it.State, it.Current.No, it.Pool)
	}
	if diff := cmp.Diff([]string{"ôn tập", "HK1"}, it.Current.Body.Tags.Free); diff != "" {
		t.Error(diff)
	}
	after, err := s.Form(t.Context(), form.ID)
	if err != nil || after.Check() != nil || after.Hash != form.Hash || after.Parts[0].Pins[0].Body.Tags.Topic != "Hàm số" {
		t.Errorf("the locked form changed: %v, %v", err, after.Check())
	}
	if got := find(t, s, bank.Filter{Topic: "Chủ đề mới", Free: []string{"HK1"}, Text: "chủ đề mới ", State: bank.Approved}); got.Total != 2 {
		t.Errorf("%d found by their new tags", got.Total)
	}
	if !slices.Contains(actions(t, pool), "items.retag") {
		t.Error("no audit row")
	}
	again, err := s.Retag(t.Context(), who, []exam.ItemID{one, two}, change, true)
	if err != nil || again.Unchanged != 2 || again.Changed != 0 {
		t.Errorf("again %+v, %v", again, err)
	}
}

func lockedForm(t *testing.T, s *Store, ids ...exam.ItemID) bank.Form {
	t.Helper()
	f := bank.Form{Name: "Đề", Subject: "toan", DurationS: 600, Parts: []bank.Part{{Title: "I"}}}
	for _, id := range ids {
		f.Parts[0].Pins = append(f.Parts[0].Pins, bank.Pin{ItemID: id})
	}
	f, err := s.CreateForm(t.Context(), who, f)
	if err == nil {
		f, err = s.LockForm(t.Context(), who, f.ID, 1, []string{"101"})
	}
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestUndoOfARetagLeavesWhatWasChangedSince(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	ids := put(t, s, home, "Một", "Hai", "Ba")
	all := []exam.ItemID{ids["Một"], ids["Hai"], ids["Ba"]}
	done, err := s.Retag(t.Context(), who, all, bank.Retag{Level: new(bank.Apply), Pool: new("Mới"), RemoveFree: []string{"x"}}, false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Revise(t.Context(), who, ids["Hai"], single("Hai, sửa lại")); err != nil {
		t.Fatal(err)
	}
	undone, err := s.UndoRetag(t.Context(), who, done.ID)
	if err != nil || undone.Changed != 2 || len(undone.Skipped) != 1 || undone.Skipped[0] != (bank.Skipped{ID: ids["Hai"], Code: "retag.changed_since"}) {
		t.Fatalf("%+v, %v", undone, err)
	}
	it, err := s.Get(t.Context(), ids["Một"])
	if err != nil || it.Pool != "Toán 12" || it.Current.Body.Tags.Level != bank.Know || it.Current.No != 3 {
		t.Errorf("%+v, %v", it, err)
	}
	if it, _ := s.Get(t.Context(), ids["Hai"]); it.Current.Body.Question.Stem != "Hai, sửa lại" || it.Pool != "Mới" {
		t.Errorf("what was changed since: %+v", it)
	}
	if _, err := s.UndoRetag(t.Context(), who, done.ID); fault.CodeOf(err) != "change.undone" {
		t.Errorf("twice: %v", err)
	}
	changes, err := s.Changes(t.Context(), who.ID, 10)
	if err != nil || len(changes) != 1 || changes[0].UndoneAt == nil || changes[0].Items != 3 || *changes[0].Retag.Level != bank.Apply {
		t.Errorf("%+v, %v", changes, err)
	}
	if _, touched, err := s.Change(t.Context(), done.ID); err != nil || len(touched) != 3 {
		t.Errorf("%d, %v", len(touched), err)
	}
}

func TestAnImportMayBeUndoneAfterARetag(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	batch, err := s.Import(t.Context(), who, home, imported(t, 3))
	if err != nil {
		t.Fatal(err)
	}
	picked, err := s.Pick(t.Context(), bank.Filter{Batch: batch.ID}, 10)
	if err != nil || len(picked) != 3 {
		t.Fatalf("%v, %v", picked, err)
	}
	ids := bank.Decision{Items: picked}.IDs()
	if _, err := s.Retag(t.Context(), who, ids, bank.Retag{Grade: new(11)}, false); err != nil {
		t.Fatal(err)
	}
	if err := s.Undo(t.Context(), who, batch.ID); err != nil {
		t.Errorf("undo: %v", err)
	}
	if got := find(t, s, bank.Filter{}); got.Total != 0 {
		t.Errorf("%d left", got.Total)
	}
}

func TestRetagRefuses(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	ids := put(t, s, home, "Một")
	for code, r := range map[string]bank.Retag{"retag.empty": {}, "item.pool": {Pool: new("  ")}, "retag.nothing": {Grade: new(12)}} {
		if _, err := s.Retag(t.Context(), who, []exam.ItemID{ids["Một"]}, r, false); fault.CodeOf(err) != code {
			t.Errorf("%s: %v", code, err)
		}
	}
	done, err := s.Retag(t.Context(), who, []exam.ItemID{ids["Một"]}, bank.Retag{Grade: new(99)}, true)
	if err != nil || len(done.Skipped) != 1 || done.Skipped[0].Code != "retag.invalid" {
		t.Errorf("a grade that does not exist: %+v, %v", done, err)
	}
	if _, err := s.Retag(t.Context(), who, make([]exam.ItemID, bank.MaxRetag+1), bank.Retag{Grade: new(1)}, true); fault.CodeOf(err) != "filter.too_many" {
		t.Errorf("too many: %v", err)
	}
	if _, err := s.UndoRetag(t.Context(), who, "none"); fault.CodeOf(err) != "change.not_found" {
		t.Errorf("unknown: %v", err)
	}
	if _, err := s.Pick(t.Context(), bank.Filter{}, 0); fault.CodeOf(err) != "filter.too_many" {
		t.Errorf("pick: %v", err)
	}
}

func TestFiltersAreOwnOrShared(t *testing.T) {
	t.Parallel()
	s, pool := open(t)
	so, a := makeUnit(t, pool, "so", ""), makeUnit(t, pool, "a", "so")
	save := func(by, name string, unit exam.UnitID) bank.SavedFilter {
		f, err := s.SaveFilter(t.Context(), exam.Actor{ID: exam.AccountID(by)}, bank.SavedFilter{Name: name, Unit: unit, Filter: bank.Filter{Text: "số", Use: bank.UseFilter{EasyMax: new(300)}}})
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	mine, _, _ := save("hoa", " Câu  khó ", ""), save("lan", "Riêng Lan", ""), save("lan", "Chung Sở", so)
	save("lan", "Của trường A", a)
	names := func(who exam.AccountID, units ...exam.UnitID) (out []string) {
		list, err := s.Filters(t.Context(), who, append([]exam.UnitID{}, units...))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range list {
			if f.Filter.Text != "số" || *f.Filter.Use.EasyMax != 300 {
				t.Errorf("%+v", f)
			}
			out = append(out, f.Name)
		}
		return out
	}
	if got := names("hoa", a); !slices.Equal(got, []string{"Chung Sở", "Câu khó", "Của trường A"}) && !slices.Equal(got, []string{"Câu khó", "Chung Sở", "Của trường A"}) {
		t.Errorf("Hoa at A sees %q", got)
	}
	if got := names("hoa", so); !slices.Contains(got, "Chung Sở") || slices.Contains(got, "Của trường A") {
		t.Errorf("Hoa at the Sở sees %q", got)
	}
	again := save("hoa", "Câu khó", so)
	if again.ID != mine.ID {
		t.Error("a second filter of one name")
	}
	if err := s.DeleteFilter(t.Context(), exam.Actor{ID: "lan"}, mine.ID); fault.CodeOf(err) != "filter.not_found" {
		t.Errorf("Lan deletes Hoa's filter: %v", err)
	}
	if err := s.DeleteFilter(t.Context(), exam.Actor{ID: "hoa"}, mine.ID); err != nil {
		t.Error(err)
	}
	if _, err := s.SaveFilter(t.Context(), who, bank.SavedFilter{Name: " "}); fault.CodeOf(err) != "filter.name" {
		t.Errorf("no name: %v", err)
	}
	for i := range maxFilters {
		save("vy", strconv.Itoa(i), "")
	}
	if _, err := s.SaveFilter(t.Context(), exam.Actor{ID: "vy"}, bank.SavedFilter{Name: "more"}); fault.CodeOf(err) != "filter.many" {
		t.Errorf("too many: %v", err)
	}
}

func TestCurriculumTakesNodesOfUnits(t *testing.T) {
	t.Parallel()
	s, pool := open(t)
	so, a := makeUnit(t, pool, "so", ""), makeUnit(t, pool, "a", "so")
	b := makeUnit(t, pool, "b", "so")
	national := []bank.Node{
		{Code: "toan", Kind: bank.NodeSubject, Name: "Toán", Grades: []int{12}}, {Code: "toan.1", Parent: "toan", Kind: bank.NodeStrand, Name: "Đại số", Grades: []int{12}},
	}
	for range 2 {
		if err := s.SeedCurriculum(t.Context(), "1", national); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.PutNodes(t.Context(), who, so, []bank.Node{{Code: "x.s", Parent: "toan.1", Kind: bank.NodeTopic, Name: "Của Sở"}}); err != nil {
		t.Fatal(err)
	}
	if err := s.PutNodes(t.Context(), who, a, []bank.Node{{Code: "x.a", Parent: "x.s", Kind: bank.NodeContent, Name: "Của A"}}); err != nil {
		t.Fatal(err)
	}
	codes := func(units ...exam.UnitID) (out []string) {
		nodes, err := s.Nodes(t.Context(), units)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range nodes {
			out = append(out, n.Code)
		}
		return out
	}
	for unit, want := range map[exam.UnitID][]string{a: {"toan", "toan.1", "x.s", "x.a"}, b: {"toan", "toan.1", "x.s"}, so: {"toan", "toan.1", "x.s", "x.a"}} {
		if got := codes(unit); !slices.Equal(got, want) {
			t.Errorf("%s sees %q, want %q", unit, got, want)
		}
	}
	for name, n := range map[string]bank.Node{
		"a national code": {Code: "toan.1", Parent: "toan", Kind: bank.NodeStrand, Name: "Khác"},
		"another's code":  {Code: "x.s", Parent: "toan.1", Kind: bank.NodeTopic, Name: "Khác"},
		"no parent":       {Code: "x.q", Parent: "none", Kind: bank.NodeTopic, Name: "Khác"},
		"upside down":     {Code: "x.q", Parent: "x.a", Kind: bank.NodeTopic, Name: "Khác"},
		"itself":          {Code: "x.q", Parent: "x.q", Kind: bank.NodeTopic, Name: "Khác"},
		"a bad code":      {Code: "X q", Parent: "toan", Kind: bank.NodeTopic, Name: "Khác"},
	} {
		if err := s.PutNodes(t.Context(), who, b, []bank.Node{n}); fault.CodeOf(err) != "curriculum.invalid" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.PutNodes(t.Context(), who, so, []bank.Node{{Code: "x.s", Parent: "toan.1", Kind: bank.NodeTopic, Name: "Tên mới"}}); err != nil {
		t.Errorf("rename: %v", err)
	}
	if err := s.DeleteNode(t.Context(), who, so, "x.s"); fault.CodeOf(err) != "curriculum.has_children" {
		t.Errorf("delete with children: %v", err)
	}
	if err := s.DeleteNode(t.Context(), who, b, "x.a"); fault.CodeOf(err) != "curriculum.not_found" {
		t.Errorf("delete of another's: %v", err)
	}
	if err := s.DeleteNode(t.Context(), who, a, "x.a"); err != nil {
		t.Error(err)
	}
	if err := s.SeedCurriculum(t.Context(), "2", national[:1]); err != nil {
		t.Fatal(err)
	}
	if got := codes(a); !slices.Equal(got, []string{"toan", "toan.1", "x.s"}) {
		t.Errorf("a strand that the new programme lacks, with a node of the Sở under it: %q", got)
	}
}

func TestCensusCounts(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	put(t, s, home, "Một", "Hai")
	got, err := s.Census(t.Context(), nil)
	want := []bank.Count{{Subject: "toan", Grade: 12, Kind: bank.Single, Levels: []bank.Level{bank.Know}, State: bank.Draft, Items: 2}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestRetagOpensNoWayAroundTheSecondPerson(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	id := put(t, s, home, "Một")["Một"]
	if _, err := s.Retag(t.Context(), reviewer, []exam.ItemID{id}, bank.Retag{Grade: new(11)}, false); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Decide(t.Context(), who, bank.Decision{Step: bank.Approve, Items: seen(t, s, id)}); err == nil {
		t.Error("its author approved a question after somebody else had tagged it")
	}
	if _, err := s.Decide(t.Context(), reviewer, bank.Decision{Step: bank.Approve, Items: seen(t, s, id)}); err != nil {
		t.Errorf("who only tagged it may not approve it: %v", err)
	}
	form := bank.Form{Name: "Đề", Subject: "toan", DurationS: 600, Parts: []bank.Part{{Title: "I", Pins: []bank.Pin{{ItemID: id}}}}}
	form, err := s.CreateForm(t.Context(), who, form)
	if err != nil {
		t.Fatal(err)
	}
	for _, grade := range []int{10, 12} { // the pin is of the version before both
		if _, err := s.Retag(t.Context(), who, []exam.ItemID{id}, bank.Retag{Grade: new(grade)}, false); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.LockForm(t.Context(), who, form.ID, 1, []string{"101"}); err != nil {
		t.Errorf("a form with an approved question that was tagged since: %v", err)
	}
	other, err := s.CreateForm(t.Context(), who, bank.Form{Name: "Đề 2", Subject: "toan", DurationS: 600, Parts: []bank.Part{{Title: "I", Pins: []bank.Pin{{ItemID: id}}}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Revise(t.Context(), who, id, single("Khác hẳn")); err != nil {
		t.Fatal(err)
	}
	fresh, err := s.CreateForm(t.Context(), who, bank.Form{Name: "Đề 3", Subject: "toan", DurationS: 600, Parts: []bank.Part{{Title: "I", Pins: []bank.Pin{{ItemID: id}}}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.LockForm(t.Context(), who, fresh.ID, 1, []string{"101"}); fault.CodeOf(err) != "form.item_state" {
		t.Errorf("a version that nobody approved: %v", err)
	}
	if _, err := s.LockForm(t.Context(), who, other.ID, 1, []string{"101"}); err != nil {
		t.Errorf("the version with other tags, of the text that was approved: %v", err)
	}
}

// A form keeps the version that it pins: a change of tags neither moves the pin
// nor makes a text usable that nobody approved.
func TestTagsNeverCarryAnUnseenTextOntoAForm(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	id := made(t, s, "Hỏi")[0]
	decide(t, s, reviewer, bank.Approve, "", id)
	version := func() bank.Version {
		it, err := s.Get(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		return it.Current
	}
	retag := func(topic string) bank.Version {
		if _, err := s.Retag(t.Context(), who, []exam.ItemID{id}, bank.Retag{Topic: &topic}, false); err != nil {
			t.Fatal(err)
		}
		return version()
	}
	form := func(v bank.Version) bank.Form {
		f, err := s.CreateForm(t.Context(), who, bank.Form{Name: "Đề", Subject: "toan", DurationS: 60, Parts: []bank.Part{{Title: "I", Pins: []bank.Pin{bank.PinOf(v)}}}})
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	approved := version()
	early := form(approved)
	tagged := retag("Hình học")
	if _, err := s.Revise(t.Context(), who, id, single("Hỏi sai")); err != nil {
		t.Fatal(err)
	}
	edited := version()
	again := retag("Số học")
	for name, tt := range map[string]struct {
		form bank.Form
		pin  bank.Version
		want string
	}{
		"approved":                         {early, approved, ""},
		"approved, then tagged":            {form(tagged), tagged, ""},
		"edited since, approved by nobody": {form(edited), edited, "form.item_state"},
		"edited since, then tagged":        {form(again), again, "form.item_state"},
	} {
		f, err := s.LockForm(t.Context(), who, tt.form.ID, 1, []string{"101"})
		if codeOf(err) != tt.want {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
		if pin := tt.form.Parts[0].Pins[0]; pin.Version != tt.pin.ID || pin.Hash != tt.pin.Hash {
			t.Errorf("%s: pinned %+v, want %s", name, pin, tt.pin.ID)
		}
		if err == nil && (f.Parts[0].Pins[0].Hash != tt.pin.Hash || f.Parts[0].Pins[0].Body.Tags.Topic != tt.pin.Body.Tags.Topic) {
			t.Errorf("%s: locked %+v", name, f.Parts[0].Pins[0])
		}
	}
}
