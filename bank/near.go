package bank

import (
	"hash/fnv"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"khaothi/internal/exam"
)

// Near duplicates are found by the trigrams of what a question asks. A sketch
// of MinHash values (Broder, 1997) makes questions that share most trigrams
// share a band, so that nobody compares all with all; what shares one is then
// compared exactly.
const (
	nearBands   = 20
	nearRows    = 6   // values in a band: at 80 % alike 99.8 % of pairs share one, at 20 % one in 800
	nearShort   = 40  // characters below which a likeness says nothing
	nearPercent = 75  // from here on two questions are told to be alike
	nearPairs   = 500 // the most that a report shows
)

// NearText is what likeness is measured on: the words of stem, options and
// statements in lower case. Shared stimuli do not count: their questions would
// all be alike.
func (b Body) NearText() string {
	q := b.Question
	parts := []string{q.Stem}
	for _, o := range q.Options {
		parts = append(parts, o.HTML)
	}
	for _, s := range q.Statements {
		parts = append(parts, s.HTML)
	}
	for _, g := range q.Gaps {
		for _, o := range g.Options {
			parts = append(parts, o.HTML)
		}
	}
	slices.Sort(parts[1:]) // another order of options is no other question
	return strings.ToLower(PlainText(strings.Join(parts, " ")))
}

// trigrams are the distinct runs of three characters of a text, letters and
// figures only, as hashes.
func trigrams(text string) []uint64 {
	var out []uint64
	var a, b rune
	for _, c := range text {
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) {
			continue
		}
		if a != 0 {
			out = append(out, uint64(a)<<42|uint64(b)<<21|uint64(c)) //nolint:gosec // code points have 21 bits
		}
		a, b = b, c
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Sketch lists the bands of a question. Questions that are nearly alike have
// one in common. A question too short to be compared has none.
func (b Body) Sketch() []int32 {
	text := b.NearText()
	if utf8.RuneCountInString(text) < nearShort {
		return []int32{}
	}
	grams := trigrams(text)
	var least [nearBands * nearRows]uint64
	for i := range least {
		least[i] = ^uint64(0)
	}
	for _, g := range grams {
		for i := range least {
			if h := mix(g ^ uint64(i+1)*0x9E3779B97F4A7C15); h < least[i] { //nolint:gosec // a small number
				least[i] = h
			}
		}
	}
	out := make([]int32, nearBands)
	for band := range out {
		h := fnv.New32a()
		_, _ = h.Write([]byte{byte(band)}) // a hash never fails
		for _, v := range least[band*nearRows : (band+1)*nearRows] {
			_, _ = h.Write([]byte{byte(v), byte(v >> 8), byte(v >> 16), byte(v >> 24), byte(v >> 32), byte(v >> 40), byte(v >> 48), byte(v >> 56)}) //nolint:gosec // its bytes
		}
		out[band] = int32(h.Sum32()) //nolint:gosec // the same 32 bits
	}
	return out
}

// mix is the finaliser of splitmix64 (Steele, Lea, Flood, 2014).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	return x ^ x>>31
}

// shared is how much two texts have in common, by their trigrams: those of both,
// of all, in per cent.
func shared(x, y []uint64) int {
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	both, i, j := 0, 0, 0
	for i < len(x) && j < len(y) {
		switch {
		case x[i] == y[j]:
			both, i, j = both+1, i+1, j+1
		case x[i] < y[j]:
			i++
		default:
			j++
		}
	}
	return 100 * both / (len(x) + len(y) - both)
}

// Alike is a pair of questions that are the same or nearly so: a draft of a
// file beside an earlier draft of it, or beside an item of the bank.
type Alike struct {
	Draft   int         `json:"draft"`          // place in Imported.Items
	Other   int         `json:"other"`          // place of the earlier draft, -1 for an item
	Item    exam.ItemID `json:"item,omitempty"` // of the bank
	Percent int         `json:"percent"`        // 100: they ask the same
	SameKey bool        `json:"same_key"`       // of questions that ask the same: whether they agree
	Body    *Body       `json:"body,omitempty"` // of the item
}

// AlikeItem is a question of the bank that may be like one of a file.
type AlikeItem struct {
	ID   exam.ItemID
	Body Body
}

// AlikeWithin finds the questions of a file that are like an earlier one of it.
func (i Imported) AlikeWithin() []Alike {
	var out []Alike
	byBand, byPrint := map[int32][]int{}, map[string]int{}
	grams := make([][]uint64, len(i.Items))
	for n, d := range i.Items {
		grams[n] = trigrams(d.Body.NearText())
		print := d.Body.Fingerprint()
		if first, ok := byPrint[print]; ok {
			out = append(out, Alike{Draft: n, Other: first, Percent: 100, SameKey: i.Items[first].Body.SameKey(d.Body)})
			continue
		}
		byPrint[print] = n
		best := Alike{Draft: n, Other: -1}
		seen := map[int]bool{}
		for _, band := range d.Body.Sketch() {
			list := byBand[band]
			for _, other := range list[max(0, len(list)-nearEach):] {
				if seen[other] {
					continue
				}
				seen[other] = true
				if p := shared(grams[n], grams[other]); p >= nearPercent && p > best.Percent {
					best.Other, best.Percent = other, min(p, 99)
				}
			}
			byBand[band] = append(list, n)
		}
		if best.Other >= 0 {
			out = append(out, best)
		}
	}
	return out[:min(len(out), nearPairs)]
}

// nearEach bounds how many questions of one band are compared with the next: a
// file of a thousand variants of one question is told by its neighbours.
const nearEach = 5

// AlikeBank finds the questions of a file that are like one of the bank. items
// are those that share a band with the file.
func (i Imported) AlikeBank(items []AlikeItem) []Alike {
	byBand, byPrint := map[int32][]int{}, map[string]int{}
	grams := make([][]uint64, len(items))
	for n, it := range items {
		grams[n] = trigrams(it.Body.NearText())
		byPrint[it.Body.Fingerprint()] = n
		for _, band := range it.Body.Sketch() {
			byBand[band] = append(byBand[band], n)
		}
	}
	var out []Alike
	for n, d := range i.Items {
		best, at := Alike{Draft: n, Other: -1}, -1
		if same, ok := byPrint[d.Body.Fingerprint()]; ok {
			best.Percent, at = 100, same
		}
		var own []uint64
		for _, band := range d.Body.Sketch() {
			for _, other := range byBand[band] {
				if at == other || best.Percent == 100 {
					continue
				}
				if own == nil {
					own = trigrams(d.Body.NearText())
				}
				if p := shared(own, grams[other]); p >= nearPercent && p > best.Percent {
					best.Percent, at = min(p, 99), other
				}
			}
		}
		if at < 0 {
			continue
		}
		body := items[at].Body
		best.Item, best.Body, best.SameKey = items[at].ID, &body, body.SameKey(d.Body)
		out = append(out, best)
	}
	return out[:min(len(out), nearPairs)]
}

// Sketches lists the bands of all drafts, each once.
func (i Imported) Sketches() []int32 {
	var out []int32
	for _, d := range i.Items {
		out = append(out, d.Body.Sketch()...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
