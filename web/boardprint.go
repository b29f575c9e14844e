package web

import (
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"khaothi/internal/board"
	"khaothi/internal/board/boardpdf"
	"khaothi/internal/board/roster"
	"khaothi/internal/exam"
	"khaothi/internal/identity"
	"khaothi/internal/vi"
)

const (
	xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	pdfType  = "application/pdf"
)

func boardPrintRoutes(d Deps) []Route {
	return []Route{
		download("/api/exams/{id}/roster-template.xlsx", boardRoles, "An empty roster to fill in", xlsxType,
			func(w http.ResponseWriter, r *http.Request, s identity.Session) error {
				e, err := d.examFor(r.Context(), s, r.PathValue("id"), boardRoles)
				if err != nil {
					return err
				}
				b, err := roster.Template(e.Settings)
				return send(w, "mau-danh-sach.xlsx", xlsxType, b, err)
			}),
		download("/api/exams/{id}/candidates.xlsx", boardRoles, "The candidate list with numbers", xlsxType,
			func(w http.ResponseWriter, r *http.Request, s identity.Session) error {
				e, err := d.examFor(r.Context(), s, r.PathValue("id"), boardRoles)
				if err != nil {
					return err
				}
				page, err := d.Board.ListCandidates(r.Context(), e.ID, board.CandidateFilter{})
				if err != nil {
					return err
				}
				b, err := roster.WriteList(e.Settings, page.Candidates)
				return send(w, "thi-sinh-"+slug(e.Name)+".xlsx", xlsxType, b, err)
			}),
		download("/api/sittings/{id}/door-list.pdf", boardRoles, "The lists for the doors (?room=, default all)", pdfType,
			d.printList("danh-sach-dan-cua", boardRoles, boardpdf.DoorList)),
		download("/api/sittings/{id}/attendance.pdf", boardRoles, "The lists that candidates sign (?room=, default all)", pdfType,
			d.printList("danh-sach-ky-ten", boardRoles, boardpdf.Attendance)),
		download("/api/sittings/{id}/invigilator-list.pdf", watchRoles, "Who needs what, for invigilators only (?room=, default all)", pdfType,
			d.printList("danh-sach-giam-thi", watchRoles, boardpdf.InvigilatorList)),
		ticketRow(d),
	}
}

// printList sends one of the lists of a sitting.
func (d Deps) printList(name string, roles []exam.Role, print func(boardpdf.Heading, []board.Seated, time.Time) ([]byte, error)) rawHandler {
	return func(w http.ResponseWriter, r *http.Request, s identity.Session) error {
		p, e, err := d.sittingFor(r.Context(), s, r.PathValue("id"), roles)
		if err != nil {
			return err
		}
		seats, err := d.Board.ListSeats(r.Context(), p.ID, exam.RoomID(r.URL.Query().Get("room")))
		if err != nil {
			return err
		}
		unit, _ := s.Unit(e.UnitID)
		sub, _ := e.Settings.SubjectByCode(p.Subject)
		b, err := print(boardpdf.Heading{
			UnitName: unit.Name, ExamName: e.Name, SittingName: p.Name, Subject: sub.Name,
			StartsAt: p.StartsAt, Duration: p.Duration,
		}, seats, d.Now())
		return send(w, name+"-"+slug(p.Name)+".pdf", pdfType, b, err)
	}
}

// ticketRow is a POST that answers with a file: printing makes new tickets and
// voids the old ones.
func ticketRow(d Deps) Route {
	row := Route{
		Method: http.MethodPost, Path: "/api/sittings/{id}/tickets.pdf", Roles: boardRoles,
		Summary: "Make new tickets (?room=, default all) and send the slips; earlier tickets are void",
	}
	row.mount = func(a *App, row *Route) {
		a.raw(row, d.printTickets)
		a.describe(row, nil, &huma.Response{
			Description: "OK",
			Content:     map[string]*huma.MediaType{pdfType: {Schema: &huma.Schema{Type: "string", Format: "binary"}}},
		})
	}
	return row
}

func (d Deps) printTickets(w http.ResponseWriter, r *http.Request, s identity.Session) error {
	p, _, err := d.sittingFor(r.Context(), s, r.PathValue("id"), boardRoles)
	if err != nil {
		return err
	}
	slips, err := d.Sittings.IssueTickets(r.Context(), s.Actor(), p.ID, exam.RoomID(r.URL.Query().Get("room")))
	if err != nil {
		return err
	}
	b, err := boardpdf.Slips(slips, d.Now())
	return send(w, "phieu-du-thi-"+slug(p.Name)+".pdf", pdfType, b, err)
}

// send sends a file that was made whole, or the error of making it.
func send(w http.ResponseWriter, name, mediaType string, b []byte, err error) error {
	if err != nil {
		return err
	}
	attach(w, name, mediaType)
	_, err = w.Write(b)
	return err
}

// slug makes a name fit for a file.
func slug(name string) string {
	s := strings.ReplaceAll(vi.Fold(name), " ", "-")
	return strings.Trim(s[:min(len(s), 60)], "-")
}
