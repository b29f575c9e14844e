package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"khaothi/bank"
	"khaothi/bank/bankimport"
	"khaothi/bank/bankimport/excel"
	"khaothi/bank/bankpg"
	"khaothi/internal/exam"
	"khaothi/internal/pgdb"
	"khaothi/web"
	"khaothi/web/webtest"
)

func withBank(db pgdb.Querier, d *web.Deps) {
	d.Bank, d.ReadItems, d.Template, d.Sample = bankpg.New(db), bankimport.Read, excel.Template, bankimport.Sample
	d.WriteItems = bankimport.WriteFile
}

const giftFile = `::Q1:: Thủ đô của Việt Nam là {=Hà Nội ~Huế ~Đà Nẵng ~Cần Thơ}

::Q2:: 2 + 2 bằng {#4}

::Q3:: Trái Đất quay quanh Mặt Trời. {T}
`

type importAnswer struct {
	Found  int    `json:"found"`
	Items  int    `json:"items"`
	Batch  string `json:"batch"`
	Errors []struct {
		Where string `json:"where"`
		Code  string `json:"code"`
	} `json:"errors"`
	Warnings []struct {
		Code string `json:"code"`
	} `json:"warnings"`
	LeftOut []struct {
		Where string `json:"where"`
		Code  string `json:"code"`
	} `json:"left_out"`
	Alike []struct {
		Percent int             `json:"percent"`
		Item    string          `json:"item"`
		Body    json.RawMessage `json:"body"`
	} `json:"alike"`
}

type itemList struct {
	Total int `json:"total"`
	Items []struct {
		ID      string `json:"id"`
		State   string `json:"state"`
		Current struct {
			Hash string         `json:"hash"`
			Body map[string]any `json:"body"`
		} `json:"current"`
	} `json:"items"`
	Pools []string `json:"pools"`
}

func TestTeacherImportsAFileAfterItsDryRun(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, withBank)
	c := app.Login(t, exam.RoleTeacher)
	var report importAnswer
	c.Upload(t, "/api/item-imports/check", "bad.gift", []byte("A? {1}\n\nB? {=1 =2 ~3}"), nil).Want(t, http.StatusOK, &report)
	if report.Found != 2 || report.Items != 0 || len(report.Errors) != 2 || report.Errors[1].Code != "key.two" || report.Errors[1].Where != "dòng 3" {
		t.Errorf("dry run of a bad file: %+v", report)
	}
	c.Upload(t, "/api/item-imports", "bad.gift", []byte("A? {=1 =2 ~3}"), map[string]string{"pool": "Kho"}).Want(t, http.StatusOK, &report)
	if report.Batch != "" || len(report.Errors) == 0 {
		t.Errorf("a bad file was imported: %+v", report)
	}
	c.Upload(t, "/api/item-imports", "cu.gift", []byte(giftFile), nil).WantCode(t, http.StatusUnprocessableEntity, "item.pool")
	report = importAnswer{}
	c.Upload(t, "/api/item-imports", "cu.gift", []byte(giftFile), map[string]string{"pool": "Kho"}).Want(t, http.StatusOK, &report)
	if report.Batch == "" || report.Items != 3 {
		t.Fatalf("import: %+v", report)
	}
	c.Upload(t, "/api/item-imports", "cu.gift", []byte(giftFile), map[string]string{"pool": "Kho"}).WantCode(t, http.StatusConflict, "import.same_file")
	var list itemList
	c.Do(t, http.MethodGet, "/api/items?q=thu+do", nil).Want(t, http.StatusOK, &list)
	if list.Total != 1 || len(list.Pools) != 1 {
		t.Errorf("search: %+v", list)
	}
	c.Do(t, http.MethodDelete, "/api/item-imports/"+report.Batch, nil).Want(t, http.StatusNoContent, nil)
	c.Do(t, http.MethodDelete, "/api/item-imports/"+report.Batch, nil).WantCode(t, http.StatusConflict, "import.undone")
	c.Do(t, http.MethodGet, "/api/items", nil).Want(t, http.StatusOK, &list)
	if list.Total != 0 {
		t.Errorf("%d questions are left", list.Total)
	}
}

