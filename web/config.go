package web

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"khaothi/bank"
	"khaothi/delivery"
	"khaothi/internal/board"
	"khaothi/internal/identity"
)

// Config says how the pages are reached.
type Config struct {
	// SecureCookies is set where browsers come over TLS, here or at a proxy.
	SecureCookies bool
	// Hosts are further host names (with port) that browsers may show in
	// Origin: those of a proxy that changes Host.
	Hosts []string
	// UIDir serves the front end from a folder instead of the embedded one.
	UIDir string
}

// WriteItems makes a file of questions: its bytes, its extension, and what the
// format cannot carry.
type WriteItems func(format string, in bank.Imported) (data []byte, ext string, lost []bank.Row, err error)

// Deps is what the handlers call. Each part adds its fields; a nil one is for
// programs that never call it, such as the one that writes openapi.json.
type Deps struct {
	Log      *slog.Logger
	Now      func() time.Time // must be set to serve
	Identity *identity.Service
	Trail    Trail
	Results  Results
	Marking  Marking
	Sheets   AnswerSheets
	Layouts  Layouts
	Analyses Analyses // workflow.Analyst

	Bank       bank.Store
	WriteItems WriteItems
	ReadItems  func(name string, data []byte, format string) bank.Imported // the readers of bankimport
	Template   func() ([]byte, error)                                      // the workbook that authors fill in
	Sample     func(format string) (data []byte, ext string, err error)    // the same questions in a text format
	Desk       *bank.Desk                                                  // what people have open of confidential pools
	// ReadFormula turns a formula into LaTeX, by format: omml, mathml.
	ReadFormula map[string]func(xml string) (string, error)

	Board    board.Store
	Forms    Forms    // the bank, as a board chooses forms
	Sittings Sittings // workflow.Flow

	SeatRecord SeatRecord // deliverypg.Store
	Machines   Machines   // deliverypg.Store
	Watch      Watch      // delivery.Node.Watch on that record
	Rescue     RescueFile // delivery.Rescuer.Import
	Act        delivery.Act
	Outline    Outline // delivery.ReadOutline on that record

	// Print turns a page into PDF; nil where no browser is on the machine.
	Print func(ctx context.Context, page string) ([]byte, error)

	// Mount are handlers of other packages by pattern of http.ServeMux, such
	// as "/ws" and "/papers/". They get the security headers and no session.
	Mount map[string]http.Handler
}

func (d Deps) withDefaults() Deps {
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	if d.Desk == nil {
		d.Desk = bank.NewDesk(d.Now)
	}
	return d
}
