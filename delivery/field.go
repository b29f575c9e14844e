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
	Options []string `json:"options,omitempty"` // ids, where something is chosen; extensions, for upload
	Max     int      `json:"max,omitempty"`     // characters, for typed text; 0 is no limit but maxValue. Starts, for play; 0 is no limit. Bytes, for essay and upload. Places, for hotspot
	Charset string   `json:"charset,omitempty"` // allowed characters, for typed text; empty allows all
	Width   int      `json:"width,omitempty"`   // of a hotspot's picture, in pixels
	Height  int      `json:"height,omitempty"`
}

// Fields are the fields of one paper by name.
type Fields map[string]FieldSpec

// The refusals of Check.
var (
	ErrFieldUnknown = fault.New(fault.Invalid, "field.unknown")
	ErrValueInvalid = fault.New(fault.Invalid, "value.invalid")
	ErrPlayLimit    = fault.New(fault.Invalid, "play.limit")
	// ErrUploadMissing: the answer names a file that is not stored.
	ErrUploadMissing = fault.New(fault.Invalid, "upload.missing")
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
		return spec.checkPlays(value, 0)
	case value == "":
		return nil
	case flag:
		if value != "1" {
			return ErrValueInvalid
		}
		return nil
	case len(value) > spec.bytes() || !spec.allows(value):
		return ErrValueInvalid
	}
	return nil
}

func (s *FieldSpec) allows(value string) bool {
	switch s.Kind {
	case KindSingle, KindTrack, KindMatch, KindCategorise:
		return slices.Contains(s.Options, value)
	case KindCloze:
		return s.allowsGap(value)
	case KindOrder:
		return sameOnes(strings.Split(value, ","), s.Options)
	case KindHotspot:
		return s.allowsPlaces(value)
	case KindMultiple:
		return s.allowsMany(value)
	case KindCluster:
		return value == "D" || value == "S"
	case KindShort, KindNumeric:
		return s.allowsText(value)
	case KindEssay:
		return allowsEssay(value)
	case KindUpload:
		_, err := ParseUpload(value)
		return err == nil
	}
	return false
}

// bytes bounds a value.
func (s *FieldSpec) bytes() int {
	if s.Kind == KindEssay {
		return s.Max
	}
	return maxValue
}

func (s *FieldSpec) allowsGap(value string) bool {
	if len(s.Options) > 0 {
		return slices.Contains(s.Options, value)
	}
	return s.allowsText(value)
}

// allowsPlaces wants areas by name as allowsMany does, or different points of
// the picture as x,y;x,y, at most Max of either.
func (s *FieldSpec) allowsPlaces(value string) bool {
	if len(s.Options) > 0 {
		return strings.Count(value, ",") < s.Max && s.allowsMany(value)
	}
	points := strings.Split(value, ";")
	for i, p := range points {
		x, y, _ := strings.Cut(p, ",")
		if !pixel(x, s.Width) || !pixel(y, s.Height) || slices.Contains(points[:i], p) {
			return false
		}
	}
	return len(points) <= s.Max
}

// pixel reports whether s is a number from 0 to limit, written plainly.
func pixel(s string, limit int) bool {
	n, err := strconv.Atoi(s)
	return err == nil && n >= 0 && n <= limit && strconv.Itoa(n) == s
}

// allowsEssay refuses what no keyboard types.
func allowsEssay(value string) bool {
	for _, r := range value {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || r == utf8.RuneError {
			return false
		}
	}
	return true
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

// checkPlays wants a count from 1 up to the limit and what was given on top.
func (s *FieldSpec) checkPlays(value string, more int) error {
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 || strconv.Itoa(n) != value {
		return ErrValueInvalid
	}
	if limit := s.Max; n > maxPlays || limit > 0 && n > limit+more {
		return ErrPlayLimit
	}
	return nil
}
