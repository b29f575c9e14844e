package qti

import (
	"slices"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
)

// item is one assessment item as it is read.
type item struct {
	c     *source.Collector
	files files
	name  string // of its file in the package
	where string
	tags  []string // from the package
	title string   // from the package

	root *node
	p    *program
	r    *renderer
	body bank.Body

	problems []bank.Problem
	hidden   []*node // interactions that are questions of their own
	depth    int     // of what is included
	budget   *int    // operators that rules of the file may still run
	whole    *int    // counts questions of several answers that earn all or nothing
	rubrics  []string
}

// refused are interactions without a counterpart, and why.
var refused = map[string]string{
	"associateInteraction":        "ghép đôi trong cùng một tập không có hai cột để ghép",
	"graphicAssociateInteraction": "nối các điểm trên hình",
	"graphicGapMatchInteraction":  "kéo hình vào các vùng trên hình",
	"graphicOrderInteraction":     "sắp thứ tự các điểm trên hình",
	"drawingInteraction":          "thí sinh vẽ lên hình",
	"mediaInteraction":            "chỉ nghe hoặc xem, không có câu trả lời",
	"customInteraction":           "tương tác riêng của một phần mềm",
	"portableCustomInteraction":   "tương tác chạy chương trình JavaScript (PCI), không bao giờ được chạy ở đây",
	"endAttemptInteraction":       "chỉ có nút kết thúc, không có câu trả lời",
}

func (it *item) read() {
	it.p = load(it.root)
	it.p.budget = it.budget
	it.rulesElsewhere()
	it.r = &renderer{it: it}
	it.body.Label = it.label()
	it.body.Tags = readTags(it.tags)
	body := it.root.child("itemBody")
	if body == nil {
		it.unsupported("assessmentItem", "không có itemBody")
		return
	}
	if it.root.child("templateProcessing") != nil {
		it.unsupported("templateProcessing", "đề bài tính theo biến số ngẫu nhiên, mỗi thí sinh một đề")
		return
	}
	found, controls := interactions(body)
	for _, n := range found {
		if why, no := refused[n.name]; no {
			it.unsupported(n.name, why)
			return
		}
	}
	if len(found) == 0 {
		if it.root.get("adaptive") == "true" && len(body.all(hiddenIn(nil))) > 0 {
			it.unsupported("adaptive", "câu thích ứng có nhiều bước, bước sau chỉ hiện sau khi trả lời bước trước")
			return
		}
		if len(controls) > 0 {
			it.unsupported("itemBody", refused["endAttemptInteraction"])
			return
		}
		it.c.Row(bank.Warning, it.where, "item.info", "Trang “"+clip(it.label())+"” chỉ có nội dung, không có chỗ trả lời, nên không phải câu hỏi.", "Chép nội dung sang ngữ liệu hoặc lời dẫn của đề nếu cần.", body.words())
		return
	}
	if len(controls) > 0 {
		it.c.Row(bank.Warning, it.where, "control.dropped", "Nút “"+clip(controls[0].get("title"))+"” (gợi ý, kết thúc lượt) không được nhập.", "Ngân hàng không có nút gợi ý.", "")
	}
	if it.root.child("catalogInfo") != nil || it.root.child("apipAccessibility") != nil {
		it.c.Row(bank.Warning, it.where, "catalog.dropped", "Nội dung thay thế cho thí sinh cần hỗ trợ (catalog, APIP) không được nhập.", "Bổ sung mô tả hình, giọng đọc ở ngân hàng nếu cần.", "")
	}
	if hidden := body.all(hiddenIn(found)); it.root.get("adaptive") == "true" && len(hidden) > 0 {
		it.unsupported(hidden[0].name, "câu thích ứng có nhiều bước, bước sau chỉ hiện sau khi trả lời bước trước")
		return
	}
	it.stimulus()
	if why := it.dispatch(body, found); why != "" {
		it.unsupported(found[0].name, why)
		return
	}
	if it.root.get("adaptive") == "true" {
		it.doubt("câu thích ứng, chấm qua nhiều lượt trả lời")
	}
	it.finish()
}

// finish hands the question over.
func (it *item) finish() {
	it.bare()
	if bank.IsEmpty(bank.CleanHTML(it.body.Question.Stem)) && it.ownTitle() != "" {
		it.body.Question.Stem = paragraph(textHTML(it.ownTitle()))
		it.warn("stem.title", "stem", "Câu không có lời dẫn; dùng tên câu làm lời dẫn.", "Viết lại lời dẫn.")
	}
	it.explanation()
	if len(it.rubrics) > 0 && it.body.Solution == "" {
		it.body.Solution = strings.Join(it.rubrics, "")
	}
	it.c.Item(source.Found{Where: it.where, Body: it.body, Problems: it.problems})
}

