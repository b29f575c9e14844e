package bank

import (
	"regexp"
	"strconv"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// Track is one of several sets of questions of a part, of which a candidate
// does one beside what is common: Tin học prints six clusters, two common, two
// of khoa học máy tính, two of tin học ứng dụng. Pin.Track says which question
// belongs to it.
type Track struct {
	ID    string `json:"id"` // the value of the field track:<part>
	Title string `json:"title"`
}

// maxTracks bounds the tracks of a part; candidates choose among buttons.
const maxTracks = 6

var trackID = regexp.MustCompile(`^[a-z0-9]{1,20}$`)

// TrackField names the choice of a track in a part from 1: track:2.
func TrackField(part int) string { return "track:" + strconv.Itoa(part) }

// NameTracks gives an id to tracks without one and composes their titles.
func (p *Part) NameTracks() {
	for i := range p.Tracks {
		if p.Tracks[i].ID == "" {
			p.Tracks[i].ID = exam.NewOptionID()
		}
		p.Tracks[i].Title = NormText(p.Tracks[i].Title)
	}
}

// checkTracks says what is wrong with the tracks of the form: no two parts have
// any, each has a name and as many questions as the others, and its questions
// stand together.
func (f Form) checkTracks() error {
	first := 0
	for i, p := range f.Parts {
		if len(p.Tracks) > 0 && first > 0 {
			return fault.New(fault.Invalid, "form.tracks_parts").With("part", i+1).With("first", first)
		}
		if len(p.Tracks) > 0 {
			first = i + 1
		}
		if err := p.checkTracks(i + 1); err != nil {
			return err
		}
	}
	return nil
}

func (p Part) checkTracks(part int) error {
	bad := func(code string) *fault.Error { return fault.New(fault.Invalid, code).With("part", part) }
	if n := len(p.Tracks); n == 1 || n > maxTracks {
		return bad("form.tracks_count").With("max", maxTracks)
	}
	count, titles := map[string]int{"": 0}, map[string]bool{}
	for _, t := range p.Tracks {
		if _, twice := count[t.ID]; twice || !trackID.MatchString(t.ID) || t.Title == "" || len(t.Title) > maxTag || titles[t.Title] {
			return bad("form.track_name").With("title", t.Title)
		}
		count[t.ID], titles[t.Title] = 0, true
	}
	for j, pin := range p.Pins {
		n, known := count[pin.Track]
		if !known {
			return bad("form.track_unknown").With("field", Field(part, j+1))
		}
		if pin.Track != "" && n > 0 && p.Pins[j-1].Track != pin.Track {
			return bad("form.track_split").With("field", Field(part, j+1))
		}
		if j > 0 && pin.Track != p.Pins[j-1].Track && pin.Body.Question.Stimulus != "" && pin.Body.Question.Stimulus == p.Pins[j-1].Body.Question.Stimulus {
			return bad("form.track_stimulus").With("field", Field(part, j+1))
		}
		count[pin.Track]++
	}
	for _, t := range p.Tracks {
		if count[t.ID] == 0 || count[t.ID] != count[p.Tracks[0].ID] {
			return bad("form.tracks_differ").With("title", t.Title)
		}
	}
	return nil
}

// TracksOf are the tracks of the form by question: the part that has them, or
// 0, and for each track the numbers of its questions in the base order.
func (f Form) TracksOf() (part int, tracks []Track, questions [][]int) {
	for i, p := range f.Parts {
		if len(p.Tracks) == 0 {
			continue
		}
		for _, t := range p.Tracks {
			var list []int
			for j, pin := range p.Pins {
				if pin.Track == t.ID {
					list = append(list, j+1)
				}
			}
			questions = append(questions, list)
		}
		return i + 1, p.Tracks, questions
	}
	return 0, nil, nil
}

// trackRuns splits the pins where the track changes: questions never leave the
// place of their track, whatever is shuffled.
func trackRuns(pins []Pin) [][]Pin {
	var runs [][]Pin
	for from := 0; from < len(pins); {
		to := from + 1
		for to < len(pins) && pins[to].Track == pins[from].Track {
			to++
		}
		runs = append(runs, pins[from:to])
		from = to
	}
	return runs
}