// A file with errors is imported without them only when a person says so, and
// what is left out is listed.
func TestTeacherLeavesOutWhatIsBroken(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, withBank)
	c := app.Login(t, exam.RoleTeacher)
	const text = "Câu tốt? {=1 ~2}\n\nCâu hỏng? {=1 =2 ~3}\n\nCâu thừa? {=1 ~2}\n\nHai đáp án khác nhau? {=1 ~2}\n\nHai đáp án khác nhau? {~1 =2}"
	var report importAnswer
	c.Upload(t, "/api/item-imports", "de.gift", []byte(text), map[string]string{"pool": "Kho", "skip": "1"}).Want(t, http.StatusOK, &report)
	if report.Batch != "" || len(report.Errors) != 2 {
		t.Fatalf("a file with errors was imported: %+v", report)
	}
	c.Upload(t, "/api/item-imports", "de.gift", []byte(text), map[string]string{"pool": "Kho", "skip": "x"}).WantCode(t, http.StatusUnprocessableEntity, "import.skip")
	report = importAnswer{}
	c.Upload(t, "/api/item-imports", "de.gift", []byte(text), map[string]string{"pool": "Kho", "skip": "1", "skip_errors": "true"}).Want(t, http.StatusOK, &report)
	var where []string
	for _, r := range report.LeftOut {
		where = append(where, r.Where+" "+r.Code)
	}
	if diff := cmp.Diff([]string{"dòng 3 key.two", "dòng 9 duplicate.key", "dòng 5 import.skipped", "dòng 7 import.left_out", "dòng 9 import.left_out"}, where); diff != "" {
		t.Errorf("left out (-want +got):\n%s", diff)
	}
	var list itemList
	c.Do(t, http.MethodGet, "/api/items", nil).Want(t, http.StatusOK, &list)
	if report.Batch == "" || report.Items != 1 || list.Total != 1 {
		t.Errorf("imported %+v, the bank has %d", report, list.Total)
	}
}

// A question that is nearly one of the bank is shown beside it.
func TestNearDuplicatesAreShownAndNoError(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, withBank)
	c := app.Login(t, exam.RoleTeacher)
	const stem = "Một vật dao động điều hoà với biên độ %s cm và chu kì hai giây; tốc độ cực đại của vật khi dao động là bao nhiêu? {=5 ~6}"
	c.Upload(t, "/api/item-imports", "a.gift", fmt.Appendf(nil, stem, "5"), map[string]string{"pool": "Kho"}).Want(t, http.StatusOK, nil)
	var report importAnswer
	c.Upload(t, "/api/item-imports/check", "b.gift", fmt.Appendf(nil, stem, "6"), nil).Want(t, http.StatusOK, &report)
	if len(report.Errors) != 0 || len(report.Alike) != 1 || report.Alike[0].Percent < 75 || report.Alike[0].Item == "" || report.Alike[0].Body == nil {
		t.Errorf("report %+v", report)
	}
	school := app.Login(t, "school")
	report = importAnswer{}
	school.Upload(t, "/api/item-imports/check", "b.gift", fmt.Appendf(nil, stem, "6"), nil).Want(t, http.StatusOK, &report)
	if len(report.Alike) != 0 {
		t.Errorf("a file tells a school what the Sở has: %+v", report.Alike)
	}
}

func TestTemplateImportsAsItIs(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, withBank)
	c := app.Login(t, exam.RoleTeacher)
	file := c.Do(t, http.MethodGet, "/api/item-template.xlsx", nil)
	file.Want(t, http.StatusOK, nil)
	var report importAnswer
	c.Upload(t, "/api/item-imports/check", "mau.xlsx", file.Body, nil).Want(t, http.StatusOK, &report)
	if report.Items != 10 || len(report.Errors) != 0 {
		t.Errorf("report %+v", report)
	}
	for _, format := range bankimport.Samples() {
		file := c.Do(t, http.MethodGet, "/api/item-template/"+format, nil)
		file.Want(t, http.StatusOK, nil)
		report = importAnswer{}
		c.Upload(t, "/api/item-imports/check", "mau", file.Body, map[string]string{"format": format}).Want(t, http.StatusOK, &report)
		if report.Items == 0 || len(report.Errors) != 0 {
			t.Errorf("%s: %+v", format, report)
		}
	}
	c.Do(t, http.MethodGet, "/api/item-template/pdf", nil).WantCode(t, http.StatusNotFound, "format.unknown")
}

