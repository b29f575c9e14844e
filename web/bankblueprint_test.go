package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/pgdb"
	"khaothi/internal/testenv"
	"khaothi/web/webtest"
)

type savedBlueprint struct {
	ID       string          `json:"id"`
	Revision int             `json:"revision"`
	Body     json.RawMessage `json:"body"`
	Problems []struct {
		Code string `json:"code"`
	} `json:"problems"`
}

type drawAnswer struct {
	ID     string   `json:"id"`
	State  string   `json:"state"`
	Forms  []string `json:"forms"`
	Report struct {
		Short []struct {
			Message string `json:"message"`
		} `json:"short"`
		Gap float64 `json:"gap"`
	} `json:"report"`
}

func matrixBody(apply int) map[string]any {
	cell := func(level string, n int) map[string]any { return map[string]any{"part": 1, "level": level, "count": n} }
	return map[string]any{
		"v": 1, "name": "Kiểm tra 15 phút", "subject": "toan", "duration_s": 900,
		"parts": []any{map[string]any{"title": "PHẦN I", "kinds": []string{"single"}, "points": 100}},
		"rows":  []any{map[string]any{"topic": "Hàm số", "cells": []any{cell("biet", 3), cell("vandung", apply)}}},
	}
}

// approvedItems puts questions into the bank that may be drawn.
func approvedItems(t *testing.T, app *webtest.App, c *webtest.Client) {
	t.Helper()
	for i := range 14 {
		level := "biet"
		if i >= 12 {
			level = "vandung"
		}
		c.Do(t, http.MethodPost, "/api/items", map[string]any{"pool": "Toán 12", "item": map[string]any{
			"question": map[string]any{"kind": "single", "stem": fmt.Sprintf("Câu %d", i), "options": []any{
				map[string]any{"id": "aaaa", "html": "1"}, map[string]any{"id": "bbbb", "html": "2"},
			}},
			"key":  map[string]any{"options": []string{"aaaa"}},
			"tags": map[string]any{"subject": "toan", "topic": "Hàm số", "level": level},
		}}).Want(t, http.StatusOK, nil)
	}
	if _, err := pgdb.Exec(t.Context(), app.DB, `UPDATE item SET state = 'approved'`, nil); err != nil {
		t.Fatal(err)
	}
}

func waitForDraw(t *testing.T, c *webtest.Client, id string) drawAnswer {
	t.Helper()
	var d drawAnswer
	testenv.Eventually(t, 30*time.Second, func() bool {
		c.Do(t, http.MethodGet, "/api/draws/"+id, nil).Want(t, http.StatusOK, &d)
		return d.State != "running"
	})
	return d
}

func TestABlueprintBecomesForms(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, withBank)
	c := app.Login(t, exam.RoleTeacher)
	approvedItems(t, app, c)
	var b savedBlueprint
	c.Do(t, http.MethodPost, "/api/blueprints", map[string]any{"body": matrixBody(1)}).Want(t, http.StatusOK, &b)
	var d drawAnswer
	c.Do(t, http.MethodPost, "/api/blueprints/"+b.ID+"/draws", map[string]any{"bases": 2, "overlap": 0}).Want(t, http.StatusOK, &d)
	d = waitForDraw(t, c, d.ID)
	if d.State != "done" || len(d.Forms) != 2 {
		t.Fatalf("draw %+v", d)
	}
	var form struct {
		Name    string `json:"name"`
		State   string `json:"state"`
		Problem string `json:"problem"`
		Parts   []struct {
			Pins []struct {
				ItemID string `json:"item_id"`
			} `json:"pins"`
		} `json:"parts"`
	}
	c.Do(t, http.MethodGet, "/api/forms/"+d.Forms[1], nil).Want(t, http.StatusOK, &form)
	if form.State != "draft" || form.Problem != "" || len(form.Parts) != 1 || len(form.Parts[0].Pins) != 4 {
		t.Errorf("form %+v", form)
	}
	var m struct {
		Deviations []any `json:"deviations"`
		Compared   bool  `json:"compared"`
	}
	c.Do(t, http.MethodGet, "/api/forms/"+d.Forms[0]+"/matrix?blueprint="+b.ID, nil).Want(t, http.StatusOK, &m)
	if !m.Compared || len(m.Deviations) != 0 {
		t.Errorf("matrix of the form: %+v", m)
	}
	var supply struct {
		Supply []struct {
			Level string `json:"level"`
			Count int    `json:"count"`
		} `json:"supply"`
	}
	c.Do(t, http.MethodGet, "/api/blueprint-supply?subject=toan", nil).Want(t, http.StatusOK, &supply)
	if len(supply.Supply) != 2 || supply.Supply[0].Count != 12 {
		t.Errorf("supply %+v", supply)
	}
}

