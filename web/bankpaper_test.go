package web_test

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"khaothi/internal/exam"
	"khaothi/web/webtest"
)

// lockedForm imports three questions and locks a form of them with two codes.
func lockedForm(t *testing.T, app *webtest.App, c *webtest.Client) string {
	t.Helper()
	c.Upload(t, "/api/item-imports", "cu.gift", []byte(giftFile), map[string]string{"pool": "Kho"}).Want(t, http.StatusOK, nil)
	var list itemList
	c.Do(t, http.MethodGet, "/api/items?kind=single", nil).Want(t, http.StatusOK, &list)
	var ids []string
	for _, it := range list.Items {
		ids = append(ids, it.ID)
	}
	app.Login(t, exam.RoleReviewer).Do(t, http.MethodPost, "/api/items/steps", map[string]any{"step": "approve", "items": read(t, c, ids...)}).Want(t, http.StatusOK, nil)
	var form struct {
		ID string `json:"id"`
	}
	var pins []map[string]any
	for _, it := range list.Items {
		pins = append(pins, map[string]any{"item_id": it.ID})
	}
	c.Do(t, http.MethodPost, "/api/forms", map[string]any{"name": "Đề thử", "subject": "toan", "duration_s": 2700, "parts": []any{map[string]any{"title": "PHẦN I", "pins": pins}}}).Want(t, http.StatusOK, &form)
	c.Do(t, http.MethodPost, "/api/forms/"+form.ID+"/lock", map[string]int{"first": 101, "count": 2}).Want(t, http.StatusOK, nil)
	return form.ID
}

func TestFormIsPrinted(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, withBank)
	c := app.Login(t, exam.RoleTeacher)
	base := "/api/forms/" + lockedForm(t, app, c)
	var h map[string]any
	c.Do(t, http.MethodGet, base+"/heading", nil).Want(t, http.StatusOK, &h)
	if h["notes"] == "" {
		t.Errorf("heading %v", h)
	}
	h["school"], h["exam"], h["lines"] = "  Trường THPT Nguyễn Du ", "Kiểm tra giữa kỳ", true
	c.Do(t, http.MethodPut, base+"/heading", h).Want(t, http.StatusOK, &h)
	if h["school"] != "Trường THPT Nguyễn Du" {
		t.Errorf("heading %v", h)
	}
	h["size"] = 5
	c.Do(t, http.MethodPut, base+"/heading", h).WantCode(t, http.StatusUnprocessableEntity, "heading.size")

	paper := wordText(t, fileOf(t, c, base+"/paper.docx?code=0102"))
	for _, want := range []string{"TRƯỜNG THPT NGUYỄN DU", "KIỂM TRA GIỮA KỲ", "Mã đề: 0102", "Thủ đô của Việt Nam", "Đà Nẵng"} {
		if !strings.Contains(paper, want) {
			t.Errorf("the paper lacks %q", want)
		}
	}
	if solutions := wordText(t, fileOf(t, c, base+"/solutions.docx?code=0102")); !strings.Contains(solutions, "Đáp án: ") {
		t.Error("no key in the booklet")
	}
	if strings.Contains(paper, "Đáp án") {
		t.Error("a key on the paper")
	}
	z := fileOf(t, c, base+"/papers.zip")
	r, err := zip.NewReader(bytes.NewReader(z), int64(len(z)))
	if err != nil || len(r.File) != 2 || r.File[1].Name != "de-de-thu-0102.docx" {
		t.Errorf("zip of all papers: %v", err)
	}
	if keys := fileOf(t, c, base+"/keys.xlsx"); !bytes.HasPrefix(keys, []byte("PK")) {
		t.Error("the key table is no workbook")
	}
	c.Do(t, http.MethodGet, base+"/paper.docx?code=9999", nil).WantCode(t, http.StatusNotFound, "form.code_unknown")
	c.Do(t, http.MethodGet, base+"/paper.pdf", nil).WantCode(t, http.StatusServiceUnavailable, "print.no_browser")
	var check struct {
		Rows []any `json:"rows"`
		PDF  bool  `json:"pdf"`
	}
	c.Do(t, http.MethodGet, base+"/print-check", nil).Want(t, http.StatusOK, &check)
	if check.PDF || len(check.Rows) != 0 {
		t.Errorf("%+v", check)
	}

	// Another teacher does not see it, and an invigilator never gets here.
	for _, path := range []string{"/paper.docx", "/papers.zip", "/keys.xlsx", "/solutions.docx", "/heading", "/print-check"} {
		app.Login(t, exam.RoleInvigilator).Do(t, http.MethodGet, base+path, nil).WantCode(t, http.StatusForbidden, "role.forbidden")
	}
}

func fileOf(t *testing.T, c *webtest.Client, path string) []byte {
	t.Helper()
	r := c.Do(t, http.MethodGet, path, nil)
	r.Want(t, http.StatusOK, nil)
	return r.Body
}

// wordText is the text of a Word document, elements left out.
func wordText(t *testing.T, data []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for i, piece := range strings.Split(string(b), "<") {
		if _, text, ok := strings.Cut(piece, ">"); ok && i > 0 {
			out.WriteString(text)
		}
	}
	return out.String()
}
