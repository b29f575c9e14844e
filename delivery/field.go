package delivery

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"khaothi/internal/fault"
)

const (
	maxField = 80   // bytes of a field's name, with what stands before the colon
	maxValue = 2000 // bytes of a value

	flagPrefix  = "flag:"
	trackPrefix = "track:"
	playPrefix  = "play:"

	// maxPlays bounds the count of a sound without a limit.
	maxPlays = 9999
)

// FieldSpec is how one field may be answered.
type FieldSpec struct {
	Kind    Kind     `json:"kind"`
	Options []string `json:"options,omitempty"` // ids, for single, multiple and track
	Max     int      `json:"max,omitempty"`     // characters, for short; 0 is no limit but maxValue. Starts, for play; 0 is no limit
	Charset string   `json:"charset,omitempty"` // allowed characters, for short; empty allows all
}

// Fields are the fields of one paper by name.
type Fields map[string]FieldSpec

// The refusals of Check.
var (
	ErrFieldUnknown = fault.New(fault.Invalid, "field.unknown")
	ErrValueInvalid = fault.New(fault.Invalid, "value.invalid")
	ErrPlayLimit    = fault.New(fault.Invalid, "play.limit")
)

// Check says whether value may be stored for field. The empty value takes an
// answer back and is allowed, but for the count of a sound's starts, which only
// rises: CheckPlay compares it with the one before.
func (f Fields) Check(field, value string) error {
	name, flag := strings.CutPrefix(field, flagPrefix)
	spec, ok := f[name]
	switch {
	case !ok, flag && (spec.Kind == KindTrack || spec.Kind == KindPlay):
		return ErrFieldUnknown
	case spec.Kind == KindPlay:
		return spec.checkPlays(value)
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
	case KindSingle, KindTrack:
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

// checkPlays wants a count from 1 up to the limit.
func (s *FieldSpec) checkPlays(value string) error {
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 || strconv.Itoa(n) != value {
		return ErrValueInvalid
	}
	if limit := s.Max; n > maxPlays || limit > 0 && n > limit {
		return ErrPlayLimit
	}
	return nil
}
