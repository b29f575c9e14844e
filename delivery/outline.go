package delivery

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"khaothi/internal/exam"
)

// Outline says where the fields of a paper stand on the candidate's screen, so
// that people can be told "phần I, câu 3: B" for "p1_7 = k3fz". It holds no
// text of a question.
type Outline struct {
	FormCode  string
	Questions []OutlineQuestion
	Tracks    []OutlineTrack
	Sounds    []OutlineSound // whose starts are limited, in the order of the questions
	places    map[string]int // field → index in Questions
}

// OutlineQuestion is one question as it is numbered and lettered on the paper.
type OutlineQuestion struct {
	Part    int
	No      int
	Kind    Kind
	Track   string   // id; empty: for everybody
	Fields  []string // one, or one a statement, gap or row, in the order a, b, c, d
	options []string // ids in the order A, B, C, D
	gaps    [][]string
}

// OutlineTrack is one of several sets of questions of a part.
type OutlineTrack struct {
	Field string // where its choice is stored
	ID    string
	Title string
}

// OutlineSound is a sound that may be started Plays times.
type OutlineSound struct {
	Hash  string
	Place PaperPlace // of the first question that it belongs to
	Plays int
}

// PaperPlace is where a field stands on the paper.
type PaperPlace struct {
	Part   int
	No     int
	Letter string // of a statement, gap or row: a, b, c …; else empty
}

// LastAnswer is the newest event of one field.
type LastAnswer struct {
	Field string
	Value string
	Seq   int64
	At    time.Time
}

// Outline makes the outline of a paper.
func (p *Paper) Outline() *Outline {
	o := &Outline{FormCode: p.FormCode, places: map[string]int{}}
	for pi := range p.Parts {
		part := &p.Parts[pi]
		for _, t := range part.Tracks {
			o.Tracks = append(o.Tracks, OutlineTrack{Field: trackField(part.Part), ID: t.ID, Title: t.Title})
		}
		for i := range part.Questions {
			q := &part.Questions[i]
			out := OutlineQuestion{Part: part.Part, No: q.No, Kind: q.Kind, Track: q.Track}
			out.Fields, out.options = q.FieldNames(), idsOf(q.Options)
			for _, g := range q.Gaps {
				out.gaps = append(out.gaps, idsOf(g.Options))
			}
			for _, f := range out.Fields {
				o.places[f] = len(o.Questions)
			}
			o.Questions = append(o.Questions, out)
			o.addSounds(p, part, q)
		}
	}
	return o
}

// mediaIn finds the pictures and sounds that a text names.
var mediaIn = regexp.MustCompile(`media:([0-9a-f]{64})`)

// addSounds adds the sounds that are met at q first.
func (o *Outline) addSounds(p *Paper, part *PaperPart, q *Question) {
	texts := []string{part.Intro, p.Stimuli[q.Stimulus], q.Stem}
	for _, x := range q.Options {
		texts = append(texts, x.HTML)
	}
	for _, x := range q.Statements {
		texts = append(texts, x.HTML)
	}
	for _, found := range mediaIn.FindAllStringSubmatch(strings.Join(texts, " "), -1) {
		hash := found[1]
		_, known := o.SoundPlace(hash)
		if plays := p.Media[hash].Plays; plays > 0 && !known {
			o.Sounds = append(o.Sounds, OutlineSound{Hash: hash, Place: PaperPlace{Part: part.Part, No: q.No}, Plays: plays})
		}
	}
}

// SoundPlace says where a sound stands whose starts are limited.
func (o *Outline) SoundPlace(hash string) (PaperPlace, bool) {
	i := slices.IndexFunc(o.Sounds, func(s OutlineSound) bool { return s.Hash == hash })
	if i < 0 {
		return PaperPlace{}, false
	}
	return o.Sounds[i].Place, true
}

// Size is how many fields one candidate can answer: those of the largest track
// of each part, and those of no track.
func (o *Outline) Size() int {
	n, tracks := 0, map[string]int{}
	for i := range o.Questions {
		q := &o.Questions[i]
		if q.Track == "" {
			n += len(q.Fields)
			continue
		}
		tracks[trackField(q.Part)+"/"+q.Track] += len(q.Fields)
	}
	largest := map[string]int{}
	for _, t := range o.Tracks {
		largest[t.Field] = max(largest[t.Field], tracks[t.Field+"/"+t.ID])
	}
	for _, k := range largest {
		n += k
	}
	return n
}

