package extest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
)

// ours is the comment by which Read knows a file of Write: its formulas are
// taken as they stand and its questions carry what LaTeX cannot say.
const ours = "% khaothi extest 1"

const preamble = ours + `
\documentclass[12pt,a4paper]{article}
\usepackage{amsmath,amssymb,makecell,multirow,graphicx,tikz,tkz-tab,tkz-euclide}
\usepackage[normalem]{ulem}
\usepackage[utf8]{vietnam}
\usepackage[loigiai]{ex_test}
\newenvironment{ngulieu}{\par}{\par}
\begin{document}
`

// mainFile is the name of the source in a package with pictures.
const mainFile = "cau-hoi.tex"

// Write makes a LaTeX file of questions; with pictures, a zip of the file and
// its pictures. lost names the questions and the parts that ex_test has no
// macro for.
func Write(in bank.Imported) (data []byte, lost []bank.Row, err error) {
	w := writer{media: in.Media, used: map[string]string{}}
	var b strings.Builder
	b.WriteString(preamble)
	for i, d := range in.Items {
		where := source.Place(d, i)
		if why := refusal(d.Body); why != "" {
			lost = append(lost, source.Lost(where, d.Body, why))
			continue
		}
		w.lost = nil
		text, err := w.question(d.Body)
		if err != nil {
			return nil, nil, fmt.Errorf("write question %d: %w", i+1, err)
		}
		b.WriteString(text)
		for _, part := range w.lost {
			lost = append(lost, source.LostPart(where, d.Body, part))
		}
	}
	b.WriteString("\\end{document}\n")
	if len(w.used) == 0 {
		return []byte(b.String()), lost, nil
	}
	data, err = pack(b.String(), w.used, in.Media)
	return data, lost, err
}

// refusal says why a question cannot be an ex_test question, or "".
func refusal(b bank.Body) string {
	switch b.Question.Kind {
	case bank.Single, bank.Multiple:
		if n := len(b.Question.Options); n != 4 && n != 5 {
			return fmt.Sprintf("ex_test chỉ có câu 4 hoặc 5 phương án, câu này có %d", n)
		}
	case bank.Cluster, bank.Short, bank.Numeric, bank.Essay:
	default:
		return "ex_test không có dạng câu này"
	}
	return ""
}

func (w *writer) question(body bank.Body) (string, error) {
	w.figures = figuresOf(body)
	rest := body // a drawing whose source goes back into the text is nothing to do
	rest.Todo = slices.DeleteFunc(slices.Clone(body.Todo), func(t bank.Todo) bool { return w.figures[place(t)] != "" })
	comment, err := source.Comment(rest)
	if err != nil {
		return "", err
	}
	q := body.Question
	var b strings.Builder
	b.WriteString("\n\\begin{ex}")
	if codeForm.MatchString(body.Label) {
		b.WriteString("%[" + body.Label + "]")
	}
	b.WriteString("\n%" + comment + "\n")
	if q.Stimulus != "" {
		b.WriteString("\\begin{ngulieu}\n" + w.latex(q.Stimulus) + "\n\\end{ngulieu}\n")
	}
	b.WriteString(w.latex(q.Stem) + "\n")
	switch q.Kind {
	case bank.Single, bank.Multiple:
		b.WriteString(map[int]string{4: "\\choice\n", 5: "\\choicefive\n"}[len(q.Options)])
		for _, o := range q.Options {
			b.WriteString(w.argument(o.HTML, slices.Contains(body.Key.Options, o.ID)))
		}
	case bank.Cluster:
		b.WriteString("\\choiceTF\n")
		for i, s := range q.Statements {
			b.WriteString(w.argument(s.HTML, i < len(body.Key.Statements) && body.Key.Statements[i] == bank.True))
		}
	case bank.Short, bank.Numeric:
		b.WriteString("\\shortans{" + answerText(body.Key.Accepted) + "}\n")
	}
	if body.Solution != "" {
		b.WriteString("\\loigiai{\n" + w.latex(body.Solution) + "\n}\n")
	}
	b.WriteString("\\end{ex}\n")
	return b.String(), nil
}

func (w *writer) argument(html string, right bool) string {
	if right {
		return `{\True ` + w.latex(html) + "}\n"
	}
	return "{" + w.latex(html) + "}\n"
}

func answerText(accepted []string) string {
	if len(accepted) == 0 {
		return ""
	}
	if plainNumber.MatchString(accepted[0]) {
		return "$" + comma(accepted[0]) + "$"
	}
	return plainLaTeX(accepted[0])
}

// figuresOf lists the drawings whose source goes back to their place.
func figuresOf(b bank.Body) map[string]string {
	out := map[string]string{}
	for _, t := range b.Todo {
		if t.Code == bank.TodoPicture && strings.HasPrefix(t.Source, `\`) && place(t) != "" {
			out[place(t)] = t.Source
		}
	}
	return out
}

// place is the mark in the text of the drawing that a note names: [Hình 1].
func place(t bank.Todo) string {
	name, _, ok := strings.Cut(t.Note, ":")
	if !ok || !strings.HasPrefix(name, "Hình ") {
		return ""
	}
	return "[" + name + "]"
}

func pack(tex string, used map[string]string, media map[string]bank.Media) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	add := func(name string, data []byte) error {
		f, err := z.Create(name)
		if err != nil {
			return err
		}
		_, err = f.Write(data)
		return err
	}
	if err := add(mainFile, []byte(tex)); err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(used)) {
		if err := add(name, media[used[name]].Bytes); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
