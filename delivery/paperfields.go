package delivery

import (
	"slices"

	"khaothi/internal/fault"
)

// Bounds of what one field may hold.
const (
	// MaxEssay bounds an essay, in bytes.
	MaxEssay = 32 << 10
	// MaxUpload bounds a file that is handed in, in bytes.
	MaxUpload = 50 << 20
	// maxPlaces bounds the points of a hotspot, maxPixel its picture.
	maxPlaces = 40
	maxPixel  = 20_000
	// maxTyped bounds the characters of a number or gap without a bound of its own.
	maxTyped = 200
)

func (f Fields) addQuestion(q *Question) error {
	spec := FieldSpec{Kind: q.Kind, Options: idsOf(q.Options)}
	switch q.Kind {
	case KindSingle, KindMultiple, KindOrder:
	case KindCluster:
		return f.addRows(q, FieldSpec{Kind: KindCluster})
	case KindMatch, KindCategorise:
		return f.addRows(q, spec)
	case KindCloze:
		return f.addGaps(q)
	case KindShort:
		spec = FieldSpec{Kind: KindShort, Max: q.Max, Charset: q.Charset}
	case KindNumeric:
		spec = FieldSpec{Kind: KindNumeric, Max: orDefault(q.Max, maxTyped), Charset: q.Charset}
	case KindHotspot:
		if q.Image == nil || q.Image.Width < 1 || q.Image.Width > maxPixel || q.Image.Height < 1 || q.Image.Height > maxPixel {
			return fault.New(fault.Invalid, "paper.image_missing").With("field", q.Field)
		}
		spec.Max = min(orDefault(q.Points, maxPlaces), maxPlaces)
		spec.Width, spec.Height = q.Image.Width, q.Image.Height
	case KindEssay:
		spec = FieldSpec{Kind: KindEssay, Max: min(orDefault(q.Bytes, MaxEssay), MaxEssay)}
	case KindUpload:
		spec = FieldSpec{Kind: KindUpload, Max: min(orDefault(q.Bytes, MaxUpload), MaxUpload), Options: q.Types}
	default:
		return fault.New(fault.Invalid, "paper.kind_unknown").With("kind", string(q.Kind))
	}
	return f.add(q.Field, spec)
}

func (f Fields) addRows(q *Question, spec FieldSpec) error {
	for _, s := range q.Statements {
		if err := f.add(s.Field, spec); err != nil {
			return err
		}
	}
	return nil
}

func (f Fields) addGaps(q *Question) error {
	for _, g := range q.Gaps {
		spec := FieldSpec{Kind: KindCloze}
		switch {
		case g.Max > 0:
			spec.Max, spec.Charset = g.Max, g.Charset
		case len(g.Options) > 0:
			spec.Options = idsOf(g.Options)
		case len(q.Options) > 0:
			spec.Options = idsOf(q.Options)
		default:
			spec.Max = maxTyped
		}
		if err := f.add(g.Field, spec); err != nil {
			return err
		}
	}
	return nil
}

func idsOf(options []Option) []string {
	if len(options) == 0 {
		return nil
	}
	ids := make([]string, len(options))
	for i, o := range options {
		ids[i] = o.ID
	}
	return ids
}

func orDefault(n, otherwise int) int {
	if n <= 0 {
		return otherwise
	}
	return n
}

// FieldNames are the fields of a question in the order of the screen.
func (q *Question) FieldNames() []string {
	var out []string
	for _, s := range q.Statements {
		out = append(out, s.Field)
	}
	for _, g := range q.Gaps {
		out = append(out, g.Field)
	}
	if q.Field != "" {
		out = append(out, q.Field)
	}
	return out
}

// MaxValue is the longest value that any of the fields may have, in bytes.
func (f Fields) MaxValue() int {
	longest := maxValue
	for _, spec := range f {
		if spec.Kind == KindEssay {
			longest = max(longest, spec.Max)
		}
	}
	return longest
}

// sameOnes reports whether a and b hold the same texts, each once.
func sameOnes(a, b []string) bool {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(a, b)
}