// Show says where field stands and how value looks there: letters of options,
// Đ or S, or the typed text. ok is false for a field that the paper lacks.
func (o *Outline) Show(field, value string) (place PaperPlace, shown string, ok bool) {
	i, ok := o.places[field]
	if !ok {
		return PaperPlace{}, value, false
	}
	q := &o.Questions[i]
	place = PaperPlace{Part: q.Part, No: q.No}
	at := slices.Index(q.Fields, field)
	switch q.Kind {
	case KindCluster, KindMatch, KindCategorise, KindCloze:
		place.Letter = letter(at, 'a')
	default:
	}
	return place, q.show(at, value), true
}

func (q *OutlineQuestion) show(at int, value string) string {
	switch q.Kind {
	case KindSingle, KindMultiple, KindMatch, KindCategorise:
		return lettersIn(value, q.options, true)
	case KindOrder:
		return lettersIn(value, q.options, false)
	case KindHotspot:
		if len(q.options) > 0 {
			return lettersIn(value, q.options, true)
		}
	case KindCloze:
		if options := q.gapOptions(at); slices.Contains(options, value) {
			return lettersIn(value, options, true)
		}
	case KindUpload:
		if u, err := ParseUpload(value); err == nil {
			return u.Name
		}
	case KindCluster:
		if value == "D" {
			return "Đ"
		}
	case KindShort, KindNumeric, KindEssay:
	}
	return value
}

// gapOptions are those among which a gap is filled.
func (q *OutlineQuestion) gapOptions(at int) []string {
	if len(q.gaps[at]) > 0 {
		return q.gaps[at]
	}
	return q.options
}

// lettersIn names the ids of a value by their places among options.
func lettersIn(value string, options []string, sorted bool) string {
	if value == "" {
		return ""
	}
	var letters []string
	for id := range strings.SplitSeq(value, ",") {
		letters = append(letters, letter(slices.Index(options, id), 'A'))
	}
	if sorted {
		slices.Sort(letters)
	}
	return strings.Join(letters, ", ")
}

// letter counts on from first; what is not there is a question mark.
func letter(i int, first rune) string {
	if i < 0 || i > 25 {
		return "?"
	}
	return string(first + rune(i))
}

// PaperReader is where ReadPaper finds a paper and its wrapped key.
type PaperReader interface {
	Paper(ctx context.Context, hash string) (*PaperInfo, error)
	PaperBytes(ctx context.Context, hash string) ([]byte, error)
}

// ReadOutline opens a paper for what people must be told about it. Callers see
// to it that the sitting has started.
func ReadOutline(ctx context.Context, r PaperReader, keys *Keys, hash string) (*Outline, error) {
	info, err := r.Paper(ctx, hash)
	if err != nil {
		return nil, err
	}
	key, err := keys.Unwrap(info.Wrapped, hash)
	if err != nil {
		return nil, err
	}
	blob, err := r.PaperBytes(ctx, hash)
	if err != nil {
		return nil, err
	}
	paper, err := Decrypt(blob, key)
	if err != nil {
		return nil, fmt.Errorf("paper %s: %w", hash, err)
	}
	return paper.Outline(), nil
}

// Print is a document about a sitting that somebody had printed.
type Print struct {
	What    string // minutes, transcript
	Sitting exam.SittingID
	Room    exam.RoomID
	Attempt exam.AttemptID
	SHA256  string // of the file
}

// Unflagged returns the field that a "look at it again" mark is about, and
// whether name is such a mark.
func Unflagged(name string) (field string, flag bool) { return strings.CutPrefix(name, flagPrefix) }

// trackField is where the choice of a track of a part is stored.
func trackField(part int) string { return trackPrefix + strconv.Itoa(part) }

// Answerable counts the fields that hold answers, and says whether some of them
// belong to tracks.
func (f Fields) Answerable() (n int, tracks bool) {
	for _, spec := range f {
		switch spec.Kind {
		case KindTrack:
			tracks = true
		case KindPlay:
		default:
			n++
		}
	}
	return n, tracks
}
