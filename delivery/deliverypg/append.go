package deliverypg

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
)

// Append implements delivery.Archive. Where a number is taken although the
// watermark is below it, which takes a hole in an attempt, it begins again and
// minds each row.
func (s *Store) Append(ctx context.Context, node string, batch []delivery.ShardEntries) (delivery.Appended, error) {
	done, err := s.append(ctx, node, batch, false)
	if fault.KindOf(err) == fault.Conflict {
		done, err = s.append(ctx, node, batch, true)
	}
	return done, err
}

func (s *Store) append(ctx context.Context, node string, batch []delivery.ShardEntries, careful bool) (delivery.Appended, error) {
	var done delivery.Appended
	err := pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		// Whatever the server's default: trimming Redis rests on this commit.
		if _, err := tx.Exec(ctx, "SET LOCAL synchronous_commit = on"); err != nil {
			return err
		}
		shards := make([]int, len(batch))
		for i, b := range batch {
			shards[i] = b.Shard
		}
		if err := holdLeases(ctx, tx, node, shards); err != nil {
			return err
		}
		p, err := newPlan(ctx, tx, batch)
		if err != nil {
			return err
		}
		p.careful = careful
		for _, b := range batch {
			for i := range b.Entries {
				p.take(&b.Entries[i])
			}
		}
		done, err = p.write(ctx, tx)
		return err
	})
	if err != nil {
		return delivery.Appended{}, fmt.Errorf("append to the record: %w", err)
	}
	return done, nil
}

// change is what a batch changes of one attempt.
type change struct {
	id                 exam.AttemptID
	state              delivery.AttemptState
	last               int64
	epoch              int64
	device, machine    string
	round              int
	paused             bool
	started, deadline  *time.Time
	sealedAt           *time.Time
	sealedN            *int64
	sealedBy           *string
	receipt            string
	touched, wasSealed bool
	plain              bool // only answers: nothing but last changes
}

// plan collects what one transaction writes.
type plan struct {
	attempts  map[exam.AttemptID]*change
	events    []*delivery.Event
	repeats   []*delivery.Event // at or below what the record holds
	incidents []incident
	done      delivery.Appended
	careful   bool // some of the events may be there already
}

// newPlan reads the attempts of a batch, and locks those of which more changes
// than the watermark, in the order of their ids.
func newPlan(ctx context.Context, tx pgx.Tx, batch []delivery.ShardEntries) (*plan, error) {
	p := &plan{attempts: map[exam.AttemptID]*change{}}
	ids, err := p.readPlain(ctx, tx, batch)
	if err != nil || len(ids) == 0 {
		return p, err
	}
	type row struct {
		ID      exam.AttemptID        `db:"id"`
		State   delivery.AttemptState `db:"state"`
		LastSeq int64                 `db:"last_seq"`
		Epoch   int64                 `db:"epoch"`
		Device  string                `db:"device"`
		Machine string                `db:"machine"`
		Round   int                   `db:"round"`
		Paused  bool                  `db:"paused"`
		// The seal, so that a batch that does not touch it leaves it.
		SealedAt *time.Time `db:"sealed_at"`
		SealedN  *int64     `db:"sealed_n"`
		SealedBy *string    `db:"sealed_by"`
		Receipt  string     `db:"receipt"`
	}
	rows, err := pgdb.List[row](ctx, tx, `
		SELECT id, state, last_seq, epoch, device, machine, round, paused, sealed_at, sealed_n, sealed_by, receipt
		FROM attempt
		WHERE id = ANY(@ids)
		ORDER BY id
		FOR NO KEY UPDATE`,
		pgx.StrictNamedArgs{"ids": ids})
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		c := &change{
			id: r.ID, state: r.State, last: r.LastSeq, epoch: r.Epoch, device: r.Device, machine: r.Machine, round: r.Round,
			paused: r.Paused, sealedAt: r.SealedAt, sealedN: r.SealedN, sealedBy: r.SealedBy, receipt: r.Receipt,
		}
		c.wasSealed = r.State != delivery.AttemptWaiting && r.State != delivery.AttemptOpen
		p.attempts[r.ID] = c
	}
	return p, nil
}

// take sorts one entry into the plan.
func (p *plan) take(e *delivery.LogEntry) {
	c := p.attempts[e.Attempt]
	if c == nil {
		p.done.Orphans++
		p.incidents = append(p.incidents, incidentOf("orphan", e))
		return
	}
	c.touched = true
	switch e.Kind {
	case delivery.EntryAnswer:
		p.answer(c, &e.Event)
	case delivery.EntryAttach:
		if e.Epoch >= c.epoch {
			c.epoch, c.device, c.machine = e.Epoch, e.Device, e.Machine
		}
		p.incidents = append(p.incidents, incidentOf("holder", e))
	case delivery.EntryStart:
		c.started, c.deadline = &e.At, &e.Deadline
		if c.state == delivery.AttemptWaiting {
			c.state = delivery.AttemptOpen
		}
	case delivery.EntryAdjust:
		c.deadline, c.paused = &e.Deadline, e.Paused
	case delivery.EntrySeal:
		p.seal(c, e)
	case delivery.EntryReopen:
		c.reopen(e)
	case delivery.EntryLate:
		p.incidents = append(p.incidents, incidentOf("late", e))
	case delivery.EntryConflict:
		p.incidents = append(p.incidents, incidentOf("conflict", e))
	case delivery.EntryOldEpoch:
		p.incidents = append(p.incidents, incidentOf("old_epoch", e))
	case delivery.EntryFull:
		p.incidents = append(p.incidents, incidentOf("evidence.full", e))
	}
}

