package itemjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
)

// Format is the name of this format on the command line.
const Format = "json"

// version is the version of the file's shape.
const version = 1

// File is the shape of such a file; docs/item.schema.json describes it.
type File struct {
	V     int              `json:"v"`
	Items []bank.ItemDraft `json:"items"`
	Media []bank.Media     `json:"media"`
}

// Write encodes questions with the pictures that they show.
func Write(files ...bank.Imported) ([]byte, error) {
	out := File{V: version, Items: []bank.ItemDraft{}, Media: []bank.Media{}}
	seen := map[string]bool{}
	for _, in := range files {
		out.Items = append(out.Items, in.Items...)
		for _, h := range in.UsedMedia() {
			if !seen[h] {
				seen[h] = true
				out.Media = append(out.Media, in.Media[h])
			}
		}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(out); err != nil {
		return nil, fmt.Errorf("encode items: %w", err)
	}
	return b.Bytes(), nil
}

// errTail is something after the one JSON value that a file holds.
var errTail = errors.New("something follows the JSON value")

// Read turns such a file into drafts, checked as any other.
func Read(name string, data []byte) bank.Imported {
	c := source.NewCollector(name, Format, data)
	c.Drafts = true
	text, row := source.Text(data)
	if row != nil {
		return c.Refuse(row)
	}
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	var f File
	err := d.Decode(&f)
	if err == nil {
		if _, tail := d.Token(); !errors.Is(tail, io.EOF) {
			err = errTail
		}
	}
	if err != nil {
		line := 1 + strings.Count(text[:min(len(text), int(d.InputOffset()))], "\n")
		return c.Refuse(&bank.Row{
			Severity: bank.Error, Where: source.Line(line), Code: "json.syntax", Message: "JSON không đúng mẫu: " + err.Error() + ".",
			Fix: "Dùng tệp do khaothi bank import --items-out ghi ra.",
		})
	}
	if f.V != version {
		return c.Refuse(&bank.Row{
			Severity: bank.Error, Code: "json.version", Message: fmt.Sprintf("Phiên bản tệp là %d, chương trình đọc phiên bản %d.", f.V, version),
			Fix: "Xuất lại tệp bằng phiên bản chương trình này.",
		})
	}
	for i, m := range f.Media {
		where := fmt.Sprintf("media[%d]", i)
		if kept, ok := c.Picture(where, m.Bytes); ok && (kept.Hash != m.Hash || kept.MIME != m.MIME) {
			c.Row(bank.Error, where, "media.hash", "Hình không khớp mã băm ghi trong tệp.", "Xuất lại tệp.", "")
		}
	}
	for i, d := range f.Items {
		found := source.Found{Where: d.Where, Body: d.Body}
		if found.Where == "" {
			found.Where = fmt.Sprintf("items[%d]", i)
		}
		c.Item(found)
	}
	return c.Done()
}
