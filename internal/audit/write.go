package audit

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
	"khaothi/internal/seal"
)

// chainLock is the advisory lock of the chain's end.
const chainLock = 0x6b746175646974 // "ktaudit"

// Entry is one row of the trail.
type Entry struct {
	Seq    int64
	At     time.Time
	Who    exam.Actor
	Action string
	Object string
	Detail json.RawMessage
	Prev   seal.Hash
	Hash   seal.Hash
}

// Write records that who did action (a verb with its noun: "form.lock") to
// object (a noun and an id: "form:0k…"). detail is marshalled to JSON: what
// changed, never an answer, a key or a password. Outside of a transaction the
// row is written in one of its own.
func Write(ctx context.Context, q pgdb.Querier, who exam.Actor, action, object string, detail any) error {
	if action == "" {
		return fault.New(fault.Invalid, "audit.action_missing")
	}
	raw, err := marshal(detail)
	if err != nil {
		return fmt.Errorf("audit %s: %w", action, err)
	}
	return pgdb.InTx(ctx, q, func(tx pgx.Tx) error {
		if err := write(ctx, tx, Entry{Who: who, Action: action, Object: object, Detail: raw}); err != nil {
			return fmt.Errorf("audit %s %s: %w", action, object, err)
		}
		return nil
	})
}

// Change is what a person does, as the trail names it.
type Change struct {
	Who            exam.Actor
	Action, Object string
	Detail         any
}

// InTx runs f and the audit row of c in one transaction. The row comes last:
// writing it holds up other writers until the commit.
func InTx(ctx context.Context, q pgdb.Querier, c Change, f func(tx pgx.Tx) error) error {
	return pgdb.InTx(ctx, q, func(tx pgx.Tx) error {
		if err := f(tx); err != nil {
			return err
		}
		return Write(ctx, tx, c.Who, c.Action, c.Object, c.Detail)
	})
}

// marshal gives the bytes of a detail; nil is an empty object.
func marshal(detail any) (json.RawMessage, error) {
	if detail == nil {
		return json.RawMessage("{}"), nil
	}
	return json.Marshal(detail)
}

// end is the last link of the chain and the database's time.
type end struct {
	Seq  int64     `db:"seq"`
	Hash []byte    `db:"hash"`
	Now  time.Time `db:"now"`
}

// write appends e to the chain.
func write(ctx context.Context, tx pgdb.Querier, e Entry) error {
	if _, err := pgdb.Exec(ctx, tx, "SELECT pg_advisory_xact_lock(@lock)", pgx.StrictNamedArgs{"lock": int64(chainLock)}); err != nil {
		return err
	}
	// A statement of its own: it sees what the holder before us committed.
	last, err := pgdb.One[end](ctx, tx, `
		SELECT coalesce(max(seq), 0) AS seq,
		       coalesce((SELECT hash FROM audit_log ORDER BY seq DESC LIMIT 1), ''::bytea) AS hash,
		       clock_timestamp() AS now
		FROM audit_log`, nil)
	if err != nil {
		return err
	}
	copy(e.Prev[:], last.Hash)
	e.Seq, e.At = last.Seq+1, last.Now.UTC()
	e.Hash = e.link()
	_, err = pgdb.Exec(ctx, tx, `
		INSERT INTO audit_log (seq, at, actor_id, actor_name, actor_ip, action, object, detail, prev, hash)
		VALUES (@seq, @at, @actor_id, @actor_name, @actor_ip, @action, @object, @detail, @prev, @hash)`,
		pgx.StrictNamedArgs{
			"seq": e.Seq, "at": e.At, "actor_id": string(e.Who.ID), "actor_name": e.Who.Name, "actor_ip": e.Who.IP,
			"action": e.Action, "object": e.Object, "detail": e.Detail, "prev": e.Prev[:], "hash": e.Hash[:],
		})
	return err
}

// link is the hash that e must have after its Prev. The time counts in
// microseconds since 1970, as PostgreSQL keeps it.
func (e Entry) link() seal.Hash {
	var seq, at [8]byte
	binary.BigEndian.PutUint64(seq[:], uint64(e.Seq))
	binary.BigEndian.PutUint64(at[:], uint64(e.At.UnixMicro()))
	return seal.Step(e.Prev, seal.Fields(seq[:], at[:], []byte(e.Who.ID), []byte(e.Who.Name), []byte(e.Who.IP),
		[]byte(e.Action), []byte(e.Object), e.Detail))
}
