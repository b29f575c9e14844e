package assemble

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"khaothi/bank"
)

// levels are the three that a matrix has, from the lowest.
var levels = []bank.Level{bank.Know, bank.Understand, bank.Apply}

// foldKey is equal for content that people take for the same.
func foldKey(topic, content string) string { return word(topic) + "\x00" + word(content) }

// maxFile bounds a blueprint's file.
const maxFile = 4 << 20

// ErrSyntax is the error of Read for what is not the JSON of a blueprint.
var ErrSyntax = errors.New("not a blueprint")

// Read reads the JSON of a blueprint. Members that it does not know are an
// error: a misspelt limit is no limit.
func Read(data []byte) (Blueprint, error) {
	var b Blueprint
	if len(data) > maxFile {
		return b, fmt.Errorf("%w: over %d bytes", ErrSyntax, maxFile)
	}
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	d.DisallowUnknownFields()
	if err := d.Decode(&b); err != nil {
		return b, fmt.Errorf("%w: %w", ErrSyntax, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return b, fmt.Errorf("%w: something follows the JSON value", ErrSyntax)
	}
	return b, nil
}

// Write returns the JSON of a blueprint.
func Write(b Blueprint) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(b); err != nil {
		return nil, fmt.Errorf("encode blueprint: %w", err)
	}
	return out.Bytes(), nil
}
