package web

import (
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/workflow"
	"khaothi/omr"
)

type sheetSittingsView struct {
	Sittings []sheetSittingView `json:"sittings"`
}

type sheetSittingView struct {
	ID      string      `json:"id"`
	Exam    string      `json:"exam"`
	Name    string      `json:"name"`
	Subject string      `json:"subject"`
	Starts  time.Time   `json:"starts_at"`
	Seated  int         `json:"seated"`
	Begun   bool        `json:"begun"`
	Stages  []stageView `json:"stages" doc:"none: not begun"`
}

type layoutsView struct {
	Layouts []LayoutName `json:"layouts"`
}

type stageView struct {
	Stage    string     `json:"stage" enum:"scan,read,fix,score"`
	Holder   string     `json:"holder" doc:"empty: not open"`
	Mine     bool       `json:"mine" doc:"the caller holds it"`
	OpenedAt *time.Time `json:"opened_at,omitempty"`
	SealedAt *time.Time `json:"sealed_at,omitempty"`
	N        int        `json:"n" doc:"what the seal covers"`
	Root     string     `json:"root" doc:"hex"`
}

type scanView struct {
	ID    string `json:"id"`
	Room  string `json:"room"`
	File  string `json:"file"`
	Bytes int    `json:"bytes"`
	Pages int    `json:"pages"`
	Fault string `json:"fault" doc:"why it could not be read"`
}

type bagView struct {
	Room    string   `json:"room"`
	Name    string   `json:"name"`
	Sheets  int      `json:"sheets" doc:"-1: not counted"`
	Absent  []string `json:"absent"`
	Scanned int      `json:"scanned" doc:"sheets that count"`
	Missing []string `json:"missing" doc:"numbers of those present who have no sheet"`
}

type doubtView struct {
	Field string `json:"field" doc:"empty: the sheet"`
	Code  string `json:"code"`
}

type doubtfulView struct {
	Sheet   string      `json:"sheet"`
	Room    string      `json:"room"`
	File    string      `json:"file"`
	Page    int         `json:"page"`
	Status  string      `json:"status"`
	Doubts  []doubtView `json:"doubts"`
	Waiting bool        `json:"waiting" doc:"for a second person"`
	Mine    bool        `json:"mine" doc:"the caller decided, and cannot be the second"`
}

type sheetsStatusView struct {
	Stages  []stageView    `json:"stages"`
	Bags    []bagView      `json:"bags"`
	Scans   []scanView     `json:"scans"`
	Sheets  int            `json:"sheets" doc:"that count"`
	Aside   int            `json:"aside"`
	Unread  int            `json:"unread"`
	Failed  int            `json:"failed"`
	Decided int            `json:"decided" doc:"sheets with a decision"`
	Stuck   string         `json:"stuck" doc:"why reading stands still on this server, a code; it is tried again"`
	Doubts  []doubtfulView `json:"doubts"`
}

type fixView struct {
	ID      string    `json:"id"`
	Field   string    `json:"field"`
	Before  string    `json:"before"`
	After   string    `json:"after"`
	Why     string    `json:"why"`
	By      string    `json:"by"`
	Mine    bool      `json:"mine"`
	At      time.Time `json:"at"`
	Second  bool      `json:"second" doc:"wants a second person"`
	Agreed  string    `json:"agreed" doc:"the second person"`
	Refused bool      `json:"refused"`
}

type cellView struct {
	Field string `json:"field"`
	Read  string `json:"read"`
	Value string `json:"value" doc:"what counts"`
	Clear bool   `json:"clear" doc:"read without a doubt"`
}

type sheetView struct {
	ID      string          `json:"id"`
	Sitting string          `json:"sitting"`
	Room    string          `json:"room"`
	File    string          `json:"file"`
	Page    int             `json:"page"`
	Status  string          `json:"status"`
	Counts  bool            `json:"counts"`
	Cells   []cellView      `json:"cells" doc:"by name"`
	Doubts  []doubtView     `json:"doubts" doc:"open ones"`
	Solved  string          `json:"solved" doc:"the candidate number that the digits in doubt must be; it counts when a person confirms it"`
	Fixes   []fixView       `json:"fixes"`
	Layout  json.RawMessage `json:"layout"`
	Detail  json.RawMessage `json:"detail" doc:"places and darkness of the bubbles"`
}

