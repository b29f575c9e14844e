package web_test

import (
	"net/http"
	"testing"

	"khaothi/bank"
	"khaothi/bank/curriculum"
	"khaothi/internal/exam"
	"khaothi/web/webtest"
)

type foundItems struct {
	itemList
	More   bool   `json:"more"`
	Next   string `json:"next"`
	Facets []struct {
		Name   string            `json:"name"`
		Values []bank.FacetValue `json:"values"`
	} `json:"facets"`
	Authors map[string]string `json:"authors"`
}

type object = map[string]any

func findBy(t *testing.T, c *webtest.Client, filter object) (found foundItems) {
	t.Helper()
	c.Do(t, http.MethodPost, "/api/items/find", object{"filter": filter, "facets": true}).Want(t, http.StatusOK, &found)
	return found
}

func TestQuestionsAreFoundTaggedAndTakenBack(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, withBank)
	c := app.Login(t, exam.RoleTeacher)
	c.Upload(t, "/api/item-imports", "cu.gift", []byte(giftFile), map[string]string{"pool": "Kho"}).Want(t, http.StatusOK, nil)
	all := findBy(t, c, object{})
	if all.Total != 3 || all.More || len(all.Pools) != 1 || len(all.Authors) != 1 || len(all.Facets) == 0 {
		t.Fatalf("%+v", all)
	}
	if found := findBy(t, c, object{"q": "Thủ đô ", "kind": "single", "has": []string{"key"}}); found.Total != 1 {
		t.Errorf("%d found", found.Total)
	}
	c.Do(t, http.MethodPost, "/api/items/find", object{"filter": object{"sort": "x"}}).WantCode(t, http.StatusUnprocessableEntity, "filter.unknown")
	c.Do(t, http.MethodPost, "/api/items/find", object{"filter": object{}, "after": "%%"}).WantCode(t, http.StatusUnprocessableEntity, "filter.cursor")
	var picked struct{ Items []bank.Seen }
	c.Do(t, http.MethodPost, "/api/items/pick", object{"filter": object{"pool": "Kho"}}).Want(t, http.StatusOK, &picked)
	ids := bank.Decision{Items: picked.Items}.IDs()
	change := object{"ids": ids, "retag": object{"subject": "Vật lí", "add_free": []string{"ôn tập"}}}
	var done bank.Retagged
	c.Do(t, http.MethodPost, "/api/items/retag", object{"ids": ids, "retag": change["retag"], "dry": true}).Want(t, http.StatusOK, &done)
	if done.Changed != 3 || findBy(t, c, object{"subject": "vatli"}).Total != 0 {
		t.Errorf("preview: %+v", done)
	}
	c.Do(t, http.MethodPost, "/api/items/retag", change).Want(t, http.StatusOK, &done)
	if findBy(t, c, object{"subject": "vatli", "free": []string{"ôn tập"}}).Total != 3 {
		t.Error("not found by their new tags")
	}
	var changes []bank.Change
	c.Do(t, http.MethodGet, "/api/item-retags", nil).Want(t, http.StatusOK, &changes)
	if len(changes) != 1 || changes[0].Items != 3 {
		t.Errorf("changes %+v", changes)
	}
	c.Do(t, http.MethodPost, "/api/item-retags/"+done.ID+"/undo", nil).Want(t, http.StatusOK, &done)
	c.Do(t, http.MethodPost, "/api/item-retags/"+done.ID+"/undo", nil).WantCode(t, http.StatusConflict, "change.undone")
	if findBy(t, c, object{"subject": "vatli"}).Total != 0 {
		t.Error("undone, and still tagged")
	}
}