func (it *item) unsupported(kind, why string) {
	it.c.Unsupported(it.where, kind, why, it.root.get("title"))
}

// ownID begins identifiers that our writer made up for questions without a name.
const ownID = "kt-"

func (it *item) label() string {
	for _, s := range []string{it.root.get("title"), it.title, it.root.get("label"), it.root.get("identifier")} {
		if s != "" && !strings.HasPrefix(s, ownID) {
			return s
		}
	}
	return ""
}

// interactions lists where a body is answered, and the buttons in it. What only
// feedback shows is left out.
func interactions(body *node) (found, controls []*node) {
	body.walk(func(n *node) bool {
		switch {
		case n.space != spaceQTI && n.name != "":
			return false
		case n.name == "feedbackBlock" || n.name == "feedbackInline" || n.name == "rubricBlock":
			return false
		case n.name == "endAttemptInteraction":
			controls = append(controls, n)
		case strings.HasSuffix(n.name, "Interaction"):
			found = append(found, n)
			return false
		}
		return true
	})
	return found, controls
}

// dispatch reads a body by its interactions. Its answer is why it cannot.
func (it *item) dispatch(body *node, found []*node) string {
	n := found[0]
	if len(found) > 1 {
		return it.composite(body, found)
	}
	switch n.name {
	case "choiceInteraction":
		return it.choice(body, n)
	case "hottextInteraction":
		return it.hottext(body, n)
	case "orderInteraction":
		return it.order(body, n)
	case "matchInteraction":
		return it.match(body, n)
	case "gapMatchInteraction", "inlineChoiceInteraction":
		return it.composite(body, found)
	case "textEntryInteraction":
		return it.textEntry(body, n)
	case "sliderInteraction":
		return it.slider(body, n)
	case "extendedTextInteraction":
		return it.essay(body, n)
	case "uploadInteraction":
		return it.upload(body, n)
	case "hotspotInteraction":
		return it.hotspot(body, n)
	case "selectPointInteraction", "positionObjectInteraction":
		return it.points(body, n)
	}
	return "dạng tương tác không có trong QTI"
}

// stem renders the body with the interactions replaced.
func (it *item) stem(body *node, place func(n *node) (string, bool)) string {
	it.r.place = func(n *node) (string, bool) {
		if slices.Contains(it.hidden, n) {
			return "", true
		}
		return place(n)
	}
	defer func() { it.r.place = nil }()
	return it.r.flow(body.kids)
}

// prompt renders an interaction as its prompt alone.
func (it *item) prompt(n *node) string {
	if p := n.child("prompt"); p != nil {
		return paragraph(it.r.flow(p.kids))
	}
	return ""
}

// response returns the variable that an interaction fills.
func (it *item) response(n *node) (*declaration, string) {
	d := it.p.responses[n.get("responseIdentifier")]
	switch {
	case d == nil:
		return nil, "tương tác không có biến trả lời (responseDeclaration)"
	case d.problem != "" && d.cardinality == "record":
		return nil, "biến trả lời kiểu record"
	}
	if d.problem != "" {
		it.doubt(d.problem)
	}
	return d, ""
}

// noKey is no doubt about the scoring: Check sees that the key is missing.
const noKey = "tệp không ghi đáp án"

// doubt leaves the scoring of the question to a person.
func (it *item) doubt(why string) {
	if why == noKey {
		return
	}
	if slices.ContainsFunc(it.body.Todo, func(t bank.Todo) bool { return t.Code == bank.TodoScoring }) {
		return
	}
	it.todo(bank.TodoScoring, "Cần xem lại cách chấm: "+why+".")
}

func (it *item) todo(code, note string) {
	if len(it.body.Todo) < 20 {
		it.body.Todo = append(it.body.Todo, bank.Todo{Code: code, Note: note})
	}
}

func (it *item) warn(code, field, message, fix string) {
	it.problems = append(it.problems, bank.Problem{Code: code, Field: field, Message: message, Fix: fix, Warning: true})
}

func (it *item) dropFeedback(n *node) {
	if n.words() != "" {
		it.c.Feedback++
	}
}

// rubric keeps what markers read, and shows what candidates read.
func (it *item) rubric(n *node) string {
	if len(n.all(func(k *node) bool { return k.get("class") == criterionClass })) > 0 {
		return "" // marking reads it
	}
	inner := n
	if c := n.child("contentBody"); c != nil {
		inner = c
	}
	s := it.r.text(inner.kids)
	if s == "" {
		return ""
	}
	if views := strings.Fields(n.get("view")); len(views) == 0 || slices.Contains(views, "candidate") {
		return s
	}
	it.rubrics = append(it.rubrics, s)
	return ""
}

