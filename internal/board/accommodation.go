package board

import (
	"time"
	"unicode/utf8"
)

// Contrast is how strongly the candidate's page sets off its text.
type Contrast string

// The contrasts.
const (
	ContrastNormal Contrast = "normal"
	ContrastHigh   Contrast = "high"
)

// Accommodation is what a candidate needs to work as others do. The reason is
// nobody's business here: the note says what the invigilator has to do.
type Accommodation struct {
	ExtraMinutes int // more time in each sitting; or
	ExtraPercent int // more time as a share of the sitting's duration
	Scale        int // size of the type in percent; 0 means 100
	Contrast     Contrast
	Note         string // for invigilators only
}

// The bounds of an accommodation.
const (
	maxExtraMinutes = 240
	maxExtraPercent = 200
	minScale        = 100
	maxScale        = 300
	maxNote         = 500
)

// Complete fills in what is not said.
func (a Accommodation) Complete() Accommodation {
	if a.Scale == 0 {
		a.Scale = minScale
	}
	if a.Contrast == "" {
		a.Contrast = ContrastNormal
	}
	return a
}

// None reports whether the candidate needs nothing.
func (a Accommodation) None() bool {
	return a.Complete() == Accommodation{Scale: minScale, Contrast: ContrastNormal}
}

// Extra is the extra time in a sitting, a share rounded up to a whole minute.
func (a Accommodation) Extra(sitting time.Duration) time.Duration {
	share := sitting * time.Duration(a.ExtraPercent) / 100
	if rest := share % time.Minute; rest > 0 {
		share += time.Minute - rest
	}
	return time.Duration(a.ExtraMinutes)*time.Minute + share
}

// Validate reports what is wrong with a complete accommodation.
func (a Accommodation) Validate() error {
	switch {
	case a.ExtraMinutes < 0 || a.ExtraMinutes > maxExtraMinutes:
		return invalid("accommodation.extra_min").With("most", maxExtraMinutes)
	case a.ExtraPercent < 0 || a.ExtraPercent > maxExtraPercent:
		return invalid("accommodation.extra_percent").With("most", maxExtraPercent)
	case a.ExtraMinutes > 0 && a.ExtraPercent > 0:
		return invalid("accommodation.extra_twice")
	case a.Scale < minScale || a.Scale > maxScale:
		return invalid("accommodation.scale").With("least", minScale).With("most", maxScale)
	case a.Contrast != ContrastNormal && a.Contrast != ContrastHigh:
		return invalid("accommodation.contrast")
	case utf8.RuneCountInString(a.Note) > maxNote || !validNote(a.Note):
		return invalid("accommodation.note").With("most", maxNote)
	}
	return nil
}

// validNote refuses what PostgreSQL cannot keep.
func validNote(s string) bool {
	for _, r := range s {
		if r == 0 || r == utf8.RuneError {
			return false
		}
	}
	return true
}
