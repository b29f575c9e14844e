package bank

import (
	"fmt"
	"testing"

	"khaothi/internal/fault"
)

// informatics has part II of Tin học: two common clusters, two of each track.
func informatics(t *testing.T) Form {
	t.Helper()
	f := Form{Name: "Tin", Subject: "tinhoc", DurationS: 3000, State: FormDraft, Parts: []Part{
		{Title: "PHẦN I", Pins: []Pin{pin(single(t, "Câu", 4)), pin(single(t, "Câu nữa", 4))}},
		{Title: "PHẦN II", Tracks: []Track{{ID: "khmt", Title: "Khoa học máy tính"}, {ID: "thud", Title: "Tin học ứng dụng"}}},
	}}
	for i, track := range []string{"", "", "khmt", "khmt", "thud", "thud"} {
		p := pin(cluster(t, fmt.Sprintf("Cụm %d ", i), "DSDS"))
		p.Track = track
		f.Parts[1].Pins = append(f.Parts[1].Pins, p)
	}
	return f
}

// Whatever is shuffled, each question stays in the place of its track, and the
// paper says which it is.
func TestVariantsKeepTracksTogether(t *testing.T) {
	t.Parallel()
	f, err := informatics(t).Lock()
	if err != nil {
		t.Fatal(err)
	}
	layouts, err := f.Variants(7, Codes(101, 40))
	if err != nil {
		t.Fatal(err)
	}
	orders := map[string]bool{}
	for _, l := range layouts {
		p, err := f.Paper(l, nil)
		if err != nil {
			t.Fatal(err)
		}
		order := ""
		for n, q := range p.Parts[1].Questions {
			base := l.Parts[1][n].Base
			if want := f.Parts[1].Pins[base-1].Track; q.Track != want || q.Track != f.Parts[1].Pins[n].Track {
				t.Fatalf("%s: question %d is of track %q, its item of %q", l.Code, n+1, q.Track, want)
			}
			order += fmt.Sprint(base)
		}
		orders[order] = true
		if len(p.Parts[1].Tracks) != 2 || len(p.Parts[0].Tracks) != 0 {
			t.Fatalf("tracks of the paper: %v, %v", p.Parts[0].Tracks, p.Parts[1].Tracks)
		}
	}
	if len(orders) < 4 {
		t.Errorf("%d orders in 40 variants: nothing is shuffled", len(orders))
	}
	part, tracks, questions := f.TracksOf()
	if part != 2 || len(tracks) != 2 || fmt.Sprint(questions) != "[[3 4] [5 6]]" {
		t.Errorf("tracks of part %d: %v, %v", part, tracks, questions)
	}
}

func TestTracksChangeTheHashOfAForm(t *testing.T) {
	t.Parallel()
	f := informatics(t)
	before := f.ContentHash()
	f.Parts[1].Pins[2].Track, f.Parts[1].Pins[4].Track = "thud", "khmt"
	if f.ContentHash() == before {
		t.Error("another track, the same hash")
	}
}

func TestFormsWithBadTracksAreRefused(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		code   string
		change func(p *Part)
	}{
		"one track":          {"form.tracks_count", func(p *Part) { p.Tracks = p.Tracks[:1] }},
		"an id twice":        {"form.track_name", func(p *Part) { p.Tracks[1].ID = "khmt" }},
		"an id with a space": {"form.track_name", func(p *Part) { p.Tracks[1].ID = "a b" }},
		"no id":              {"form.track_name", func(p *Part) { p.Tracks[1].ID = "" }},
		"no title":           {"form.track_name", func(p *Part) { p.Tracks[1].Title = "" }},
		"a title twice":      {"form.track_name", func(p *Part) { p.Tracks[1].Title = p.Tracks[0].Title }},
		"an unknown track":   {"form.track_unknown", func(p *Part) { p.Pins[0].Track = "toan" }},
		"no tracks named":    {"form.track_unknown", func(p *Part) { p.Tracks = nil }},
		"questions apart":    {"form.track_split", func(p *Part) { p.Pins[0], p.Pins[2] = p.Pins[2], p.Pins[0] }},
		"unequal tracks":     {"form.tracks_differ", func(p *Part) { p.Pins[5].Track = "" }},
		"an empty track":     {"form.tracks_differ", func(p *Part) { p.Pins[4].Track, p.Pins[5].Track = "", "" }},
		"a shared stimulus": {"form.track_stimulus", func(p *Part) {
			for _, i := range []int{3, 4} {
				p.Pins[i].Body.Question.Stimulus = "Chung"
				p.Pins[i].Hash = p.Pins[i].Body.Hash()
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := informatics(t)
			tt.change(&f.Parts[1])
			if err := f.Check(); fault.CodeOf(err) != tt.code {
				t.Errorf("%v, want %s", err, tt.code)
			}
		})
	}
	f := informatics(t)
	f.Parts[0].Tracks = []Track{{ID: "a", Title: "A"}, {ID: "b", Title: "B"}}
	f.Parts[0].Pins[0].Track, f.Parts[0].Pins[1].Track = "a", "b"
	if err := f.Check(); fault.CodeOf(err) != "form.tracks_parts" {
		t.Errorf("tracks in two parts: %v", err)
	}
}