// answer takes the next event; one that is there already is compared later.
// One beyond a hole is kept too, but the watermark stays below the hole.
func (p *plan) answer(c *change, e *delivery.Event) {
	if e.Seq <= c.last {
		p.repeats = append(p.repeats, e)
		return
	}
	if e.Seq == c.last+1 {
		c.last = e.Seq
	}
	p.events = append(p.events, e)
}

// reopen undoes the seal of an earlier round.
func (c *change) reopen(e *delivery.LogEntry) {
	if e.Round <= c.round {
		return // read again
	}
	c.round, c.paused, c.wasSealed = e.Round, e.Paused, false
	c.sealedAt, c.sealedN, c.sealedBy, c.receipt = nil, nil, nil, ""
	c.state = delivery.AttemptWaiting
	if !e.Deadline.IsZero() {
		c.state, c.deadline = delivery.AttemptOpen, &e.Deadline
	}
}

// seal closes the attempt of this round: complete, incomplete or absent.
func (p *plan) seal(c *change, e *delivery.LogEntry) {
	if c.wasSealed || e.Round < c.round {
		return
	}
	by := string(e.By)
	c.sealedAt, c.sealedN, c.sealedBy, c.wasSealed, c.paused = &e.At, &e.N, &by, true, false
	switch {
	case e.Absent:
		c.state = delivery.AttemptAbsent
		p.done.Complete = append(p.done.Complete, c.id)
	case c.last >= e.N:
		c.state = delivery.AttemptSealed
		c.receipt = delivery.Receipt(c.id, e.N, e.Hash)
		p.done.Complete = append(p.done.Complete, c.id)
	default:
		c.state = delivery.AttemptIncomplete
		p.done.Missing = append(p.done.Missing, c.id)
		p.incidents = append(p.incidents, incidentOf("incomplete", e))
	}
}

// write carries the plan out.
func (p *plan) write(ctx context.Context, tx pgx.Tx) (delivery.Appended, error) {
	if err := p.insertEvents(ctx, tx); err != nil {
		return p.done, err
	}
	if err := p.compareRepeats(ctx, tx); err != nil {
		return p.done, err
	}
	if err := p.updatePlain(ctx, tx); err != nil {
		return p.done, err
	}
	if err := p.updateAttempts(ctx, tx); err != nil {
		return p.done, err
	}
	return p.done, insertIncidents(ctx, tx, p.incidents)
}

func (p *plan) insertEvents(ctx context.Context, tx pgx.Tx) error {
	if len(p.events) == 0 {
		return nil
	}
	if !p.careful {
		n, err := copyEvents(ctx, tx, p.events)
		p.done.Events = int(n)
		return err
	}
	c := columnsOf(p.events)
	n, err := pgdb.Exec(ctx, tx, `
		INSERT INTO answer_log (attempt, seq, field, value, at, epoch, prev, hash)
		SELECT * FROM unnest(@attempts::text[], @seqs::bigint[], @fields::text[], @values::text[],
			@ats::timestamptz[], @epochs::bigint[], @prevs::bytea[], @hashes::bytea[])
		ON CONFLICT (attempt, seq) DO NOTHING`, c.args())
	if err != nil {
		return err
	}
	p.done.Events = int(n)
	if int(n) < len(p.events) {
		// Beyond a hole some were there: find out which, and whether alike.
		p.repeats = append(p.repeats, p.events...)
	}
	return nil
}

func (p *plan) updateAttempts(ctx context.Context, tx pgx.Tx) error {
	var (
		ids, states, devices        []string
		machines, receipts          []string
		rounds                      []int32
		paused                      []bool
		lasts, epochs               []int64
		starts, deadlines, sealedAt []*time.Time
		sealedN                     []*int64
		sealedBy                    []*string
	)
	for _, c := range p.attempts {
		if c == nil || !c.touched || c.plain {
			continue
		}
		ids, states, devices = append(ids, string(c.id)), append(states, string(c.state)), append(devices, c.device)
		lasts, epochs = append(lasts, c.last), append(epochs, c.epoch)
		starts, deadlines = append(starts, c.started), append(deadlines, c.deadline)
		sealedAt, sealedN = append(sealedAt, c.sealedAt), append(sealedN, c.sealedN)
		sealedBy, receipts = append(sealedBy, c.sealedBy), append(receipts, c.receipt)
		machines, rounds, paused = append(machines, c.machine), append(rounds, int32(c.round)), append(paused, c.paused)
	}
	if len(ids) == 0 {
		return nil
	}
	_, err := pgdb.Exec(ctx, tx, `
		UPDATE attempt AS a SET
			state = u.state, last_seq = u.last_seq, epoch = u.epoch, device = u.device, machine = u.machine,
			started_at = coalesce(a.started_at, u.started_at), deadline = coalesce(u.deadline, a.deadline),
			paused = u.paused, round = u.round, sealed_at = u.sealed_at, sealed_n = u.sealed_n,
			sealed_by = u.sealed_by, receipt = u.receipt
		FROM unnest(@ids::text[], @states::text[], @devices::text[], @lasts::bigint[], @epochs::bigint[],
			@starts::timestamptz[], @deadlines::timestamptz[], @sealed_at::timestamptz[], @sealed_n::bigint[],
			@sealed_by::text[], @receipts::text[], @machines::text[], @rounds::int[], @paused::bool[])
			AS u (id, state, device, last_seq, epoch, started_at, deadline, sealed_at, sealed_n, sealed_by, receipt,
				machine, round, paused)
		WHERE a.id = u.id`,
		pgx.StrictNamedArgs{
			"ids": ids, "states": states, "devices": devices, "lasts": lasts, "epochs": epochs, "starts": starts,
			"deadlines": deadlines, "sealed_at": sealedAt, "sealed_n": sealedN, "sealed_by": sealedBy, "receipts": receipts,
			"machines": machines, "rounds": rounds, "paused": paused,
		})
	return err
}
