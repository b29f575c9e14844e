package qti

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"khaothi/bank"
	"khaothi/internal/safezip"
)

// resource is a line of a manifest.
type resource struct {
	href, kind string
	title      string
	tags       []string
	id         string
}

// manifestOf finds and reads the manifest of a package: at the root, or in the
// one folder that everything stands in.
func manifestOf(a *safezip.Archive) (string, *node) {
	for _, name := range a.Names() {
		if path.Base(name) != "imsmanifest.xml" || strings.Count(name, "/") > 1 {
			continue
		}
		data, err := a.Read(name)
		if err != nil {
			return name, nil
		}
		root, row := parseUpTo(maxManifest, data)
		if row != nil || root.name != "manifest" {
			return name, nil
		}
		return name, root
	}
	return "", nil
}

// pack reads a package: the questions of its tests in their order, then those
// that only the manifest lists.
func (r *reader) pack() {
	name, root := manifestOf(r.files.zip)
	if root == nil {
		r.noManifest(name)
		return
	}
	p := packed{r: r, base: name, seen: map[string]bool{}}
	p.resources(root)
	for _, res := range p.list {
		if strings.HasPrefix(res.kind, "imsqti_test") || strings.HasPrefix(res.kind, "imsqti_assessment") {
			p.test(res)
		}
	}
	for _, res := range p.list {
		if strings.HasPrefix(res.kind, "imsqti_") && strings.Contains(res.kind, "item") || strings.HasPrefix(res.kind, "imsqti_xmlv1p2") {
			p.open(name, res.href, &res)
		}
		if strings.HasPrefix(res.kind, "assessment/x-bb") && !p.seen[res.kind] {
			p.seen[res.kind] = true
			r.c.Row(bank.Error, name, "format.blackboard", "Đây là gói của Blackboard, không phải gói QTI chuẩn.", "Xuất ngân hàng câu hỏi từ Blackboard theo định dạng QTI 2.1 rồi nhập lại.", "")
		}
	}
	if r.c.Out.Found > 0 || r.c.Out.Report.Errors() > 0 {
		return
	}
	for _, file := range r.files.zip.Names() {
		if isXML(file) && file != name {
			p.maybe(file)
		}
	}
}

// noManifest reads the items of a zip that is no proper package.
func (r *reader) noManifest(name string) {
	if name != "" {
		r.c.Row(bank.Error, name, "package.manifest", "Không đọc được imsmanifest.xml của gói.", "Xuất lại gói từ phần mềm soạn câu hỏi.", "")
		return
	}
	r.c.Row(bank.Warning, "", "package.manifest", "Gói .zip không có imsmanifest.xml; đọc mọi tệp câu hỏi tìm thấy.", "Kiểm tra lại số câu.", "")
	p := packed{r: r, seen: map[string]bool{}}
	for _, file := range r.files.zip.Names() {
		if isXML(file) {
			p.maybe(file)
		}
	}
}

// packed goes through the files of one package.
type packed struct {
	r     *reader
	base  string // the manifest
	list  []resource
	seen  map[string]bool
	depth int
}

func (p *packed) resources(root *node) {
	for _, n := range root.all(named("resource")) {
		res := resource{id: n.get("identifier"), kind: n.get("type"), href: n.get("href")}
		if f := n.child("file"); res.href == "" && f != nil {
			res.href = f.get("href")
		}
		if m := n.child("metadata"); m != nil {
			res.title, res.tags = metadata(m)
		}
		p.list = append(p.list, res)
	}
}

// metadata reads title and keywords of a LOM.
func metadata(n *node) (title string, tags []string) {
	for _, g := range n.all(named("general")) {
		for _, t := range g.children("title") {
			title = t.words()
		}
		for _, k := range g.children("keyword") {
			for _, s := range k.elements() {
				if w := s.words(); w != "" && !slices.Contains(tags, w) {
					tags = append(tags, w)
				}
			}
		}
	}
	return title, tags
}

// resourceOf is the line of the manifest for a file.
func (p *packed) resourceOf(file string) *resource {
	for i := range p.list {
		if name, _ := p.r.files.find(p.base, p.list[i].href); name == file {
			return &p.list[i]
		}
	}
	return nil
}

// open reads a file of questions once.
func (p *packed) open(from, href string, res *resource) {
	file, data := p.r.files.find(from, href)
	if p.seen[file] && file != "" {
		return
	}
	p.seen[file] = true
	if data == nil {
		p.r.c.Row(bank.Error, clip(href), "file.missing", "Gói không có tệp “"+clip(href)+"” mà mục lục hoặc bài kiểm tra nêu.", "Xuất lại gói đầy đủ.", "")
		return
	}
	root, row := parse(data)
	if row != nil {
		row.Where = file + ", " + row.Where
		p.r.c.Out.Report.Add(*row)
		return
	}
	if res == nil {
		res = p.resourceOf(file)
	}
	if root.name == "assessmentItem" && res != nil {
		p.r.item(root, file, res.tags, res.title)
		return
	}
	p.r.document(root, file)
}

// maybe reads a file if it holds questions.
func (p *packed) maybe(file string) {
	_, data := p.r.files.find("", file)
	root, row := parse(data)
	if row == nil && (root.name == "assessmentItem" || root.name == "questestinterop") {
		p.open("", file, nil)
	}
}

// maxSections bounds sections that stand in files of their own.
const maxSections = 5

// test reads the items of a test in their order and tells what of the test the
// bank does not keep.
func (p *packed) test(res resource) {
	file, data := p.r.files.find(p.base, res.href)
	if data == nil {
		p.r.c.Row(bank.Error, clip(res.href), "file.missing", "Gói không có tệp bài kiểm tra “"+clip(res.href)+"”.", "Xuất lại gói đầy đủ.", "")
		return
	}
	root, row := parse(data)
	if row != nil {
		row.Where = file + ", " + row.Where
		p.r.c.Out.Report.Add(*row)
		return
	}
	sections, items := len(root.all(named("assessmentSection"))), len(root.all(named("assessmentItemRef")))
	p.r.c.Row(bank.Warning, file, "test.structure", fmt.Sprintf("Bài kiểm tra “%s” có %d phần, %d câu; chỉ nhập câu hỏi, không nhập cấu trúc, thứ tự, thời gian.", clip(root.get("title")), sections, items),
		"Lập đề từ các câu đã nhập.", "")
	p.refs(root, file)
}

func (p *packed) refs(root *node, file string) {
	if p.depth++; p.depth > maxSections {
		return
	}
	defer func() { p.depth-- }()
	for _, n := range root.all(named("assessmentItemRef", "assessmentSectionRef")) {
		if n.name == "assessmentItemRef" {
			p.open(file, n.get("href"), nil)
			continue
		}
		name, data := p.r.files.find(file, n.get("href"))
		if data == nil {
			p.r.c.Row(bank.Error, file, "file.missing", "Gói không có tệp phần thi “"+clip(n.get("href"))+"”.", "Xuất lại gói đầy đủ.", "")
			continue
		}
		if section, row := parse(data); row == nil {
			p.refs(section, name)
		}
	}
}