func TestItemIsWrittenRevisedAndApproved(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, withBank)
	c := app.Login(t, exam.RoleTeacher)
	item := func(stem string, key ...string) map[string]any {
		return map[string]any{"item": map[string]any{
			"question": map[string]any{"kind": "single", "stem": stem, "options": []map[string]any{{"id": "a", "html": "1"}, {"id": "b", "html": "2<script>x</script>"}}},
			"key":      map[string]any{"options": key}, "tags": map[string]any{"subject": "Toán", "level": "biet"},
		}, "pool": "Kho"}
	}
	c.Do(t, http.MethodPost, "/api/items", item("", "a")).WantCode(t, http.StatusUnprocessableEntity, "item.invalid")
	var made struct {
		ID      string `json:"id"`
		Current struct {
			No   int    `json:"no"`
			Hash string `json:"hash"`
			Body struct {
				Question struct {
					Options []struct {
						HTML string `json:"html"`
					} `json:"options"`
				} `json:"question"`
				Tags struct {
					Subject string `json:"subject"`
				} `json:"tags"`
			} `json:"body"`
		} `json:"current"`
	}
	c.Do(t, http.MethodPost, "/api/items", item("Hỏi?", "b")).Want(t, http.StatusOK, &made)
	if made.Current.Body.Question.Options[1].HTML != "2" || made.Current.Body.Tags.Subject != "toan" {
		t.Errorf("made %+v", made)
	}
	change := item("Hỏi lại?", "a")
	delete(change, "pool")
	c.Do(t, http.MethodPut, "/api/items/"+made.ID, change).WantCode(t, http.StatusUnprocessableEntity, "request.invalid")
	change["base"] = made.Current.Hash
	c.Do(t, http.MethodPut, "/api/items/"+made.ID, change).Want(t, http.StatusOK, &made)
	if made.Current.No != 2 {
		t.Errorf("revised to version %d", made.Current.No)
	}
	approve := map[string]any{"step": "approve", "items": read(t, c, made.ID)}
	for _, step := range []string{"approve", "return", "retire", "reinstate"} { // for which a teacher holds no role anywhere
		c.Do(t, http.MethodPost, "/api/items/steps", map[string]any{"step": step, "items": approve["items"], "note": "vì"}).WantCode(t, http.StatusForbidden, "role.forbidden")
	}
	change["base"] = made.Current.Hash
	change["item"] = item("Hỏi lại nữa?", "a")["item"]
	c.Do(t, http.MethodPut, "/api/items/"+made.ID, change).Want(t, http.StatusOK, &made)
	reviewer := app.Login(t, exam.RoleReviewer)
	reviewer.Do(t, http.MethodPost, "/api/items/steps", approve).WantCode(t, http.StatusConflict, "item.changed_since")
	approve["items"] = []map[string]any{{"id": made.ID}}
	reviewer.Do(t, http.MethodPost, "/api/items/steps", approve).WantCode(t, http.StatusUnprocessableEntity, "request.invalid")
	approve["items"] = read(t, c, made.ID)
	var approved struct{ Items int }
	reviewer.Do(t, http.MethodPost, "/api/items/steps", approve).Want(t, http.StatusOK, &approved)
	if approved.Items != 1 {
		t.Errorf("approved %d", approved.Items)
	}
}

// read is what somebody has before them who opens questions now.
func read(t *testing.T, c *webtest.Client, ids ...string) []bank.Seen {
	t.Helper()
	var out []bank.Seen
	for _, id := range ids {
		var it bank.Item
		c.Do(t, http.MethodGet, "/api/items/"+id, nil).Want(t, http.StatusOK, &it)
		out = append(out, bank.Seen{ID: it.ID, Hash: it.Current.Hash})
	}
	return out
}

func TestOtherUnitsQuestionsDoNotExist(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, withBank)
	c := app.Login(t, exam.RoleTeacher) // of the Sở
	c.Upload(t, "/api/item-imports", "cu.gift", []byte(giftFile), map[string]string{"pool": "Kho của Sở"}).Want(t, http.StatusOK, nil)
	var list itemList
	c.Do(t, http.MethodGet, "/api/items", nil).Want(t, http.StatusOK, &list)
	school := app.Login(t, "school")
	var none itemList
	school.Do(t, http.MethodGet, "/api/items", nil).Want(t, http.StatusOK, &none)
	if none.Total != 0 || len(none.Pools) != 0 {
		t.Errorf("a school sees %+v", none)
	}
	var check importAnswer
	for _, text := range []string{giftFile, giftFile + "\n"} { // the same file, the same questions
		school.Upload(t, "/api/item-imports/check", "cu.gift", []byte(text), nil).Want(t, http.StatusOK, &check)
		for _, w := range check.Warnings {
			if w.Code == "import.same_file" || w.Code == "duplicate.bank" {
				t.Errorf("a file tells a school what the Sở has: %+v", check)
			}
		}
	}
	id := list.Items[0].ID
	school.Do(t, http.MethodGet, "/api/items/"+id, nil).WantCode(t, http.StatusNotFound, "item.not_found")
	school.Do(t, http.MethodPost, "/api/items/steps", map[string]any{"step": "approve", "items": read(t, c, id)}).WantCode(t, http.StatusNotFound, "item.not_found")
	school.Do(t, http.MethodPost, "/api/forms", map[string]any{
		"name": "Đề", "subject": "toan", "duration_s": 60, "parts": []map[string]any{{"title": "I", "pins": []map[string]any{{"item_id": id}}}},
	}).WantCode(t, http.StatusNotFound, "item.not_found")
}

