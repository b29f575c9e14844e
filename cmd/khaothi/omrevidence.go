package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"image/png"
	"path/filepath"

	"khaothi/omr"
	"khaothi/omr/pages"
)

// evidence writes what a page was decided from: NAME-HASH-pN.json, and a
// picture of each field in doubt. HASH is of the file's path, since folders
// hold files of the same name.
func (b *omrBatch) evidence(t omrTask, page *pages.Page, reading *omr.Reading) error {
	hash := sha256.Sum256([]byte(t.file.Name))
	stem := filepath.Join(b.o.evidence, fmt.Sprintf("%s-%x-p%d", filepath.Base(t.file.Name), hash[:4], t.page))
	err := writeWhole(stem+".json", append(b.reader.Detail(reading), '\n'))
	seen := map[string]bool{}
	for _, d := range reading.Doubts {
		if err != nil || page == nil || seen[d.Field] {
			continue
		}
		seen[d.Field] = true
		if crop := b.reader.Crop(page, reading, d.Field); crop != nil {
			var picture bytes.Buffer
			if err = png.Encode(&picture, crop); err == nil {
				err = writeWhole(stem+"-"+d.Field+".png", picture.Bytes())
			}
		}
	}
	return err
}
