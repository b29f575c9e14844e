package web

import (
	"context"
	"encoding/base64"
	"net/http"
	"slices"

	"khaothi/internal/fault"
	"khaothi/internal/identity"
)

type sheetInput struct {
	Sheet string `path:"sheet"`
}

type fixInput struct {
	Sheet string `path:"sheet"`
	Body  struct {
		Field string `json:"field" maxLength:"60"`
		After string `json:"after" maxLength:"60"`
		Why   string `json:"why,omitempty" maxLength:"500"`
		Crop  string `json:"crop,omitempty" maxLength:"300000" doc:"the mark as it was seen: PNG in base64"`
	}
}

type answerFixInput struct {
	Sheet string `path:"sheet"`
	Fix   string `path:"fix"`
	Body  struct {
		Agree bool `json:"agree"`
	}
}

// maySheet asks whether the person may, for the unit that holds the sheet.
func (d Deps) maySheet(ctx context.Context, s identity.Session, id string) error {
	unit, err := d.Sheets.UnitOfSheet(ctx, id)
	if err != nil {
		return err
	}
	return s.Require(sheetRoles, unit)
}

func (d Deps) sheet(ctx context.Context, s identity.Session, in *sheetInput) (sheetView, error) {
	if err := d.maySheet(ctx, s, in.Sheet); err != nil {
		return sheetView{}, err
	}
	sheet, err := d.Sheets.Sheet(ctx, in.Sheet)
	if err != nil {
		return sheetView{}, err
	}
	return viewSheet(&sheet, s.Account.ID), nil
}

func (d Deps) sheetPage(w http.ResponseWriter, r *http.Request, s identity.Session) error {
	id := r.PathValue("sheet")
	if err := d.maySheet(r.Context(), s, id); err != nil {
		return err
	}
	picture, err := d.Sheets.SheetPicture(r.Context(), id)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("Cache-Control", "private, no-store")
	_, _ = w.Write(picture) // whoever has gone away needs no picture
	return nil
}

func (d Deps) fixSheet(ctx context.Context, s identity.Session, in *fixInput) (fixView, error) {
	if err := d.maySheet(ctx, s, in.Sheet); err != nil {
		return fixView{}, err
	}
	crop, err := base64.StdEncoding.DecodeString(in.Body.Crop)
	if err != nil || !slices.Contains([]string{"", "\x89PNG"}, string(crop[:min(len(crop), 4)])) {
		return fixView{}, fault.New(fault.Invalid, "omr.crop")
	}
	fix, err := d.Sheets.FixSheet(ctx, s.Actor(), in.Sheet, in.Body.Field, in.Body.After, in.Body.Why, crop)
	return viewFix(&fix, s.Account.ID), err
}

func (d Deps) answerFix(ctx context.Context, s identity.Session, in *answerFixInput) (struct{}, error) {
	if err := d.maySheet(ctx, s, in.Sheet); err != nil {
		return struct{}{}, err
	}
	return struct{}{}, d.Sheets.AnswerFix(ctx, s.Actor(), in.Sheet, in.Fix, in.Body.Agree)
}