func TestNobodyTagsOrSeesAnothersQuestions(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, withBank)
	a := webtest.UnitOther // school B, of which the people of school A know nothing
	hoa, lan := app.Login(t, exam.RoleTeacher), app.LoginAs(t, "school", webtest.Password)
	hoa.Upload(t, "/api/item-imports", "cu.gift", []byte(giftFile), map[string]string{"pool": "Kho", "unit_id": string(a)}).Want(t, http.StatusOK, nil)
	theirs := findBy(t, hoa, object{})
	if theirs.Total != 3 {
		t.Fatalf("%+v", theirs)
	}
	ids := []string{theirs.Items[0].ID}
	for name, filter := range map[string]object{"all": {}, "ids": {"ids": ids}, "unit": {"unit": string(a)}, "text": {"q": "thu do"}, "pool": {"pool": "Kho"}} {
		if found := findBy(t, lan, filter); found.Total != 0 || len(found.Items) != 0 || len(found.Facets) != 0 || len(found.Pools) != 0 {
			t.Errorf("%s: %+v", name, found)
		}
	}
	lan.Do(t, http.MethodPost, "/api/items/retag", object{"ids": ids, "retag": object{"grade": 1}}).WantCode(t, http.StatusNotFound, "item.not_found")
	var done bank.Retagged
	hoa.Do(t, http.MethodPost, "/api/items/retag", object{"ids": ids, "retag": object{"grade": 10}}).Want(t, http.StatusOK, &done)
	lan.Do(t, http.MethodPost, "/api/item-retags/"+done.ID+"/undo", nil).WantCode(t, http.StatusNotFound, "item.not_found")

	save := object{"name": "Của A", "unit_id": string(a), "filter": object{"q": "x", "use": object{"p_max": 300}}}
	lan.Do(t, http.MethodPut, "/api/item-filters", save).Want(t, http.StatusForbidden, nil)
	var saved bank.SavedFilter
	hoa.Do(t, http.MethodPut, "/api/item-filters", save).Want(t, http.StatusOK, &saved)
	var list []bank.SavedFilter
	lan.Do(t, http.MethodGet, "/api/item-filters", nil).Want(t, http.StatusOK, &list)
	if len(list) != 0 {
		t.Errorf("Lan sees %+v", list)
	}
	hoa.Do(t, http.MethodGet, "/api/item-filters", nil).Want(t, http.StatusOK, &list)
	if len(list) != 1 || list[0].Filter.Use.EasyMax == nil || *list[0].Filter.Use.EasyMax != 300 {
		t.Errorf("Hoa sees %+v", list)
	}
	lan.Do(t, http.MethodDelete, "/api/item-filters/"+saved.ID, nil).WantCode(t, http.StatusNotFound, "filter.not_found")
	hoa.Do(t, http.MethodDelete, "/api/item-filters/"+saved.ID, nil).Want(t, http.StatusNoContent, nil)
}

func TestASoAddsNodesByAWorkbook(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, withBank)
	a := webtest.UnitOther
	lead, other, teacher := app.Login(t, exam.RoleReviewer), app.LoginAs(t, "school", webtest.Password), app.Login(t, exam.RoleTeacher)
	book := func(nodes ...bank.Node) []byte {
		data, err := curriculum.WriteBook(nodes)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	root := bank.Node{Code: "rieng", Kind: bank.NodeSubject, Name: "Nghề phổ thông", Grades: []int{11}}
	bad := book(root, bank.Node{Code: "rieng.1", Parent: "none", Kind: bank.NodeStrand, Name: "Điện"})
	good := book(root, bank.Node{Code: "rieng.1", Parent: "rieng", Kind: bank.NodeStrand, Name: "Điện", Grades: []int{11}})
	type answer struct {
		Nodes   []bank.Node `json:"nodes"`
		Errors  []bank.Row  `json:"errors"`
		Written bool        `json:"written"`
	}
	var said answer
	at := map[string]string{"unit_id": string(a)}
	lead.Upload(t, "/api/curriculum-files", "x.xlsx", bad, at).Want(t, http.StatusOK, &said)
	if said.Written || len(said.Errors) != 1 {
		t.Errorf("a bad workbook: %+v", said)
	}
	said = answer{}
	lead.Upload(t, "/api/curriculum-files/check", "x.xlsx", good, at).Want(t, http.StatusOK, &said)
	if said.Written || len(said.Nodes) != 2 || len(said.Errors) != 0 {
		t.Errorf("dry run: %+v", said)
	}
	other.Upload(t, "/api/curriculum-files", "x.xlsx", good, at).Want(t, http.StatusForbidden, nil)
	teacher.Upload(t, "/api/curriculum-files", "x.xlsx", good, at).Want(t, http.StatusForbidden, nil)
	lead.Upload(t, "/api/curriculum-files", "x.xlsx", good, at).Want(t, http.StatusOK, &said)
	if !said.Written {
		t.Errorf("%+v", said)
	}
	for who, want := range map[*webtest.Client]int{lead: 2, teacher: 2, other: 0} {
		var nodes []bank.Node
		who.Do(t, http.MethodGet, "/api/curriculum", nil).Want(t, http.StatusOK, &nodes)
		if len(nodes) != want {
			t.Errorf("%d nodes, want %d", len(nodes), want)
		}
	}
	lead.Do(t, http.MethodPut, "/api/curriculum", object{"unit_id": string(a), "nodes": []object{{"code": "rieng.2", "parent": "rieng", "kind": "strand", "name": "Mộc", "grades": []int{}}}}).Want(t, http.StatusNoContent, nil)
	lead.Do(t, http.MethodDelete, "/api/curriculum/rieng?unit_id="+string(a), nil).WantCode(t, http.StatusConflict, "curriculum.has_children")
	lead.Do(t, http.MethodDelete, "/api/curriculum/rieng.2?unit_id="+string(a), nil).Want(t, http.StatusNoContent, nil)
	other.Do(t, http.MethodDelete, "/api/curriculum/rieng.1?unit_id="+string(a), nil).Want(t, http.StatusForbidden, nil)
	lead.Do(t, http.MethodGet, "/api/curriculum.xlsx", nil).Want(t, http.StatusOK, nil)
}
