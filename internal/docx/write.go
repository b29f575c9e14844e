package docx

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"fmt"
	"strconv"
	"strings"
	"time"

	"khaothi/internal/fault"
)

// Bounds of one document: far above a booklet of 300 questions.
const (
	maxXML    = 64 << 20  // bytes of the text
	maxMedia  = 256 << 20 // bytes of all pictures
	maxNested = 8         // tables in tables
)

// Write makes the file. What is too large, or a picture of an unknown type, is
// Invalid.
func Write(d Document) ([]byte, error) {
	w := &writer{doc: d, images: map[[32]byte]string{}}
	body := w.body()
	if w.err != nil {
		return nil, w.err
	}
	parts := []file{
		{"[Content_Types].xml", []byte(w.contentTypes())},
		{"_rels/.rels", []byte(packageRels)},
		{"docProps/core.xml", []byte(w.core())},
		{"word/document.xml", []byte(documentHead + "<w:body>" + body + "</w:body></w:document>")},
		{"word/_rels/document.xml.rels", []byte(w.relationships(w.rels))},
		{"word/styles.xml", []byte(w.styles())},
		{"word/settings.xml", []byte(settings)},
	}
	parts = append(parts, w.parts...)
	return pack(append(parts, w.media...))
}

type file struct {
	name string
	data []byte
}

// pack zips files with one fixed date, so that the bytes depend on nothing else.
func pack(files []file) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		h := &zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)}
		if strings.HasPrefix(f.name, "word/media/") {
			h.Method = zip.Store // compressed already
		}
		out, err := z.CreateHeader(h)
		if err == nil {
			_, err = out.Write(f.data)
		}
		if err != nil {
			return nil, fmt.Errorf("write %s: %w", f.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("write docx: %w", err)
	}
	return b.Bytes(), nil
}

type writer struct {
	doc    Document
	b      strings.Builder // the part that is being written
	rels   []relation      // of the document
	own    *[]relation     // of the part that is being written
	images map[[32]byte]string
	media  []file
	parts  []file
	bytes  int
	marks  int // pictures so far: their ids
	depth  int
	err    error
}

type relation struct{ id, kind, target string }

func (w *writer) fail(code string) {
	if w.err == nil {
		w.err = fault.New(fault.Invalid, code)
	}
}

// relate returns the id of a target within the part that is being written.
func (w *writer) relate(kind, target string) string {
	for _, r := range *w.own {
		if r.target == target {
			return r.id
		}
	}
	id := "rId" + strconv.Itoa(len(*w.own)+1)
	*w.own = append(*w.own, relation{id, kind, target})
	return id
}

// image keeps the bytes of a picture once and returns its name.
func (w *writer) image(m Image) string {
	sum := sha256.Sum256(m.Data)
	if name, ok := w.images[sum]; ok {
		return name
	}
	ext := map[string]string{"image/png": ".png", "image/jpeg": ".jpeg", "image/gif": ".gif"}[m.MIME]
	if ext == "" || len(m.Data) == 0 {
		w.fail("docx.picture")
		return ""
	}
	if w.bytes += len(m.Data); w.bytes > maxMedia {
		w.fail("docx.too_large")
		return ""
	}
	name := "media/image" + strconv.Itoa(len(w.media)+1) + ext
	w.images[sum] = name
	w.media = append(w.media, file{"word/" + name, m.Data})
	return name
}

func (w *writer) body() string {
	w.own = &w.rels
	w.relate(officeRel+"styles", "styles.xml")
	w.relate(officeRel+"settings", "settings.xml")
	sections := w.doc.Sections
	if len(sections) == 0 {
		sections = []Section{{}}
	}
	for i, s := range sections {
		w.blocks(s.Blocks)
		props := w.section(s, i)
		if i == len(sections)-1 {
			if len(s.Blocks) == 0 {
				w.b.WriteString("<w:p/>")
			}
			w.b.WriteString(props)
			break
		}
		w.b.WriteString(`<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>` + props + `</w:pPr></w:p>`)
	}
	return w.b.String()
}

// section writes the properties of a section and its header and footer.
func (w *writer) section(s Section, i int) string {
	refs := ""
	for _, side := range []struct {
		name   string
		blocks []Block
	}{{"header", s.Header}, {"footer", s.Footer}} {
		if len(side.blocks) == 0 && i == 0 {
			continue // an empty one in a later section ends that of the section before
		}
		refs += w.edge(side.name, side.blocks, i)
	}
	m := s.margins()
	size := fmt.Sprintf(`<w:pgSz w:w="%d" w:h="%d"/>`, A4Width, A4Height)
	if s.Landscape {
		size = fmt.Sprintf(`<w:pgSz w:w="%d" w:h="%d" w:orient="landscape"/>`, A4Height, A4Width)
	}
	start := ""
	if s.Restart {
		start = `<w:pgNumType w:start="1"/>`
	}
	return fmt.Sprintf(`<w:sectPr>%s%s<w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="397" w:footer="397" w:gutter="0"/>%s</w:sectPr>`,
		refs, size, m.Top, m.Right, m.Bottom, m.Left, start)
}

// edge writes a header or footer as a part of its own.
func (w *writer) edge(name string, blocks []Block, i int) string {
	own := []relation{}
	outer, outerRels := w.b.String(), w.own
	w.b.Reset()
	w.own = &own
	w.blocks(blocks)
	if len(blocks) == 0 {
		w.b.WriteString("<w:p/>")
	}
	tag := map[string]string{"header": "w:hdr", "footer": "w:ftr"}[name]
	part := name + strconv.Itoa(i+1) + ".xml"
	w.parts = append(w.parts, file{"word/" + part, []byte(xmlHead + "<" + tag + nameSpaces + ">" + w.b.String() + "</" + tag + ">")})
	if len(own) > 0 {
		w.parts = append(w.parts, file{"word/_rels/" + part + ".rels", []byte(w.relationships(own))})
	}
	w.b.Reset()
	w.b.WriteString(outer)
	w.own = outerRels
	return `<w:` + name + `Reference w:type="default" r:id="` + w.relate(officeRel+name, part) + `"/>`
}
