package board_test

import (
	"strings"
	"testing"
	"time"

	"khaothi/internal/board"
	"khaothi/internal/fault"
)

func TestExtraTime(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a       board.Accommodation
		sitting time.Duration
		want    time.Duration
	}{
		{board.Accommodation{}, 50 * time.Minute, 0},
		{board.Accommodation{ExtraMinutes: 15}, 50 * time.Minute, 15 * time.Minute},
		{board.Accommodation{ExtraPercent: 25}, 90 * time.Minute, 23 * time.Minute}, // 22.5, rounded in the candidate's favour
		{board.Accommodation{ExtraPercent: 50}, 90 * time.Minute, 45 * time.Minute},
		{board.Accommodation{ExtraPercent: 1}, 30 * time.Second, time.Minute},
	} {
		if got := tt.a.Extra(tt.sitting); got != tt.want {
			t.Errorf("%+v in %v: %v, want %v", tt.a, tt.sitting, got, tt.want)
		}
	}
}

func TestAccommodationsThatAreNone(t *testing.T) {
	t.Parallel()
	if !(board.Accommodation{}).None() || (board.Accommodation{Note: "ngồi gần cửa"}).None() || (board.Accommodation{Scale: 150}).None() {
		t.Error("None is wrong")
	}
}

func TestAccommodationsThatCannotBe(t *testing.T) {
	t.Parallel()
	for want, a := range map[string]board.Accommodation{
		"accommodation.extra_min":     {ExtraMinutes: 241},
		"accommodation.extra_percent": {ExtraPercent: -1},
		"accommodation.extra_twice":   {ExtraMinutes: 5, ExtraPercent: 5},
		"accommodation.scale":         {Scale: 301},
		"accommodation.contrast":      {Contrast: "loud"},
		"accommodation.note":          {Note: strings.Repeat("ạ", 501)},
	} {
		if err := a.Complete().Validate(); fault.CodeOf(err) != want {
			t.Errorf("%+v: %v, want %s", a, err, want)
		}
	}
	for _, note := range []string{"a\x00b", "\xff"} {
		if err := (board.Accommodation{Note: note}).Complete().Validate(); fault.CodeOf(err) != "accommodation.note" {
			t.Errorf("note %q: %v", note, err)
		}
	}
	if err := (board.Accommodation{ExtraPercent: 200, Scale: 300, Contrast: "high", Note: strings.Repeat("ạ", 500)}).Validate(); err != nil {
		t.Error(err)
	}
}