// stimulus loads the shared text that an item refers to.
func (it *item) stimulus() {
	var parts []string
	for _, ref := range it.root.children("assessmentStimulusRef") {
		name, data := it.files.find(it.name, ref.get("href"))
		if data == nil {
			it.todo(bank.TodoText, "Ngữ liệu “"+ref.get("href")+"” không có trong tệp.")
			it.c.Row(bank.Warning, it.where, "stimulus.missing", "Ngữ liệu dùng chung “"+clip(ref.get("href"))+"” không có trong tệp.", "Nhập cả gói .zip, hoặc bổ sung ngữ liệu trước khi duyệt câu.", "")
			continue
		}
		root, row := parse(data)
		if row != nil {
			row.Where = it.where + ", " + name
			it.c.Out.Report.Add(*row)
			continue
		}
		was := it.name
		it.name = name
		if b := root.child("stimulusBody"); b != nil {
			parts = append(parts, it.r.text(b.kids))
		}
		it.name = was
	}
	it.body.Question.Stimulus = strings.Join(parts, "")
}

// maxInclude bounds files that include files.
const maxInclude = 3

// include reads a part of the text that stands in another file of the package.
func (it *item) include(n *node) string {
	href := n.get("href")
	name, data := it.files.find(it.name, href)
	if data == nil || it.depth >= maxInclude || n.get("parse") == "text" {
		it.todo(bank.TodoText, "Phần “"+href+"” không có trong tệp.")
		it.c.Row(bank.Warning, it.where, "include.missing", "Phần nội dung “"+clip(href)+"” (XInclude) không có trong tệp.", "Nhập cả gói .zip, hoặc bổ sung nội dung trước khi duyệt câu.", "")
		return "[" + textHTML(href) + "]"
	}
	root, row := parse(data)
	if row != nil {
		row.Where = it.where + ", " + name
		it.c.Out.Report.Add(*row)
		return ""
	}
	was := it.name
	it.name, it.depth = name, it.depth+1
	defer func() { it.name, it.depth = was, it.depth-1 }()
	return it.r.inlines([]*node{root})
}

// asPrompt lets an interaction be its prompt in the stem.
func (it *item) asPrompt(n *node) func(k *node) (string, bool) {
	return func(k *node) (string, bool) {
		if k != n {
			return "", false
		}
		return it.prompt(n), true
	}
}

// ownTitle is the title that the item has itself.
func (it *item) ownTitle() string { return bank.NormText(it.root.get("title")) }

// explanation keeps feedback that every candidate gets in the same words as the
// solution. Other feedback is counted.
func (it *item) explanation() {
	texts := []string{}
	for _, n := range it.root.children("modalFeedback") {
		s := it.r.flow(n.kids)
		if s != "" && !slices.Contains(texts, s) {
			texts = append(texts, s)
		}
	}
	if len(texts) == 1 && len(it.root.children("modalFeedback")) > 1 && len(it.rubrics) == 0 {
		it.rubrics = append(it.rubrics, paragraph(texts[0]))
		return
	}
	it.c.Feedback += len(texts)
}

// hiddenIn picks interactions that only feedback shows.
func hiddenIn(shown []*node) func(*node) bool {
	return func(n *node) bool {
		return n.space == spaceQTI && strings.HasSuffix(n.name, "Interaction") && n.name != "endAttemptInteraction" && !slices.Contains(shown, n)
	}
}

// bare leaves out a key that says nothing of any field.
func (it *item) bare() {
	key := &it.body.Key
	if !slices.ContainsFunc(key.Statements, func(s string) bool { return s != "" }) {
		key.Statements = nil
	}
	if !slices.ContainsFunc(key.Gaps, func(g []string) bool { return len(g) > 0 }) {
		key.Gaps = nil
	}
}

// rulesElsewhere reads response processing that stands in a file of the package.
func (it *item) rulesElsewhere() {
	n := it.root.child("responseProcessing")
	if n == nil || it.p.template == "" || slices.Contains(standard, it.p.template) {
		return
	}
	for _, address := range []string{n.get("templateLocation"), n.get("template")} {
		_, data := it.files.find(it.name, address)
		if address == "" || data == nil {
			continue
		}
		if root, row := parse(data); row == nil && root.name == "responseProcessing" && len(root.elements()) > 0 {
			it.p.template, it.p.rules = "", root.elements()
			return
		}
	}
}
