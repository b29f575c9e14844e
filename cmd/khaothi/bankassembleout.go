package main

import (
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"khaothi/bank"
	"khaothi/bank/assemble"
	"khaothi/bank/bankimport/itemjson"
	"khaothi/internal/exam"
)

// formsFile is what forms.json holds: every draw with its questions, and every
// code with its order.
type formsFile struct {
	V         int                `json:"v"`
	Blueprint assemble.Blueprint `json:"blueprint"`
	Bases     []baseFile         `json:"bases"`
	Codes     []codeFile         `json:"codes"`
}

type baseFile struct {
	Name  string     `json:"name"`
	Sums  []float64  `json:"sums"`
	Parts []partFile `json:"parts"`
}

type partFile struct {
	Title     string         `json:"title"`
	Points    int            `json:"points"` // of one question, in hundredths
	Questions []questionFile `json:"questions"`
}

type questionFile struct {
	Field   string    `json:"field"` // its place in the base order
	Item    string    `json:"item"`
	Kind    bank.Kind `json:"kind"`
	Topic   string    `json:"topic"`
	Content string    `json:"content"`
	Levels  []string  `json:"levels"`
	Row     int       `json:"row"`  // of the blueprint, from 1; 0: none
	Cell    int       `json:"cell"` // of the row, from 1; 0: none
	Key     string    `json:"key"`  // letters of the base order
}

type codeFile struct {
	Code   string      `json:"code"`
	Base   int         `json:"base"`
	Layout bank.Layout `json:"layout"`
}

// paperSet is everything that is written of a run.
type paperSet struct {
	forms   []bank.Form
	codes   []codeFile
	layouts [][]bank.Layout // of each form
}

// write writes the files of a run.
func (o assembleOptions) write(ctx context.Context, src assembleSource, drawn assemble.Drawn, r *assembleReport) error {
	if err := os.MkdirAll(o.out, 0o755); err != nil { //nolint:gosec // a directory that the person named
		return fmt.Errorf("make %s: %w", o.out, err)
	}
	set, err := o.papers(src, drawn)
	if err != nil {
		return err
	}
	file := formsFile{V: 1, Blueprint: src.b, Codes: set.codes}
	for i, d := range drawn.Draws {
		base := baseFile{Name: set.forms[i].Name, Sums: orEmpty(d.Sums)}
		items := bank.Imported{File: o.items, Media: src.imported.Media}
		rep := baseReport{Name: base.Name, Sums: orEmpty(d.Sums)}
		rep.Matrix, rep.Deviations = src.b.DeviationsOf(d, src.items)
		for p, picks := range d.Parts {
			part, names := partFile{Title: set.forms[i].Parts[p].Title, Points: src.b.Parts[p].Points}, []string{}
			for n, pick := range picks {
				part.Questions = append(part.Questions, src.question(p, n, pick))
				names = append(names, src.items[pick.Item].ID)
				items.Items = append(items.Items, src.imported.Items[pick.Item])
			}
			base.Parts, rep.Items = append(base.Parts, part), append(rep.Items, names)
		}
		file.Bases, r.Bases = append(file.Bases, base), append(r.Bases, rep)
		name := fmt.Sprintf("de-goc-%d.json", i+1)
		if err := o.keepItems(name, items); err != nil {
			return err
		}
		r.Files = append(r.Files, name)
	}
	for _, c := range set.codes {
		r.Forms = append(r.Forms, codeReport{Code: c.Code, Base: c.Base})
	}
	if err := writeJSONFile(filepath.Join(o.out, "forms.json"), file); err != nil {
		return err
	}
	if err := o.keyTable(set); err != nil {
		return err
	}
	r.Files = append([]string{"report.json", "forms.json", "dap-an.csv"}, r.Files...)
	if err := o.matrices(src, drawn, r); err != nil {
		return err
	}
	files, lost, err := o.printed(ctx, src, set)
	r.Files, r.Warnings = append(r.Files, files...), orEmpty(lost)
	return err
}

func (s assembleSource) question(p, n int, pick assemble.Pick) questionFile {
	it, body := s.items[pick.Item], s.imported.Items[pick.Item].Body
	return questionFile{
		Field: bank.Field(p+1, n+1), Item: it.ID, Kind: it.Kind, Topic: it.Topic, Content: it.Content, Levels: orEmpty(body.LevelsOf()),
		Row: pick.Row, Cell: pick.Cell, Key: body.KeyText(),
	}
}

