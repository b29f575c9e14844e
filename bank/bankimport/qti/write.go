package qti

import (
	"archive/zip"
	"bytes"
	"fmt"
	"sort"
	"strconv"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
)

// The namespaces of what is written.
const (
	itemSpace     = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
	manifestSpace = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
	lomSpace      = "http://ltsc.ieee.org/xsd/LOM"
	templates     = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/"
)

// Write makes a package of QTI 3.0: a manifest, an item for each question,
// shared texts and media. lost lists what QTI cannot say.
func Write(in bank.Imported) (data []byte, lost []bank.Row, err error) {
	p := &packer{in: in, used: map[string]string{}, stimuli: map[string]string{}}
	for i, d := range in.Items {
		p.item(d, i)
	}
	data, err = p.zip()
	return data, p.lost, err
}

// entry is a file of the package.
type entry struct {
	name string
	data []byte
	kind string // of the resource, empty for media
	deps []string
	body *bank.Body
}

// packer gathers the files of a package.
type packer struct {
	in      bank.Imported
	entries []entry
	used    map[string]string // media: hash to file
	stimuli map[string]string // text to file
	lost    []bank.Row
}

// file is the name of a picture or sound in the package.
func (p *packer) file(hash string) (string, bool) {
	if name, ok := p.used[hash]; ok {
		return name, true
	}
	m, ok := p.in.Media[hash]
	if !ok {
		return "", false
	}
	name := "media/" + hash[:16] + endings[m.MIME]
	p.used[hash] = name
	p.entries = append(p.entries, entry{name: name, data: m.Bytes})
	return name, true
}

func (p *packer) item(d bank.ItemDraft, i int) {
	w := &itemWriter{p: p, b: d.Body, where: source.Place(d, i), id: fmt.Sprintf(ownID+"%04d", i+1)}
	data := w.write()
	if w.fail != "" {
		p.lost = append(p.lost, source.Lost(w.where, d.Body, w.fail))
		return
	}
	p.entries = append(p.entries, entry{name: "items/" + w.id + ".xml", data: data, kind: "imsqti_item_xmlv3p0", deps: w.deps, body: &d.Body})
}

// stimulus is the file of a shared text: equal texts are one file.
func (p *packer) stimulus(w *itemWriter) string {
	text := w.b.Question.Stimulus
	if name, ok := p.stimuli[text]; ok {
		return name
	}
	name := fmt.Sprintf("stimuli/s%04d.xml", len(p.stimuli)+1)
	o := &out{}
	o.b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	o.open("qti-assessment-stimulus", "xmlns", itemSpace, "identifier", fmt.Sprintf("s%04d", len(p.stimuli)+1), "title", "Ngữ liệu "+strconv.Itoa(len(p.stimuli)+1), "xml:lang", "vi")
	o.open("qti-stimulus-body")
	o.exact("div", text, w)
	o.close("qti-stimulus-body")
	o.close("qti-assessment-stimulus")
	p.stimuli[text] = name
	p.entries = append(p.entries, entry{name: name, data: []byte(o.b.String()), kind: "imsqti_stimulus_xmlv3p0"})
	return name
}

func (p *packer) zip() ([]byte, error) {
	sort.SliceStable(p.entries, func(i, j int) bool { return p.entries[i].name < p.entries[j].name })
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	files := append([]entry{{name: "imsmanifest.xml", data: p.manifest()}}, p.entries...)
	for _, e := range files {
		f, err := z.Create(e.name)
		if err == nil {
			_, err = f.Write(e.data)
		}
		if err != nil {
			return nil, fmt.Errorf("write %s: %w", e.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("close the package: %w", err)
	}
	return b.Bytes(), nil
}

func (p *packer) manifest() []byte {
	o := &out{}
	o.b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	o.open("manifest", "xmlns", manifestSpace, "xmlns:imsmd", lomSpace, "identifier", "khaothi")
	o.open("metadata")
	o.leaf("schema", "QTI Package")
	o.leaf("schemaversion", "3.0.0")
	o.close("metadata")
	o.empty("organizations")
	o.open("resources")
	for i, e := range p.entries {
		kind := e.kind
		if kind == "" {
			kind = "webcontent"
		}
		o.open("resource", "identifier", fmt.Sprintf("r%05d", i+1), "type", kind, "href", e.name)
		if e.body != nil {
			lom(o, *e.body)
		}
		o.empty("file", "href", e.name)
		for _, d := range e.deps {
			o.empty("dependency", "identifierref", p.resource(d))
		}
		o.close("resource")
	}
	o.close("resources")
	o.close("manifest")
	return []byte(o.b.String())
}

// resource is the identifier of a file in the manifest.
func (p *packer) resource(name string) string {
	for i, e := range p.entries {
		if e.name == name {
			return fmt.Sprintf("r%05d", i+1)
		}
	}
	return ""
}

// ownTag begins keywords that are tags of our own kinds.
const ownTag = "khaothi:"

// lom writes title and tags as metadata.
func lom(o *out, b bank.Body) {
	o.open("metadata")
	o.open("imsmd:lom")
	o.open("imsmd:general")
	o.open("imsmd:title")
	o.leaf("imsmd:string", b.Label, "language", "vi")
	o.close("imsmd:title")
	for _, k := range keywords(b.Tags) {
		o.open("imsmd:keyword")
		o.leaf("imsmd:string", k, "language", "vi")
		o.close("imsmd:keyword")
	}
	o.close("imsmd:general")
	o.close("imsmd:lom")
	o.close("metadata")
}

// keywords are tags as words of LOM.
func keywords(t bank.Tags) []string {
	var out []string
	add := func(name, value string) {
		if value != "" {
			out = append(out, ownTag+name+"="+value)
		}
	}
	add("subject", t.Subject)
	if t.Grade > 0 {
		add("grade", strconv.Itoa(t.Grade))
	}
	add("topic", t.Topic)
	add("content", t.Content)
	add("level", string(t.Level))
	add("outcome", t.Outcome)
	for _, c := range t.Competences {
		add("competence", c)
	}
	return append(out, t.Free...)
}
