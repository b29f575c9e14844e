package ooxml

import (
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"khaothi/internal/fault"
	"khaothi/internal/safezip"
)

// Document is a Word document.
type Document struct {
	Blocks []Block
	Notes  []Note

	archive *safezip.Archive
}

// Block is a paragraph or a table; the other one is nil.
type Block struct {
	Paragraph *Paragraph
	Table     *Table
}

// Note is something in the document that is not among its blocks.
type Note struct {
	Code      string // text_box, deleted, inserted, hidden, footnote, shape, chart, field, symbol, embedded, linked_picture, group
	Paragraph int
	Text      string // what was lost, as far as it is text
}

// Open reads a document. An error is of kind Invalid: a code word.… or, for the
// zip around it, zip.… .
func Open(data []byte) (*Document, error) {
	a, err := safezip.Open(data, safezip.Limits{Entries: 5000, Bytes: 192 << 20, File: 48 << 20, Nested: Embedded})
	if err != nil {
		return nil, err
	}
	doc := &Document{archive: a}
	main := doc.mainPart()
	body, err := a.Read(main)
	if err != nil {
		return nil, fault.New(fault.Invalid, "word.no_document").Wrap(err)
	}
	r := &reader{doc: doc, folder: path.Dir(main), found: map[string]int{}}
	if r.rels, err = doc.relations(main); err != nil {
		return nil, err
	}
	if r.styles, err = readStyles(doc.part(r.rels, "styles")); err != nil {
		return nil, err
	}
	if r.lists, err = readLists(doc.part(r.rels, "numbering"), r.styles); err != nil {
		return nil, err
	}
	return doc, r.document(body)
}

// Embedded names the files that Word itself puts into a document: workbooks
// behind charts, documents behind objects. They are never opened.
func Embedded(name string) bool { return strings.HasPrefix(name, "word/embeddings/") }

// mainPart finds the document by the package's relations.
func (d *Document) mainPart() string {
	if data, err := d.archive.Read("_rels/.rels"); err == nil {
		if t, err := tree(data); err == nil {
			for _, k := range t.Kids {
				if strings.HasSuffix(k.Attr("Type"), "/officeDocument") {
					return strings.TrimPrefix(k.Attr("Target"), "/")
				}
			}
		}
	}
	return "word/document.xml"
}

// relation is where a part points to.
type relation struct {
	kind     string // the last word of its type: image, styles, oleObject
	target   string // a name in the archive
	external bool
}

func (d *Document) relations(part string) (map[string]relation, error) {
	out := map[string]relation{}
	data, err := d.archive.Read(path.Join(path.Dir(part), "_rels", path.Base(part)+".rels"))
	if fault.KindOf(err) == fault.NotFound {
		return out, nil
	}
	if err != nil {
		return nil, err
	}
	t, err := tree(data)
	if err != nil {
		return nil, err
	}
	for _, k := range t.Kids {
		target := k.Attr("Target")
		r := relation{kind: path.Base(k.Attr("Type")), target: target, external: k.Attr("TargetMode") == "External"}
		if rooted, ok := strings.CutPrefix(target, "/"); ok {
			r.target = rooted
		} else if !r.external {
			r.target = path.Join(path.Dir(part), target)
		}
		out[k.Attr("Id")] = r
	}
	return out, nil
}

// part returns the bytes of the first part of a kind, or nil: a document
// without styles or lists is one.
func (d *Document) part(rels map[string]relation, kind string) []byte {
	for _, r := range rels {
		if r.kind == kind && !r.external {
			data, err := d.archive.Read(r.target)
			if err == nil {
				return data
			}
		}
	}
	return nil
}

// File returns the bytes of a picture or an embedded object.
func (d *Document) File(name string) ([]byte, error) { return d.archive.Read(name) }

// reader turns the main part into blocks.
type reader struct {
	doc     *Document
	folder  string
	rels    map[string]relation
	styles  *styles
	lists   *lists
	s       *scanner
	no      int // paragraphs so far
	runes   int // text so far
	inlines int
	found   map[string]int
	field   []string // open fields: what each is, "" while its instruction is read
}

// Bounds of a document: about two thousand pages.
const (
	maxRunes      = 4_000_000
	maxParagraphs = 100_000
	maxInlines    = 200_000
)

// maxNotes bounds the notes of one code; the rest says nothing new.
const maxNotes = 50

func (r *reader) note(code, text string) {
	r.found[code]++
	if r.found[code] <= maxNotes {
		r.doc.Notes = append(r.doc.Notes, Note{Code: code, Paragraph: r.no, Text: text})
	}
}

func (r *reader) document(data []byte) error {
	r.s = newScanner(data)
	for {
		t, err := r.s.next()
		if errors.Is(err, io.EOF) {
			return fault.New(fault.Invalid, "word.no_document")
		}
		if err != nil {
			return err
		}
		start, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		switch short(start.Name) {
		case "w:document":
		case "w:body":
			r.doc.Blocks, err = r.blocks(Props{})
			return err
		default:
			if err := r.s.skip(); err != nil {
				return err
			}
		}
	}
}
