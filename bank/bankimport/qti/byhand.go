package qti

import (
	"slices"
	"strings"

	"khaothi/bank"
)

// essay reads a question that people mark.
func (it *item) essay(body, n *node) string {
	if _, why := it.response(n); why != "" && it.p.responses[n.get("responseIdentifier")] == nil {
		return why
	}
	q := &it.body.Question
	q.Kind = bank.Essay
	q.Stem = it.stem(body, it.asPrompt(n))
	w := bank.Writing{Words: limit(n, "data-kt-words", 0), Lines: limit(n, "expectedLines", 0)}
	if length := limit(n, "expectedLength", 0); w.Words == 0 && length > 0 {
		w.Words = min(max(length/6, 1), 10_000) // characters; a word with its blank has six
	}
	if w.Lines = min(max(w.Lines, 0), 1000); w != (bank.Writing{}) {
		q.Writing = &w
	}
	it.marking()
	d := it.p.responses[n.get("responseIdentifier")]
	if d != nil && len(d.correct) > 0 {
		it.rubrics = append(it.rubrics, "<p>"+textHTML(strings.Join(d.correct, "; "))+"</p>")
	}
	if d != nil && d.mapping != nil {
		it.warn("essay.mapping", "key", "Bảng điểm cho bài viết không được giữ: người chấm sẽ cho điểm.", "Ghi các ý được điểm vào hướng dẫn chấm.")
	}
	return ""
}

// maxFileBytes is the room for a file where QTI does not say.
const maxFileBytes = 20 << 20

// extensions are what media types mean to people who hand in files.
var extensions = map[string][]string{
	"application/pdf": {"pdf"}, "image/png": {"png"}, "image/jpeg": {"jpg", "jpeg"}, "image/gif": {"gif"}, "text/plain": {"txt"}, "text/csv": {"csv"},
	"application/msword": {"doc"}, "application/vnd.openxmlformats-officedocument.wordprocessingml.document": {"docx"},
	"application/vnd.ms-excel": {"xls"}, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {"xlsx"},
	"application/vnd.ms-powerpoint": {"ppt"}, "application/vnd.openxmlformats-officedocument.presentationml.presentation": {"pptx"},
	"application/zip": {"zip"}, "text/html": {"html"}, "audio/mpeg": {"mp3"}, "video/mp4": {"mp4"}, "application/rtf": {"rtf"},
}

func (it *item) upload(body, n *node) string {
	q := &it.body.Question
	q.Kind = bank.Upload
	q.Stem = it.stem(body, it.asPrompt(n))
	q.Files = &bank.Files{MaxBytes: limit(n, "data-kt-bytes", maxFileBytes)}
	for t := range strings.FieldsSeq(n.get("type")) {
		switch {
		case len(extensions[t]) > 0:
			q.Files.Types = append(q.Files.Types, extensions[t]...)
		default:
			it.warn("files.type", "files", "Kiểu tệp “"+clip(t)+"” không rõ phần mở rộng, không được giữ.", "Ghi phần mở rộng được nộp.")
		}
	}
	slices.Sort(q.Files.Types)
	q.Files.Types = slices.Compact(q.Files.Types)
	if own := strings.Fields(n.get("data-kt-types")); len(own) > 0 {
		q.Files.Types = own
	}
	it.marking()
	return ""
}

// The containers in which our writer puts criteria and their steps.
const (
	criterionClass = "kt-criterion"
	stepClass      = "kt-step"
)

// marking reads the rubrics of our own writer back as criteria; those of others
// stay text for markers.
func (it *item) marking() {
	body := it.root.child("itemBody")
	if body == nil {
		return
	}
	for _, n := range body.all(func(n *node) bool { return n.get("class") == criterionClass }) {
		c := bank.Criterion{HTML: it.exactChild(n), Points: limit(n, "data-kt-points", 0)}
		for _, s := range n.all(func(n *node) bool { return n.get("class") == stepClass }) {
			c.Steps = append(c.Steps, bank.Grade{HTML: it.exactChild(s), Points: limit(s, "data-kt-points", 0)})
		}
		it.body.Key.Rubric = append(it.body.Key.Rubric, c)
	}
}

// exactChild is the text of the first container of ours below n.
func (it *item) exactChild(n *node) string {
	for _, k := range n.kids {
		if isExact(k) {
			return it.r.exact(k.kids)
		}
	}
	return ""
}

func hasCase(s string) bool { return strings.ToUpper(s) != strings.ToLower(s) }
