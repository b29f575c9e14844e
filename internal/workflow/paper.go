package workflow

import (
	"context"
	"fmt"

	"khaothi/bank"
	"khaothi/delivery"
	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// papersOf prints every variant of a locked form as delivery wants it.
func papersOf(ctx context.Context, store bank.Store, form bank.Form, media map[string]bank.Media, s board.Sitting, subject string) ([]*delivery.Paper, error) {
	if form.State != bank.FormLocked {
		return nil, fault.New(fault.Conflict, "form.not_locked").With("form", form.Name)
	}
	if err := form.CheckHash(); err != nil {
		return nil, err
	}
	layouts, err := store.Layouts(ctx, form.ID)
	if err != nil {
		return nil, fmt.Errorf("variants of form %s: %w", form.ID, err)
	}
	if len(layouts) == 0 {
		return nil, fault.New(fault.Conflict, "form.no_variant").With("form", form.Name)
	}
	papers := make([]*delivery.Paper, len(layouts))
	for i, l := range layouts {
		printed, err := form.Paper(l, media)
		if err != nil {
			return nil, fmt.Errorf("print variant %s: %w", l.Code, err)
		}
		paper := toPaper(printed)
		papers[i] = &paper
		papers[i].Subject = subject
		papers[i].Title = s.Name
		papers[i].DurationS = int(s.Duration.Seconds())
	}
	return papers, nil
}

// pictures are those of a form, also of its sealed questions, which its keeper
// has open.
func (f *Flow) pictures(ctx context.Context, store bank.Store, who exam.Actor, form bank.Form) (map[string]bank.Media, error) {
	media, err := store.Media(ctx, form.MediaIn())
	if err != nil {
		return nil, fmt.Errorf("pictures of form %s: %w", form.ID, err)
	}
	f.desk.Fill(media, who.ID, form.MediaIn())
	return media, nil
}

// toPaper copies a printed form member by member: what delivery does not name
// cannot reach a candidate.
func toPaper(f bank.PrintedForm) delivery.Paper {
	p := delivery.Paper{
		V: delivery.PaperVersion, FormCode: f.FormCode, Title: f.Title, Subject: f.Subject, DurationS: f.DurationS,
		Stimuli: f.Stimuli, Media: make(map[string]delivery.Media, len(f.Media)),
	}
	for hash, m := range f.Media {
		p.Media[hash] = delivery.Media{MIME: m.MIME, Data: m.Data, Plays: m.Plays}
	}
	for _, part := range f.Parts {
		out := delivery.PaperPart{Part: part.Part, Title: part.Title, Intro: part.Intro}
		for _, t := range part.Tracks {
			out.Tracks = append(out.Tracks, delivery.Track{ID: t.ID, Title: t.Title})
		}
		for _, q := range part.Questions {
			out.Questions = append(out.Questions, toQuestion(q))
		}
		p.Parts = append(p.Parts, out)
	}
	return p
}

func toQuestion(q bank.PrintedQuestion) delivery.Question {
	out := delivery.Question{
		No: q.No, Kind: delivery.Kind(q.Kind), Stem: q.Stem, Stimulus: q.Stimulus,
		Field: q.Field, Max: q.Max, Charset: q.Charset, Track: q.Track,
	}
	out.Options = toOptions(q.Options)
	for _, s := range q.Statements {
		out.Statements = append(out.Statements, delivery.Statement{Field: s.Field, HTML: s.HTML})
	}
	for _, g := range q.Gaps {
		out.Gaps = append(out.Gaps, delivery.Gap{Field: g.Field, Options: toOptions(g.Options), Max: g.Max, Charset: g.Charset})
	}
	if i := q.Image; i != nil {
		out.Image = &delivery.Image{Media: i.Media, Width: i.Width, Height: i.Height, Alt: i.Alt}
		out.Points = q.Points
	}
	if q.Kind == bank.Essay {
		out.Bytes = delivery.MaxEssay
		if q.Writing != nil {
			out.Words = q.Writing.Words
		}
	}
	if q.Files != nil {
		out.Types, out.Bytes = q.Files.Types, q.Files.MaxBytes
	}
	return out
}

func toOptions(options []bank.PrintedOption) []delivery.Option {
	var out []delivery.Option
	for _, o := range options {
		option := delivery.Option{ID: o.ID, HTML: o.HTML}
		if a := o.Area; a != nil {
			option.Area = &delivery.Area{Shape: string(a.Shape), Coords: a.Coords}
		}
		out = append(out, option)
	}
	return out
}
