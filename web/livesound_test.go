package web

import (
	"context"
	"maps"
	"testing"

	"khaothi/delivery"
)

// TestMinutesSayWhichSoundWasGivenBack: each candidate meets it at a place of
// their own form.
func TestMinutesSayWhichSoundWasGivenBack(t *testing.T) {
	t.Parallel()
	desk := newLiveDesk(Deps{Outline: func(_ context.Context, hash string) (*delivery.Outline, error) {
		place := map[string]delivery.PaperPlace{"form 1": {Part: 1, No: 3}, "form 2": {Part: 2, No: 8}}[hash]
		return &delivery.Outline{Sounds: []delivery.OutlineSound{{Hash: "other"}, {Hash: "song", Place: place}}}, nil
	}})
	attempts := []delivery.Attempt{{ID: "an", Paper: "form 1"}, {ID: "binh", Paper: "form 2"}}
	got, err := desk.soundPlaces(t.Context(), []delivery.Action{
		{ID: "1", Attempt: "an", Sound: "song"},
		{ID: "2", Attempt: "binh", Sound: "song"},
		{ID: "3", Attempt: "binh"}, // all of them
		{ID: "4", Attempt: "binh", Sound: "gone"},
		{ID: "5", Attempt: "in another room", Sound: "song"},
		{ID: "6"}, // of the whole sitting
	}, attempts)
	want := map[string]string{"1": "Phần I, câu 3", "2": "Phần II, câu 8"}
	if err != nil || !maps.Equal(got, want) {
		t.Errorf("got %v, %v; want %v", got, err, want)
	}
}
