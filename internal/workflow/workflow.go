package workflow

import (
	"context"
	"log/slog"
	"runtime"
	"sync"
	"time"

	"khaothi/bank"
	"khaothi/delivery"
	"khaothi/internal/analysis"
	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/identity"
	"khaothi/internal/seal"
	"khaothi/omr"
	"khaothi/scoring"
)

// Scores are the keys and results of scoring.
type Scores interface {
	scoring.KeyStore
	scoring.ResultStore
	scoring.ResultReader
	scoring.MarkingStore
}

// Ledger is delivery's record and the list of what waits to be scored.
type Ledger interface {
	delivery.Ledger
	delivery.Accommodations
	// AddAction is that of delivery.Actions: every node carries it out within a
	// second of the commit.
	AddAction(ctx context.Context, a *delivery.Action) error
	// ToScore lists the closed sittings, without practice, that closed, or were
	// corrected, at or after a time.
	ToScore(ctx context.Context, since time.Time) ([]ToScore, error)
	delivery.Trails
	delivery.Uploads
}

// ToScore is a closed sitting that may have to be scored.
type ToScore struct {
	ID        exam.SittingID `db:"id"`
	Rev       int64          `db:"rev"`       // rises with every change of its record
	Corrected bool           `db:"corrected"` // works were made void, or late evidence was admitted, since it closed
}

// Stores are the stores of all parts, bound to one transaction or to the pool.
type Stores struct {
	Bank     bank.Store
	Board    board.Store
	Scores   Scores
	Ledger   Ledger
	Sheets   omr.Store
	Practice Practice
	Analyses analysis.Store
	// Audit writes a row of the audit trail for what workflow does itself;
	// stores write the rows of what they do.
	Audit func(ctx context.Context, who exam.Actor, action, object string, detail any) error
}

// DB binds the stores.
type DB interface {
	// InTx runs f in one transaction and commits if f returns nil. It may run f
	// again after a serialization failure, so f touches nothing but tx.
	InTx(ctx context.Context, f func(tx Stores) error) error
	// Read returns the stores outside a transaction.
	Read() Stores
}

// Flow runs the steps that join parts.
type Flow struct {
	db       DB
	keys     *delivery.Keys
	edu      Education
	workbook WorkbookFunc
	log      *slog.Logger
	now      func() time.Time
	desk     *bank.Desk
	signer   *seal.Signer
	scans    Scanner
	readers  int
	stuck    stuck
	units    func(ctx context.Context) (*identity.Tree, error)
	scored   sync.Map // sitting → revision that ScoreClosed is done with
}

// Config is what a Flow is made of. Without Education there is no education
// database to export to.
type Config struct {
	DB        DB
	Keys      *delivery.Keys
	Education Education
	Workbook  WorkbookFunc
	Log       *slog.Logger
	Now       func() time.Time
	Desk      *bank.Desk   // what people have open of confidential pools; nil: nothing
	Signer    *seal.Signer // seals the stages of answer sheets; nil: none is sealed
	Scanner   Scanner      // reads scans; nil: none are read
	Readers   int          // scans read at once; 0: as many as there are cores
	// Units are all units, to know the region of a school; nil: no regions.
	Units func(ctx context.Context) (*identity.Tree, error)
}

// New returns a Flow.
func New(c Config) *Flow {
	if c.Desk == nil {
		c.Desk = bank.NewDesk(c.Now)
	}
	if c.Readers <= 0 {
		c.Readers = runtime.GOMAXPROCS(0)
	}
	return &Flow{readers: c.Readers, db: c.DB, keys: c.Keys, edu: c.Education, workbook: c.Workbook, log: c.Log, now: c.Now, desk: c.Desk, signer: c.Signer, scans: c.Scanner, units: c.Units}
}

// organizer is delivery's, on the record of one transaction.
func (f *Flow) organizer(tx Stores) *delivery.Organizer {
	return delivery.NewOrganizer(tx.Ledger, f.keys, f.now)
}
