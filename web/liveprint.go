package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"khaothi/delivery"
	"khaothi/delivery/deliverypdf"
	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
)

// printed makes a row that prints a document: a POST, since printing is written
// into the audit trail.
func printed(path string, roles []exam.Role, summary string, h rawHandler) Route {
	row := Route{Method: http.MethodPost, Path: path, Roles: roles, Summary: summary}
	row.mount = func(a *App, row *Route) {
		a.raw(row, h)
		a.describe(row, nil, &huma.Response{
			Description: "OK",
			Content:     map[string]*huma.MediaType{pdfType: {Schema: &huma.Schema{Type: "string", Format: "binary"}}},
		})
	}
	return row
}

// sendPrint notes who printed the document and sends it.
func (d *liveDesk) sendPrint(w http.ResponseWriter, r *http.Request, s identity.Session, p delivery.Print, name string, b []byte) error {
	sum := sha256.Sum256(b)
	p.SHA256 = hex.EncodeToString(sum[:])
	if err := d.SeatRecord.NotePrint(r.Context(), s.Actor(), p); err != nil {
		return err
	}
	return send(w, name+".pdf", pdfType, b, nil)
}

// printMinutes prints the minutes of one room or of all.
func (d *liveDesk) printMinutes(w http.ResponseWriter, r *http.Request, s identity.Session) error {
	ctx, only := r.Context(), exam.RoomID(r.URL.Query().Get("room"))
	p, e, err := d.sitting(ctx, s, r.PathValue("id"))
	if err != nil {
		return err
	}
	rooms, err := d.minutes(ctx, s, p, e, only)
	if err != nil {
		return err
	}
	b, err := deliverypdf.PrintMinutes(rooms)
	if err != nil {
		return err
	}
	return d.sendPrint(w, r, s, delivery.Print{What: "minutes", Sitting: p.ID, Room: only}, "bien-ban-"+slug(p.Name), b)
}

func (d *liveDesk) heading(s identity.Session, p *delivery.Sitting, e board.Exam) deliverypdf.Heading {
	h := deliverypdf.Heading{ExamName: e.Name, SittingName: p.Name, Subject: p.Subject}
	if sub, ok := e.Settings.SubjectByCode(p.Subject); ok {
		h.Subject = sub.Name
	}
	if unit, ok := s.Unit(e.UnitID); ok {
		h.UnitName = unit.Name
		if above, ok := s.Unit(unit.ParentID); ok {
			h.Authority = above.Name
		}
	}
	return h
}

// printTranscript prints what one candidate has answered so far.
func (d *liveDesk) printTranscript(w http.ResponseWriter, r *http.Request, s identity.Session) error {
	ctx := r.Context()
	p, e, err := d.sitting(ctx, s, r.PathValue("id"))
	if err != nil {
		return err
	}
	t, err := d.transcript(ctx, p, exam.AttemptID(r.PathValue("attempt")))
	if err != nil {
		return err
	}
	t.Heading = d.heading(s, p, e)
	t.Room = t.Candidate.Room
	b, err := deliverypdf.PrintTranscript(t)
	if err != nil {
		return err
	}
	return d.sendPrint(w, r, s, delivery.Print{What: "transcript", Sitting: p.ID, Attempt: t.Candidate.ID},
		"bai-lam-"+slug(t.Candidate.Number), b)
}

// sealWait is how long a print waits for a work that was sealed just now to
// reach the record.
const sealWait = 5 * time.Second

func (d *liveDesk) transcript(ctx context.Context, p *delivery.Sitting, id exam.AttemptID) (*deliverypdf.Transcript, error) {
	t := &deliverypdf.Transcript{Made: d.Now()}
	actions, err := d.SeatRecord.ListActions(ctx, p.ID, "")
	if err != nil {
		return nil, err
	}
	for i := range actions {
		a := &actions[i]
		if a.Attempt == id && a.Kind == delivery.ActionToPaper && a.Outcome == "done" {
			t.Moved = a
		}
	}
	if t.Candidate, err = d.attempt(ctx, p.ID, id); err != nil {
		return nil, err
	}
	for end := d.Now().Add(sealWait); t.Moved != nil && !t.Candidate.Sealed() && d.Now().Before(end); {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
		if t.Candidate, err = d.attempt(ctx, p.ID, id); err != nil {
			return nil, err
		}
	}
	if t.Candidate.Started.IsZero() {
		return nil, fault.New(fault.Conflict, "attempt.not_started").With("number", t.Candidate.Number)
	}
	if t.Outline, err = d.outline(ctx, t.Candidate.Paper); err != nil {
		return nil, err
	}
	t.Answers, err = d.SeatRecord.LastAnswers(ctx, id)
	return t, err
}

func (d *liveDesk) attempt(ctx context.Context, sitting exam.SittingID, id exam.AttemptID) (delivery.Attempt, error) {
	list, err := d.SeatRecord.Attempts(ctx, sitting, "")
	if err != nil {
		return delivery.Attempt{}, err
	}
	for i := range list {
		if list[i].ID == id {
			return list[i], nil
		}
	}
	return delivery.Attempt{}, fault.New(fault.NotFound, "attempt.not_in_sitting").With("id", string(id))
}
