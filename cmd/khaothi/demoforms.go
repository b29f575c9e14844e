package main

import (
	"context"
	"fmt"

	"khaothi/bank"
	"khaothi/cmd/khaothi/demodata"
	"khaothi/internal/exam"
)

// demoSubject is what a sitting of the demonstration is made of.
type demoSubject struct {
	form exam.FormID
	rule string
}

// The names of the forms beside Toán.
const (
	demoTinName = "Đề minh hoạ Tin học 12 – chọn một trong hai phần riêng"
	demoEngName = "Đề minh hoạ Tiếng Anh – có bài nghe"
)

// approve lets the reviewer approve what a form still has of drafts.
func (s *seeder) approve(ctx context.Context, f bank.Form) error {
	drafts, err := s.stores.Bank.List(ctx, bank.Filter{IDs: f.ItemIDs(), State: bank.Draft, Limit: 500})
	if err != nil || len(drafts.Items) == 0 {
		return err
	}
	d := bank.Decision{Step: bank.Approve}
	for _, it := range drafts.Items {
		d.Items = append(d.Items, bank.Seen{ID: it.ID, Hash: it.Current.Hash})
	}
	if _, err = s.stores.Bank.Decide(ctx, s.p.reviewer, d); err != nil {
		return fmt.Errorf("approve the questions of %s: %w", f.Name, err)
	}
	return nil
}

// otherForms makes the forms that show tracks and sounds, once.
func (s *seeder) otherForms(ctx context.Context, have []bank.FormSummary) error {
	locked := map[string]exam.FormID{}
	for _, f := range have {
		if f.State == bank.FormLocked {
			locked[f.Name] = f.ID
		}
	}
	for name, make := range map[string]func(context.Context) (bank.Form, error){demoTinName: s.informatics, demoEngName: s.listening} {
		if _, ok := locked[name]; ok {
			continue
		}
		form, err := make(ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		form.Unit, form.Name = s.p.unit, name
		if form, err = s.stores.Bank.CreateForm(ctx, s.p.teacher, form); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := s.approve(ctx, form); err != nil {
			return err
		}
		if _, err := s.stores.Bank.LockForm(ctx, s.p.teacher, form.ID, 2025, bank.Codes(201, 4)); err != nil {
			return fmt.Errorf("lock %s: %w", name, err)
		}
		locked[name] = form.ID
	}
	s.subjects["tinhoc"] = demoSubject{locked[demoTinName], "thptqg-2025-tinhoc"}
	s.subjects["ngoaingu"] = demoSubject{locked[demoEngName], "generic"}
	return nil
}

// informatics is Tin học of 2025: six clusters printed, four done.
func (s *seeder) informatics(ctx context.Context) (bank.Form, error) {
	titles := bank.DefaultTitles()
	form := bank.Form{Subject: "tinhoc", DurationS: 3000, Parts: []bank.Part{{Title: titles[0]}, {
		Title:  titles[1],
		Tracks: []bank.Track{{ID: "khmt", Title: "Khoa học máy tính"}, {ID: "thud", Title: "Tin học ứng dụng"}},
	}}}
	pins, err := s.pins(ctx, demodata.Informatics())
	if err != nil {
		return form, err
	}
	form.Parts[0].Pins, form.Parts[1].Pins = pins[:24], pins[24:]
	for i, track := range []string{"", "", "khmt", "khmt", "thud", "thud"} {
		form.Parts[1].Pins[i].Track = track
	}
	return form, nil
}

// listening is a short test with a sound that may be started twice.
func (s *seeder) listening(ctx context.Context) (bank.Form, error) {
	questions, sound, err := demodata.Listening()
	if err != nil {
		return bank.Form{}, err
	}
	if err := s.stores.Bank.PutMedia(ctx, sound); err != nil {
		return bank.Form{}, err
	}
	pins, err := s.pins(ctx, questions)
	return bank.Form{Subject: "ngoaingu", DurationS: 1800, Parts: []bank.Part{{Title: "LISTENING AND LANGUAGE", Pins: pins}}}, err
}

// pins stores questions and pins them in their order.
func (s *seeder) pins(ctx context.Context, bodies []bank.Body) ([]bank.Pin, error) {
	pins := make([]bank.Pin, len(bodies))
	for i, b := range bodies {
		item, err := s.stores.Bank.Create(ctx, s.p.teacher, bank.Home{Unit: s.p.unit, Pool: demoPool}, b)
		if err != nil {
			return nil, fmt.Errorf("question %s: %w", b.Label, err)
		}
		pins[i] = bank.PinOf(item.Current)
	}
	return pins, nil
}
