package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
	"khaothi/web"
	"khaothi/web/webtest"
)

// written is a question as browsers send it.
func written(stem, right string) map[string]any {
	return map[string]any{
		"question": map[string]any{"kind": "single", "stem": stem, "options": []map[string]any{{"id": "a", "html": "1"}, {"id": "b", "html": "2"}}},
		"key":      map[string]any{"options": []string{right}}, "tags": map[string]any{},
	}
}

type storedItem struct {
	ID      string `json:"id"`
	Current struct {
		No   int    `json:"no"`
		Hash string `json:"hash"`
		Body struct {
			Question struct {
				Stem string `json:"stem"`
			} `json:"question"`
		} `json:"body"`
	} `json:"current"`
}

func makeItem(t *testing.T, c *webtest.Client, stem string) storedItem {
	t.Helper()
	var it storedItem
	c.Do(t, http.MethodPost, "/api/items", map[string]any{"pool": "Kho", "item": written(stem, "a")}).Want(t, http.StatusOK, &it)
	return it
}

func TestWhatIsUnsavedIsKeptForItsWriterAlone(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, withBank)
	c := app.Login(t, exam.RoleTeacher)
	keep := func(c *webtest.Client, tab string, rev int, stem string) *webtest.Response {
		return c.Do(t, http.MethodPut, "/api/item-drafts/moi-1", map[string]any{
			"pool": "Kho", "rev": rev, "tab": tab, "item": map[string]any{
				"question": map[string]any{"kind": "single", "stem": stem}, "key": map[string]any{}, "tags": map[string]any{},
			},
		})
	}
	var kept struct {
		Rev     int       `json:"rev"`
		SavedAt time.Time `json:"saved_at"`
	}
	keep(c, "t1", 0, "Dở <script>alert(1)</script>").Want(t, http.StatusOK, &kept)
	keep(c, "t1", 0, "Dở dang").Want(t, http.StatusOK, &kept) // the first answer was lost
	if kept.Rev != 2 || time.Since(kept.SavedAt) > time.Minute {
		t.Errorf("kept %+v", kept)
	}
	keep(c, "t2", 1, "tab khác").WantCode(t, http.StatusConflict, "unsaved.other_tab")
	keep(c, "t2", 2, "Dở <b>dang</b><script>x</script>").Want(t, http.StatusOK, &kept)
	var draft struct {
		Rev  int `json:"rev"`
		Body struct {
			Question struct {
				Stem string `json:"stem"`
			} `json:"question"`
		} `json:"body"`
	}
	c.Do(t, http.MethodGet, "/api/item-drafts/moi-1", nil).Want(t, http.StatusOK, &draft)
	if draft.Rev != 3 || draft.Body.Question.Stem != "Dở <b>dang</b>" {
		t.Errorf("kept %+v", draft)
	}
	other := app.Login(t, exam.RoleReviewer)
	other.Do(t, http.MethodGet, "/api/item-drafts/moi-1", nil).WantCode(t, http.StatusNotFound, "unsaved.not_found")
	var list struct {
		Unsaved []struct{ Key string } `json:"unsaved"`
	}
	other.Do(t, http.MethodGet, "/api/item-drafts", nil).Want(t, http.StatusOK, &list)
	if len(list.Unsaved) != 0 {
		t.Errorf("another person sees %+v", list)
	}
	c.Do(t, http.MethodPost, "/api/items", map[string]any{"pool": "Kho", "item": written("Xong", "a"), "draft": "moi-1"}).Want(t, http.StatusOK, nil)
	c.Do(t, http.MethodGet, "/api/item-drafts", nil).Want(t, http.StatusOK, &list)
	if len(list.Unsaved) != 0 {
		t.Errorf("a saved question is still unsaved: %+v", list)
	}
}

func TestUnsavedOfAQuestionThatOneMayNotSee(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, withBank)
	it := makeItem(t, app.Login(t, exam.RoleTeacher), "Của Sở")
	school := app.Login(t, "school")
	body := map[string]any{"item_id": it.ID, "base": it.Current.Hash, "pool": "Kho", "rev": 0, "tab": "t", "item": written("Sửa", "a")}
	school.Do(t, http.MethodPut, "/api/item-drafts/"+it.ID, body).WantCode(t, http.StatusNotFound, "item.not_found")
	school.Do(t, http.MethodPost, "/api/items/"+it.ID+"/presence", map[string]any{"tab": "t", "editing": true}).WantCode(t, http.StatusNotFound, "item.not_found")
	delete(body, "base")
	app.Login(t, exam.RoleTeacher).Do(t, http.MethodPut, "/api/item-drafts/"+it.ID, body).WantCode(t, http.StatusUnprocessableEntity, "unsaved.key")
	body = map[string]any{"pool": "Kho", "rev": 0, "tab": "t", "item": written(strings.Repeat("x", 1_100_000), "a")}
	app.Login(t, exam.RoleTeacher).Do(t, http.MethodPut, "/api/item-drafts/moi-9", body).WantCode(t, http.StatusUnprocessableEntity, "unsaved.large")
}

