package delivery

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"khaothi/internal/fault"
)

const (
	maxField   = 64   // bytes of a field's name, flag included
	maxValue   = 2000 // bytes of a value
	flagPrefix = "flag:"
)

// FieldSpec is how one field may be answered.
type FieldSpec struct {
	Kind    Kind     `json:"kind"`
	Options []string `json:"options,omitempty"` // ids, for single and multiple
	Max     int      `json:"max,omitempty"`     // characters, for short; 0 is no limit but maxValue
	Charset string   `json:"charset,omitempty"` // allowed characters, for short; empty allows all
}

// Fields are the fields of one paper by name.
type Fields map[string]FieldSpec

// The refusals of Check.
var (
	ErrFieldUnknown = fault.New(fault.Invalid, "field.unknown")
	ErrValueInvalid = fault.New(fault.Invalid, "value.invalid")
)

// Check says whether value may be stored for field. The empty value takes an
// answer back and is always allowed.
func (f Fields) Check(field, value string) error {
	name, flag := strings.CutPrefix(field, flagPrefix)
	spec, ok := f[name]
	switch {
	case !ok:
		return ErrFieldUnknown
	case value == "":
		return nil
	case flag:
		if value != "1" {
			return ErrValueInvalid
		}
		return nil
	case len(value) > maxValue || !spec.allows(value):
		return ErrValueInvalid
	}
	return nil
}

func (s *FieldSpec) allows(value string) bool {
	switch s.Kind {
	case KindSingle:
		return slices.Contains(s.Options, value)
	case KindMultiple:
		return s.allowsMany(value)
	case KindCluster:
		return value == "D" || value == "S"
	case KindShort:
		return s.allowsText(value)
	}
	return false
}

// allowsMany wants option ids in strictly ascending order.
func (s *FieldSpec) allowsMany(value string) bool {
	last := ""
	for id := range strings.SplitSeq(value, ",") {
		if id <= last || !slices.Contains(s.Options, id) {
			return false
		}
		last = id
	}
	return true
}

func (s *FieldSpec) allowsText(value string) bool {
	if s.Max > 0 && utf8.RuneCountInString(value) > s.Max {
		return false
	}
	for _, r := range value {
		if unicode.IsControl(r) && r != '\n' || r == utf8.RuneError {
			return false
		}
		if s.Charset != "" && !strings.ContainsRune(s.Charset, r) {
			return false
		}
	}
	return true
}