func viewSheetSittings(list []workflow.SheetSitting, me exam.AccountID) sheetSittingsView {
	out := sheetSittingsView{Sittings: []sheetSittingView{}}
	for _, s := range list {
		v := sheetSittingView{
			ID: string(s.ID), Exam: s.ExamName, Name: s.Name, Subject: s.SubjectName, Starts: s.StartsAt, Seated: s.Seated,
			Begun: s.Run != nil, Stages: []stageView{},
		}
		if s.Run != nil {
			v.Stages = viewStages(s.Run, me)
		}
		out.Sittings = append(out.Sittings, v)
	}
	return out
}

func viewStages(r *omr.Run, me exam.AccountID) []stageView {
	out := make([]stageView, len(r.Steps))
	for i, s := range r.Steps {
		out[i] = stageView{Stage: string(s.Stage), Holder: s.Holder.Name, Mine: s.Holder.ID == me}
		if s.Holder.ID != "" {
			out[i].OpenedAt = &s.OpenedAt
		}
		if s.Seal != nil {
			out[i].SealedAt, out[i].N, out[i].Root = &s.Seal.At, s.Seal.N, hex.EncodeToString(s.Seal.Root[:])
		}
	}
	return out
}

func viewScan(s *omr.Scan) scanView {
	return scanView{ID: s.ID, Room: string(s.Room), File: s.File, Bytes: s.Bytes, Pages: s.Pages, Fault: s.Fault}
}

func viewDoubts(list []omr.Doubt) []doubtView {
	out := make([]doubtView, len(list))
	for i, d := range list {
		out[i] = doubtView(d)
	}
	return out
}

func viewSheetsStatus(st *workflow.SheetsStatus, me exam.AccountID) sheetsStatusView {
	out := sheetsStatusView{
		Stages: viewStages(&st.Run, me), Bags: make([]bagView, len(st.Bags)), Scans: make([]scanView, len(st.Scans)),
		Sheets: st.Sheets, Aside: st.Aside, Unread: st.Unread, Failed: st.Failed, Decided: st.Decided, Stuck: st.Stuck,
		Doubts: make([]doubtfulView, len(st.Doubts)),
	}
	for i, b := range st.Bags {
		out.Bags[i] = bagView{Room: string(b.Room), Name: b.Name, Sheets: b.Sheets, Absent: b.Absent, Scanned: b.Sheets}
		for _, g := range st.Gaps {
			if g.Room == b.Room {
				out.Bags[i].Scanned, out.Bags[i].Missing = g.Scanned, g.Missing
			}
		}
	}
	for i := range st.Scans {
		out.Scans[i] = viewScan(&st.Scans[i])
	}
	for i, d := range st.Doubts {
		out.Doubts[i] = doubtfulView{
			Sheet: d.Sheet, Room: string(d.Room), File: d.File, Page: d.Page, Status: d.Status, Doubts: viewDoubts(d.Doubts),
			Waiting: d.Waiting, Mine: d.Waiting && d.By == me,
		}
	}
	return out
}

func viewFix(f *omr.Fix, me exam.AccountID) fixView {
	return fixView{
		ID: f.ID, Field: f.Field, Before: f.Before, After: f.After, Why: f.Why, By: f.By.Name, Mine: f.By.ID == me, At: f.At,
		Second: f.Second, Agreed: f.Agreed.Name, Refused: f.Refused,
	}
}

func viewSheet(s *workflow.SheetOf, me exam.AccountID) sheetView {
	out := sheetView{
		ID: s.ID, Sitting: string(s.Sitting), Room: string(s.Room), File: s.File, Page: s.Page, Status: s.Status, Counts: s.Counts(),
		Doubts: viewDoubts(append(s.Open(), s.Found...)), Layout: s.Layout, Detail: s.Detail,
		Solved: s.Solved, Cells: []cellView{}, Fixes: []fixView{},
	}
	for _, field := range slices.Sorted(maps.Keys(s.Cells)) {
		out.Cells = append(out.Cells, cellView{Field: field, Read: s.Cells[field], Value: s.Value(field), Clear: s.Clear(field)})
	}
	for i := range s.Fixes {
		out.Fixes = append(out.Fixes, viewFix(&s.Fixes[i], me))
	}
	return out
}