func TestFormFromQuestionsToPrintedKey(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, withBank)
	c := app.Login(t, exam.RoleTeacher)
	c.Upload(t, "/api/item-imports", "cu.gift", []byte(giftFile), map[string]string{"pool": "Kho"}).Want(t, http.StatusOK, nil)
	var list itemList
	c.Do(t, http.MethodGet, "/api/items", nil).Want(t, http.StatusOK, &list)
	var pins []map[string]any
	for _, it := range list.Items {
		pins = append(pins, map[string]any{"item_id": it.ID})
	}
	var form struct {
		ID      string   `json:"id"`
		State   string   `json:"state"`
		Problem string   `json:"problem"`
		Codes   []string `json:"codes"`
	}
	body := map[string]any{"name": "Kiểm tra", "subject": "diali", "duration_s": 0, "parts": []map[string]any{{"title": "I", "pins": pins}}}
	c.Do(t, http.MethodPost, "/api/forms", body).Want(t, http.StatusOK, &form)
	if form.Problem != "form.no_duration" {
		t.Errorf("problem %q", form.Problem)
	}
	c.Do(t, http.MethodPost, "/api/forms/"+form.ID+"/lock", map[string]int{"first": 101, "count": 2}).WantCode(t, http.StatusUnprocessableEntity, "form.no_duration")
	body["duration_s"] = 900
	c.Do(t, http.MethodPut, "/api/forms/"+form.ID, body).Want(t, http.StatusOK, &form)
	lock := map[string]int{"first": 101, "count": 2}
	c.Do(t, http.MethodPost, "/api/forms/"+form.ID+"/lock", lock).WantCode(t, http.StatusConflict, "form.item_state")
	var ids []string
	for _, it := range list.Items {
		ids = append(ids, it.ID)
	}
	app.Login(t, exam.RoleReviewer).Do(t, http.MethodPost, "/api/items/steps", map[string]any{"step": "approve", "items": read(t, c, ids...)}).Want(t, http.StatusOK, nil)
	c.Do(t, http.MethodPost, "/api/forms/"+form.ID+"/lock", lock).Want(t, http.StatusOK, &form)
	if form.State != "locked" || len(form.Codes) != 2 {
		t.Fatalf("locked %+v", form)
	}
	c.Do(t, http.MethodPut, "/api/forms/"+form.ID, body).WantCode(t, http.StatusConflict, "form.locked")
	paper := c.Do(t, http.MethodGet, "/api/forms/"+form.ID+"/paper?code=0102", nil)
	paper.Want(t, http.StatusOK, nil)
	for _, secret := range []string{"accepted", `"key"`, "solution"} {
		if strings.Contains(string(paper.Body), secret) {
			t.Errorf("the paper says %s", secret)
		}
	}
	var key struct {
		Answers []struct {
			Printed, Answer string
		} `json:"answers"`
	}
	c.Do(t, http.MethodGet, "/api/forms/"+form.ID+"/key?code=0102", nil).Want(t, http.StatusOK, &key)
	if len(key.Answers) != 3 || key.Answers[0].Printed != "p1_1" {
		t.Errorf("key %+v", key)
	}
	c.Do(t, http.MethodGet, "/api/forms/"+form.ID+"/paper?code=9999", nil).WantCode(t, http.StatusNotFound, "form.code_unknown")
}

func TestQuestionsAreExportedAndReadBack(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, withBank)
	c := app.Login(t, exam.RoleTeacher)
	var item struct{ ID string }
	c.Do(t, http.MethodPost, "/api/items", map[string]any{"pool": "Kho", "item": map[string]any{
		"question": map[string]any{"kind": "short", "stem": "Tính \\(1+1\\)."}, "key": map[string]any{"accepted": []string{"2"}}, "tags": map[string]any{},
	}}).Want(t, http.StatusOK, &item)
	for _, format := range bankimport.Targets() {
		got := c.Do(t, http.MethodGet, "/api/items/export?format="+format+"&ids="+item.ID, nil)
		if got.Status != http.StatusOK {
			t.Fatalf("%s: %d %s", format, got.Status, got.Body)
		}
		if format == "aiken" { // has no short answers
			continue
		}
		back := bankimport.Read("cau-hoi"+bankimport.Extension(format, got.Body), got.Body, format)
		if len(back.Items) != 1 || back.Items[0].Body.KeyText() != "2" {
			t.Errorf("%s: read back %+v", format, back)
		}
	}
	c.Do(t, http.MethodGet, "/api/items/export?format=gift", nil).WantCode(t, http.StatusUnprocessableEntity, "item.count")
	c.Do(t, http.MethodGet, "/api/items/export?format=odt&ids="+item.ID, nil).WantCode(t, http.StatusUnprocessableEntity, "format.unknown")
}