// keepItems writes the questions of a draw as JSON that bank import reads.
func (o assembleOptions) keepItems(name string, in bank.Imported) error {
	in.Media = maps.Clone(in.Media) // itemjson drops what is not shown
	data, err := itemjson.Write(in)
	if err != nil {
		return err
	}
	return writeSecret(filepath.Join(o.out, name), data)
}

// writeSecret writes what holds keys: for its owner only.
func writeSecret(path string, data []byte) error {
	if err := os.WriteFile(path, data, 0o600); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// writeJSONFile writes a report that may hold keys.
func writeJSONFile(path string, v any) error {
	var b strings.Builder
	if err := printJSON(&b, v); err != nil {
		return err
	}
	return writeSecret(path, []byte(b.String()))
}

// papers makes a form of every draw and the orders of its codes.
func (o assembleOptions) papers(src assembleSource, drawn assemble.Drawn) (paperSet, error) {
	set := paperSet{layouts: make([][]bank.Layout, len(drawn.Draws))}
	for i, d := range drawn.Draws {
		name := src.b.Name
		if len(drawn.Draws) > 1 {
			name = strings.TrimSpace(fmt.Sprintf("%s · đề gốc %d", name, i+1))
		}
		set.forms = append(set.forms, src.b.Form(name, d, func(item int) bank.Pin {
			body := src.imported.Items[item].Body
			return bank.Pin{ItemID: exam.ItemID(src.items[item].ID), Hash: body.Hash(), Body: body}
		}))
	}
	n := src.b.Forms.Codes()
	if o.first < 1 || o.first+n-1 > 9999 {
		return set, fmt.Errorf("--first-code %d: codes have four digits", o.first)
	}
	for i, code := range bank.Codes(o.first, n) {
		base := src.b.Forms.BaseOf(i)
		layouts, err := set.forms[base].Variants(o.seed, []string{code})
		if err != nil {
			return set, err
		}
		set.layouts[base] = append(set.layouts[base], layouts[0])
		set.codes = append(set.codes, codeFile{Code: code, Base: base + 1, Layout: layouts[0]})
	}
	return set, nil
}

// keyTable writes the answers, a line a printed place and a column a code. Not
// every code has every place: questions of one part may have several answers.
func (o assembleOptions) keyTable(set paperSet) error {
	type place struct {
		part int
		no   string
	}
	head, answers, places := []string{"phan", "cau"}, map[place][]string{}, []place{}
	for k, c := range set.codes {
		head = append(head, c.Code)
		printed, err := set.forms[c.Base-1].PrintedKey(c.Layout)
		if err != nil {
			return err
		}
		for _, a := range printed {
			at := place{a.Part, a.No}
			if answers[at] == nil {
				answers[at] = make([]string, len(set.codes))
				places = append(places, at)
			}
			answers[at][k] = a.Answer
		}
	}
	slices.SortStableFunc(places, func(a, b place) int {
		return cmp.Or(a.part-b.part, leading(a.no)-leading(b.no), strings.Compare(a.no, b.no))
	})
	rows := [][]string{head}
	for _, at := range places {
		rows = append(rows, append([]string{strconv.Itoa(at.part), at.no}, answers[at]...))
	}
	var b strings.Builder
	b.WriteString("\ufeff")
	if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
		return fmt.Errorf("write the key table: %w", err)
	}
	return writeSecret(filepath.Join(o.out, "dap-an.csv"), []byte(b.String()))
}

// leading is the number that a printed number begins with: 3 of 3a.
func leading(no string) int {
	n, _ := strconv.Atoi(strings.TrimRight(no, "abcdefghijklmnopqrstuvwxyz")) // 0 comes first
	return n
}

// matrices writes the matrix of the blueprint and the deviations of each draw.
func (o assembleOptions) matrices(src assembleSource, drawn assemble.Drawn, r *assembleReport) error {
	type drawMatrix struct {
		Name       string               `json:"name"`
		Matrix     assemble.Matrix      `json:"matrix"`
		Deviations []assemble.Deviation `json:"deviations"`
	}
	out := struct {
		Want  assemble.Matrix `json:"want"`
		Draws []drawMatrix    `json:"draws"`
	}{Want: src.b.Matrix(), Draws: []drawMatrix{}}
	for i := range drawn.Draws {
		out.Draws = append(out.Draws, drawMatrix{r.Bases[i].Name, r.Bases[i].Matrix, r.Bases[i].Deviations})
	}
	r.Files = append(r.Files, "ma-tran.json")
	return writeJSONFile(filepath.Join(o.out, "ma-tran.json"), out)
}
