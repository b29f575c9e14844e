package bank

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strconv"
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
	for i, g := range q.Gaps {
		for _, o := range g.Options {
			same.Parts = append(same.Parts, letter(i, 'a')+plainKey(o.HTML))
		}
	}
	if q.Image != nil {
		same.Parts = append(same.Parts, q.Image.Media)
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
// right. Typed answers agree when they have one in common: another tolerance
// is no contradiction, and neither is a key that is still missing.
func (b Body) SameKey(o Body) bool {
	if !b.hasKey() || !o.hasKey() {
		return true
	}
	switch b.Question.Kind {
	case Numeric:
		return slices.ContainsFunc(b.Key.Accepted, func(a string) bool {
			return slices.ContainsFunc(o.Key.Accepted, func(c string) bool { return overlap(a, c) })
		})
	case Short:
		return slices.ContainsFunc(b.Key.Accepted, func(a string) bool { return slices.Contains(o.Key.Accepted, a) })
	case Single, Multiple, Cluster, Cloze, Match, Categorise, Order, Hotspot, Essay, Upload:
	}
	return slices.Equal(b.keyWords(), o.keyWords())
}

func (b Body) hasKey() bool {
	k := b.Key
	return len(k.Options)+len(k.Statements)+len(k.Accepted)+len(k.Gaps)+len(k.Areas) > 0
}

// overlap reports whether some number is in both of two ranges.
func overlap(a, b string) bool {
	lowA, highA, okA := ParseRange(a)
	lowB, highB, okB := ParseRange(b)
	return okA && okB && lowA.Cmp(highB) <= 0 && lowB.Cmp(highA) <= 0
}

// keyWords is what is right in words that do not depend on ids or on the order
// of options and statements.
func (b Body) keyWords() []string {
	var words []string
	q := b.Question
	for i, id := range b.Key.Options {
		word := optionKey(q.Options, id)
		if q.Kind == Order {
			word = strconv.Itoa(i) + word
		}
		words = append(words, word)
	}
	for i, v := range b.Key.Statements {
		switch {
		case i >= len(q.Statements) || q.Kind == Cluster && v != True:
		case q.Kind == Cluster:
			words = append(words, plainKey(q.Statements[i].HTML))
		default:
			words = append(words, plainKey(q.Statements[i].HTML)+"\x00"+optionKey(q.Options, v))
		}
	}
	for i, accepted := range b.Key.Gaps {
		for _, a := range accepted {
			if i < len(q.Gaps) && q.Gaps[i].Grid == nil {
				a = optionKey(q.Choices(i), a)
			}
			words = append(words, letter(i, 'a')+a)
		}
	}
	words = append(words, areaTexts(b.Key.Areas)...)
	sort.Strings(words)
	return words
}

func optionKey(options []Option, id string) string {
	for _, o := range options {
		if o.ID == id {
			return plainKey(o.HTML)
		}
	}
	return ""
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