func TestAShortCellIsNamed(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, withBank)
	c := app.Login(t, exam.RoleBoard)
	approvedItems(t, app, app.Login(t, exam.RoleTeacher))
	var b savedBlueprint
	c.Do(t, http.MethodPost, "/api/blueprints", map[string]any{"body": matrixBody(5)}).Want(t, http.StatusOK, &b)
	var d drawAnswer
	c.Do(t, http.MethodPost, "/api/blueprints/"+b.ID+"/draws", map[string]any{"bases": 1}).Want(t, http.StatusOK, &d)
	d = waitForDraw(t, c, d.ID)
	want := "Ô Hàm số · Nhiều lựa chọn · Vận dụng cần 5 câu, ngân hàng còn 2."
	if d.State != "conflict" || len(d.Report.Short) != 1 || d.Report.Short[0].Message != want {
		t.Errorf("draw %+v", d)
	}
	var forms struct {
		Forms []any `json:"forms"`
	}
	c.Do(t, http.MethodGet, "/api/forms", nil).Want(t, http.StatusOK, &forms)
	if len(forms.Forms) != 0 {
		t.Errorf("%d forms were made", len(forms.Forms))
	}
}

func TestBlueprintsBelongToTheirPeople(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, withBank)
	teacher, school := app.Login(t, exam.RoleTeacher), app.Login(t, "school")
	var b, changed savedBlueprint
	teacher.Do(t, http.MethodPost, "/api/blueprints", map[string]any{"body": matrixBody(1)}).Want(t, http.StatusOK, &b)
	path := "/api/blueprints/" + b.ID
	for _, call := range []struct {
		method, path string
		body         any
	}{
		{http.MethodGet, path, nil},
		{http.MethodPut, path, map[string]any{"revision": 1, "body": matrixBody(2)}},
		{http.MethodDelete, path, nil},
		{http.MethodGet, path + "/matrix.xlsx", nil},
		{http.MethodGet, path + "/draws", nil},
		{http.MethodPost, path + "/draws", map[string]any{"bases": 1}},
	} {
		school.Do(t, call.method, call.path, call.body).WantCode(t, http.StatusNotFound, "blueprint.not_found")
	}
	teacher.Do(t, http.MethodPut, path, map[string]any{"revision": 1, "body": matrixBody(2)}).Want(t, http.StatusOK, &changed)
	teacher.Do(t, http.MethodPut, path, map[string]any{"revision": 1, "body": matrixBody(3)}).WantCode(t, http.StatusConflict, "blueprint.changed")
	wrong := matrixBody(1)
	wrong["exposur"] = 1
	teacher.Do(t, http.MethodPut, path, map[string]any{"revision": 2, "body": wrong}).WantCode(t, http.StatusUnprocessableEntity, "blueprint.syntax")
	noPart := matrixBody(1)
	noPart["parts"] = []any{}
	teacher.Do(t, http.MethodPut, path, map[string]any{"revision": 2, "body": noPart}).Want(t, http.StatusOK, &changed)
	if len(changed.Problems) == 0 {
		t.Error("a blueprint without parts has no problem")
	}
	teacher.Do(t, http.MethodPost, path+"/draws", map[string]any{"bases": 1}).WantCode(t, http.StatusUnprocessableEntity, "blueprint.not_ready")
	app.Login(t, exam.RoleBoard).Do(t, http.MethodDelete, path, nil).Want(t, http.StatusNoContent, nil)
}

func TestMatrixFilesGoOutAndIn(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, withBank)
	c := app.Login(t, exam.RoleTeacher)
	var b savedBlueprint
	c.Do(t, http.MethodPost, "/api/blueprints", map[string]any{"body": matrixBody(1)}).Want(t, http.StatusOK, &b)
	for _, name := range []string{"matrix.xlsx", "matrix.docx", "specification.docx", "blueprint.json"} {
		file := c.Do(t, http.MethodGet, "/api/blueprints/"+b.ID+"/"+name, nil)
		file.Want(t, http.StatusOK, nil)
		var in struct {
			Body struct {
				Rows []struct {
					Cells []any `json:"cells"`
				} `json:"rows"`
			} `json:"body"`
			Errors []any `json:"errors"`
		}
		c.Upload(t, "/api/blueprint-files", name, file.Body, nil).Want(t, http.StatusOK, &in)
		if len(in.Errors) > 0 || len(in.Body.Rows) != 1 || len(in.Body.Rows[0].Cells) != 2 {
			t.Errorf("%s came back as %+v", name, in)
		}
	}
	var refused struct {
		Body   json.RawMessage `json:"body"`
		Errors []any           `json:"errors"`
	}
	c.Upload(t, "/api/blueprint-files", "x.xlsx", []byte(strings.Repeat("x", 100)), nil).Want(t, http.StatusOK, &refused)
	if len(refused.Errors) != 1 || string(refused.Body) != "null" {
		t.Errorf("a file that is no workbook: %+v", refused)
	}
}
