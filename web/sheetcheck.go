package web

import (
	"context"
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"
	"time"

	"khaothi/internal/identity"
	"khaothi/internal/vi"
	"khaothi/omr"
	"khaothi/omr/omrbook"
)

// checkRoutes are those of the check of answer sheets against the originals.
func checkRoutes(d Deps) []Route {
	return []Route{
		post("/api/sheets/sittings/{sitting}/checks", sheetViewers, "Check the seals and read every original again, in the background", d.startSheetsCheck),
		get("/api/sheets/sittings/{sitting}/checks", sheetViewers, "The checks of a sitting, the latest first", d.sheetsChecks),
		get("/api/sheets/checks/{check}", sheetViewers, "A check with every difference that it found", d.sheetsCheck),
		post("/api/sheets/checks/{check}/cancel", sheetViewers, "Stop a check", d.cancelSheetsCheck),
		download("/api/sheets/checks/{check}/report.csv", sheetViewers, "Every difference as a table", "text/csv", d.sheetsCheckFile),
		download("/api/sheets/checks/{check}/report.xlsx", sheetViewers, "The report as a workbook", xlsxType, d.sheetsCheckBook),
	}
}

type checkInput struct {
	Check string `path:"check"`
}

type sheetsChecksView struct {
	Checks []sheetsCheckView `json:"checks"`
}

type sheetsCheckView struct {
	ID      string          `json:"id"`
	Sitting string          `json:"sitting"`
	By      string          `json:"by"`
	At      time.Time       `json:"at"`
	State   string          `json:"state" enum:"waiting,running,done,cancelled,failed"`
	Done    int             `json:"done" doc:"files read again"`
	Total   int             `json:"total"`
	EndedAt *time.Time      `json:"ended_at,omitempty"`
	Scans   int             `json:"scans"`
	Sheets  int             `json:"sheets"`
	Wrong   []differentView `json:"wrong" doc:"in a list of checks: none"`
}

type differentView struct {
	File      string `json:"file"`
	Page      int    `json:"page"`
	Candidate string `json:"candidate" doc:"number, where a result is wrong"`
	Field     string `json:"field" doc:"of a seal: its stage"`
	Code      string `json:"code"`
	Kept      string `json:"kept"`
	Now       string `json:"now"`
}

func viewCheck(c *omr.Check) sheetsCheckView {
	out := sheetsCheckView{
		ID: c.ID, Sitting: string(c.Sitting), By: c.By.Name, At: c.At, State: string(c.State), Done: c.Done, Total: c.Total,
		Scans: c.Scans, Sheets: c.Sheets, Wrong: make([]differentView, len(c.Wrong)),
	}
	if c.State.Ended() {
		out.EndedAt = &c.EndedAt
	}
	for i, w := range c.Wrong {
		out.Wrong[i] = differentView(w)
	}
	return out
}

func (d Deps) startSheetsCheck(ctx context.Context, s identity.Session, in *sittingIDInput) (sheetsCheckView, error) {
	id, err := d.maySitting(ctx, s, sheetViewers, in.Sitting)
	if err != nil {
		return sheetsCheckView{}, err
	}
	c, err := d.Sheets.StartSheetsCheck(ctx, s.Actor(), id)
	return viewCheck(&c), err
}

func (d Deps) sheetsChecks(ctx context.Context, s identity.Session, in *sittingIDInput) (sheetsChecksView, error) {
	out := sheetsChecksView{Checks: []sheetsCheckView{}}
	id, err := d.maySitting(ctx, s, sheetViewers, in.Sitting)
	if err != nil {
		return out, err
	}
	list, err := d.Sheets.SheetsChecks(ctx, id)
	for i := range list {
		out.Checks = append(out.Checks, viewCheck(&list[i]))
	}
	return out, err
}

// mayCheck reads a check for a person of the unit that holds its sitting.
func (d Deps) mayCheck(ctx context.Context, s identity.Session, id string) (omr.Check, error) {
	c, err := d.Sheets.SheetsCheck(ctx, id)
	if err == nil {
		_, err = d.maySitting(ctx, s, sheetViewers, string(c.Sitting))
	}
	return c, err
}

func (d Deps) sheetsCheck(ctx context.Context, s identity.Session, in *checkInput) (sheetsCheckView, error) {
	c, err := d.mayCheck(ctx, s, in.Check)
	if err != nil {
		return sheetsCheckView{}, err
	}
	return viewCheck(&c), nil
}

func (d Deps) cancelSheetsCheck(ctx context.Context, s identity.Session, in *checkInput) (struct{}, error) {
	if _, err := d.mayCheck(ctx, s, in.Check); err != nil {
		return struct{}{}, err
	}
	return struct{}{}, d.Sheets.CancelSheetsCheck(ctx, s.Actor(), in.Check)
}

// sheetsCheckFile is the report as CSV that spreadsheets open as it is: UTF-8
// with a mark, nothing in it a formula.
func (d Deps) sheetsCheckFile(w http.ResponseWriter, r *http.Request, s identity.Session) error {
	c, err := d.mayCheck(r.Context(), s, r.PathValue("check"))
	if err != nil {
		return err
	}
	attach(w, "doi-chieu-"+c.ID+".csv", "text/csv; charset=utf-8")
	_, _ = w.Write([]byte("\ufeff")) // whoever has gone away needs no report
	rows := csv.NewWriter(w)
	head := [][]string{
		{"sitting", string(c.Sitting)},
		{"checked_by", c.By.Name},
		{"started_at", inVietnam(c.At)},
		{"ended_at", inVietnam(c.EndedAt)},
		{"state", string(c.State)},
		{"files", strconv.Itoa(c.Scans)},
		{"sheets", strconv.Itoa(c.Sheets)},
		{"differences", strconv.Itoa(len(c.Wrong))},
		nil,
		{"file", "page", "candidate", "field", "code", "kept", "now"},
	}
	for _, row := range head {
		_ = rows.Write(inert(row)) // as above
	}
	for _, x := range c.Wrong {
		_ = rows.Write(inert([]string{x.File, strconv.Itoa(x.Page), x.Candidate, x.Field, x.Code, x.Kept, x.Now})) // as above
	}
	rows.Flush()
	return nil
}

// sheetsCheckBook is the report as a workbook.
func (d Deps) sheetsCheckBook(w http.ResponseWriter, r *http.Request, s identity.Session) error {
	c, err := d.mayCheck(r.Context(), s, r.PathValue("check"))
	if err != nil {
		return err
	}
	sitting, e, err := d.sittingFor(r.Context(), s, string(c.Sitting), sheetViewers)
	if err != nil {
		return err
	}
	data, err := omrbook.Report(&c, e.Name+" · "+sitting.Name)
	if err != nil {
		return err
	}
	attach(w, "doi-chieu-"+c.ID+".xlsx", xlsxType)
	_, _ = w.Write(data) // whoever has gone away needs no report
	return nil
}

// inVietnam is a time as people there write it; "" for none.
func inVietnam(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(vi.Zone).Format("02/01/2006 15:04:05")
}

// inert keeps cells from being run as formulas.
func inert(row []string) []string {
	out := make([]string, len(row))
	for i, cell := range row {
		if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
			cell = "'" + cell
		}
		out[i] = cell
	}
	return out
}