func TestTwoPeopleOnOneQuestionAreToldAndNobodyIsOverwritten(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, withBank)
	an, binh := app.Login(t, exam.RoleTeacher), app.Login(t, exam.RoleReviewer)
	it := makeItem(t, an, "Hỏi")
	type heard struct {
		Hash   string `json:"hash"`
		Others []struct {
			Name    string `json:"name"`
			Self    bool   `json:"self"`
			Editing bool   `json:"editing"`
		} `json:"others"`
	}
	sit := func(c *webtest.Client, tab string, editing, leaving bool) heard {
		var h heard
		c.Do(t, http.MethodPost, "/api/items/"+it.ID+"/presence", map[string]any{"tab": tab, "editing": editing, "leaving": leaving}).Want(t, http.StatusOK, &h)
		return h
	}
	if h := sit(an, "a1", true, false); len(h.Others) != 0 || h.Hash != it.Current.Hash {
		t.Errorf("alone: %+v", h)
	}
	if h := sit(binh, "b1", false, false); len(h.Others) != 1 || !h.Others[0].Editing || h.Others[0].Self || h.Others[0].Name == "" {
		t.Errorf("the second hears %+v", h)
	}
	if h := sit(an, "a2", false, false); len(h.Others) != 2 || !h.Others[0].Self {
		t.Errorf("another tab hears %+v", h)
	}
	sit(binh, "b1", false, true)
	sit(an, "a2", false, true)
	if h := sit(an, "a1", true, false); len(h.Others) != 0 {
		t.Errorf("after the others left: %+v", h)
	}

	save := func(c *webtest.Client, base, stem string) *webtest.Response {
		return c.Do(t, http.MethodPut, "/api/items/"+it.ID, map[string]any{"base": base, "item": written(stem, "a")})
	}
	an.Do(t, http.MethodPut, "/api/item-drafts/"+it.ID, map[string]any{
		"item_id": it.ID, "base": it.Current.Hash, "pool": "Kho", "rev": 0, "tab": "a1", "item": written("Hỏi của An", "a"),
	}).Want(t, http.StatusOK, nil)
	var second storedItem
	save(binh, it.Current.Hash, "Hỏi của Bình").Want(t, http.StatusOK, &second)
	save(binh, it.Current.Hash, "Hỏi của Bình").Want(t, http.StatusOK, nil) // the same again: the answer was lost
	save(an, it.Current.Hash, "Hỏi của An").WantCode(t, http.StatusConflict, "item.changed")
	var now storedItem
	an.Do(t, http.MethodGet, "/api/items/"+it.ID, nil).Want(t, http.StatusOK, &now)
	if now.Current.Body.Question.Stem != "Hỏi của Bình" || now.Current.No != 2 {
		t.Errorf("somebody was overwritten: %+v", now)
	}
	an.Do(t, http.MethodGet, "/api/item-drafts/"+it.ID, nil).Want(t, http.StatusOK, nil) // what An wrote is still there
	save(an, second.Current.Hash, "Hỏi của An và Bình").Want(t, http.StatusOK, &now)
	if now.Current.No != 3 {
		t.Errorf("the merge is version %d", now.Current.No)
	}
	an.Do(t, http.MethodGet, "/api/item-drafts/"+it.ID, nil).WantCode(t, http.StatusNotFound, "unsaved.not_found")
}

func TestCheckOfAQuestionBeingWritten(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, withBank)
	c := app.Login(t, exam.RoleTeacher)
	item := written("Nghe <script>x</script>\\(a<b\\)", "a")
	item["question"].(map[string]any)["stimulus"] = "Bài đọc"
	item["key"] = map[string]any{}
	r := c.Do(t, http.MethodPost, "/api/items/check", map[string]any{"item": item})
	var got struct {
		Hash     string `json:"hash"`
		Problems []struct {
			Code    string `json:"code"`
			Field   string `json:"field"`
			Unready bool   `json:"unready"`
		} `json:"problems"`
		Paper struct {
			Stimuli map[string]string `json:"stimuli"`
			Parts   []struct {
				Questions []struct {
					Stem     string `json:"stem"`
					Stimulus string `json:"stimulus"`
					Options  []struct {
						ID string `json:"id"`
					} `json:"options"`
				} `json:"questions"`
			} `json:"parts"`
		} `json:"paper"`
	}
	r.Want(t, http.StatusOK, &got)
	if len(got.Problems) != 1 || got.Problems[0].Code != "key.missing" || !got.Problems[0].Unready || len(got.Hash) != 64 {
		t.Errorf("problems %+v", got)
	}
	q := got.Paper.Parts[0].Questions[0]
	if q.Stem != "Nghe \\(a&lt;b\\)" || len(q.Options) != 2 || got.Paper.Stimuli[q.Stimulus] != "Bài đọc" {
		t.Errorf("paper %+v", got.Paper)
	}
}

func TestFormulasOfTheClipboardAreReadWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	read := func(xml string) (string, error) {
		if xml == "<bad/>" {
			return "nửa", fault.New(fault.Invalid, "formula.unknown")
		}
		return "x^2", nil
	}
	app := webtest.New(t, func(_ pgdb.Querier, d *web.Deps) {
		d.ReadFormula = map[string]func(string) (string, error){"omml": read}
	})
	var got struct {
		Formulas []struct {
			LaTeX string `json:"latex"`
		} `json:"formulas"`
	}
	app.Login(t, exam.RoleTeacher).Do(t, http.MethodPost, "/api/item-formulas", map[string]any{"formulas": []map[string]string{
		{"format": "omml", "xml": "<good/>"}, {"format": "omml", "xml": "<bad/>"}, {"format": "mathml", "xml": "<math/>"},
	}}).Want(t, http.StatusOK, &got)
	if len(got.Formulas) != 3 || got.Formulas[0].LaTeX != "x^2" || got.Formulas[1].LaTeX != "" || got.Formulas[2].LaTeX != "" {
		t.Errorf("read %+v", got)
	}
}
