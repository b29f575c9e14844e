package bank

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// NormText trims, composes (NFC) and joins white space to single blanks.
func NormText(s string) string {
	return strings.Join(strings.Fields(norm.NFC.String(s)), " ")
}

// Hash names the content of a version, option ids and key included: what a
// form pins. The normal form is JSON with fixed member order, without HTML
// escapes, of text that Clean has made.
func (b Body) Hash() string { return hashJSON("khaothi item 1", b) }

// Fingerprint is equal for questions that ask the same thing, whatever their
// option ids, the order of their options, their tags or their key: how
// duplicates are found.
func (b Body) Fingerprint() string {
	var same struct {
		Kind     Kind
		Stimulus string
		Stem     string
		Parts    []string
	}
	q := b.Question
	same.Kind, same.Stimulus, same.Stem = q.Kind, plainKey(q.Stimulus), plainKey(q.Stem)
	for _, o := range q.Options {
		same.Parts = append(same.Parts, plainKey(o.HTML))
	}
	for _, s := range q.Statements {
		same.Parts = append(same.Parts, plainKey(s.HTML))
	}
	sort.Strings(same.Parts)
	return hashJSON("khaothi question 1", same)
}

// plainKey keeps words, formulas and pictures and drops what only changes the
// look.
func plainKey(html string) string {
	return NormText(lookTags.ReplaceAllString(html, " "))
}

// SameKey reports whether two bodies with one fingerprint agree on what is
// right. Short answers agree when they have one in common: another tolerance
// is no contradiction.
func (b Body) SameKey(o Body) bool {
	if b.Question.Kind == Short {
		return slices.ContainsFunc(b.Key.Accepted, func(a string) bool { return slices.Contains(o.Key.Accepted, a) })
	}
	return strings.Join(b.keyWords(), "\x00") == strings.Join(o.keyWords(), "\x00")
}

func (b Body) keyWords() []string {
	var words []string
	for _, o := range b.Question.Options {
		for _, id := range b.Key.Options {
			if o.ID == id {
				words = append(words, plainKey(o.HTML))
			}
		}
	}
	for i, v := range b.Key.Statements {
		if v == True && i < len(b.Question.Statements) {
			words = append(words, plainKey(b.Question.Statements[i].HTML))
		}
	}
	sort.Strings(words)
	return words
}

// MediaHash names a picture by its bytes.
func MediaHash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func hashJSON(domain string, v any) string {
	h := sha256.New()
	_, _ = h.Write([]byte(domain + "\n")) // a hash never fails
	_, _ = h.Write(canonicalJSON(v))
	return hex.EncodeToString(h.Sum(nil))
}

func canonicalJSON(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(fmt.Sprintf("bank: plain structs always encode: %v", err))
	}
	return b.Bytes()
}
