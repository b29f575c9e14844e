package omrpg

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/internal/audit"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
	"khaothi/internal/seal"
	"khaothi/omr"
)

// CreateRun implements omr.Runs.
func (s *Store) CreateRun(ctx context.Context, r omr.Run) error {
	return pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		_, err := pgdb.Exec(ctx, tx, `
			INSERT INTO omr_run (sitting_id, layout, made_by, made_name, made_at) VALUES (@sitting, @layout, @by, @name, @at)`,
			pgx.StrictNamedArgs{"sitting": r.Sitting, "layout": r.Layout, "by": r.MadeBy.ID, "name": r.MadeBy.Name, "at": r.MadeAt})
		if fault.KindOf(err) == fault.Conflict {
			return fault.New(fault.Conflict, "omr.exists")
		}
		if err != nil {
			return fmt.Errorf("create the run of sitting %s: %w", r.Sitting, err)
		}
		for _, step := range r.Steps {
			_, err := pgdb.Exec(ctx, tx, `INSERT INTO omr_step (sitting_id, stage, secret) VALUES (@sitting, @stage, @secret)`,
				pgx.StrictNamedArgs{"sitting": r.Sitting, "stage": step.Stage, "secret": step.Secret[:]})
			if err != nil {
				return fmt.Errorf("create stage %s of sitting %s: %w", step.Stage, r.Sitting, err)
			}
		}
		return audit.Write(ctx, tx, r.MadeBy, "omr.create", "sitting:"+string(r.Sitting), nil)
	})
}

type runRow struct {
	Sitting exam.SittingID `db:"sitting_id"`
	Layout  []byte         `db:"layout"`
	MadeBy  exam.AccountID `db:"made_by"`
	Name    string         `db:"made_name"`
	MadeAt  time.Time      `db:"made_at"`
}

type stepRow struct {
	Sitting    exam.SittingID `db:"sitting_id"`
	Stage      omr.Stage      `db:"stage"`
	Secret     []byte         `db:"secret"`
	HolderID   exam.AccountID `db:"holder_id"`
	HolderName string         `db:"holder_name"`
	OpenedAt   *time.Time     `db:"opened_at"`
	SealedAt   *time.Time     `db:"sealed_at"`
	SealedID   exam.AccountID `db:"sealed_id"`
	SealedName string         `db:"sealed_name"`
	N          int            `db:"n"`
	Root       []byte         `db:"root"`
	Previous   []byte         `db:"previous"`
	Signature  []byte         `db:"signature"`
	PublicKey  []byte         `db:"public_key"`
}

func (r *stepRow) step() omr.Step {
	step := omr.Step{Stage: r.Stage, Secret: seal.Hash(r.Secret), Holder: exam.Actor{ID: r.HolderID, Name: r.HolderName}}
	if r.OpenedAt != nil {
		step.OpenedAt = r.OpenedAt.UTC()
	}
	if r.SealedAt != nil {
		step.Seal = &omr.Seal{
			At: r.SealedAt.UTC(), By: exam.Actor{ID: r.SealedID, Name: r.SealedName}, N: r.N,
			Root: seal.Hash(r.Root), Previous: seal.Hash(r.Previous), Signature: r.Signature, PublicKey: r.PublicKey,
		}
	}
	return step
}

// GetRun implements omr.Runs.
func (s *Store) GetRun(ctx context.Context, id exam.SittingID) (omr.Run, error) {
	if err := pgdb.Lock(ctx, s.q, "omr", string(id)); err != nil {
		return omr.Run{}, err
	}
	runs, err := s.ListRuns(ctx, []exam.SittingID{id})
	if err != nil {
		return omr.Run{}, err
	}
	if len(runs) == 0 {
		return omr.Run{}, fault.New(fault.NotFound, "omr.run_not_found")
	}
	return runs[0], nil
}

// ListRuns implements omr.Runs.
func (s *Store) ListRuns(ctx context.Context, ids []exam.SittingID) ([]omr.Run, error) {
	args := pgx.StrictNamedArgs{"ids": ids}
	rows, err := pgdb.List[runRow](ctx, s.q, `
		SELECT sitting_id, layout, made_by, made_name, made_at FROM omr_run WHERE sitting_id = ANY(@ids) ORDER BY made_at DESC`, args)
	if err != nil {
		return nil, fmt.Errorf("read runs: %w", err)
	}
	steps, err := pgdb.List[stepRow](ctx, s.q, `
		SELECT sitting_id, stage, secret, holder_id, holder_name, opened_at, sealed_at, sealed_id, sealed_name,
			n, root, previous, signature, public_key
		FROM omr_step
		WHERE sitting_id = ANY(@ids)`, args)
	if err != nil {
		return nil, fmt.Errorf("read stages: %w", err)
	}
	out := make([]omr.Run, len(rows))
	for i, r := range rows {
		out[i] = omr.Run{
			Sitting: r.Sitting, Layout: r.Layout, MadeBy: exam.Actor{ID: r.MadeBy, Name: r.Name}, MadeAt: r.MadeAt.UTC(),
			Steps: make([]omr.Step, len(omr.Stages)),
		}
		for j := range steps {
			if steps[j].Sitting == r.Sitting {
				out[i].Steps[slices.Index(omr.Stages, steps[j].Stage)] = steps[j].step()
			}
		}
	}
	return out, nil
}

// SaveStep implements omr.Runs.
func (s *Store) SaveStep(ctx context.Context, who exam.Actor, r omr.Run, stage omr.Stage) error {
	step := r.Steps[slices.Index(omr.Stages, stage)]
	args := pgx.StrictNamedArgs{
		"sitting": r.Sitting, "stage": stage, "holder": step.Holder.ID, "name": step.Holder.Name, "opened": step.OpenedAt,
	}
	return pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		if step.Seal == nil {
			_, err := pgdb.Exec(ctx, tx, `
				UPDATE omr_step SET holder_id = @holder, holder_name = @name, opened_at = @opened
				WHERE sitting_id = @sitting AND stage = @stage`, args)
			if err != nil {
				return fmt.Errorf("open stage %s of sitting %s: %w", stage, r.Sitting, err)
			}
			return audit.Write(ctx, tx, who, "omr.open", "sitting:"+string(r.Sitting), map[string]any{"stage": stage})
		}
		_, err := pgdb.Exec(ctx, tx, `
			UPDATE omr_step SET sealed_at = @at, sealed_id = @by, sealed_name = @by_name, n = @n, root = @root,
				previous = @previous, signature = @signature, public_key = @key
			WHERE sitting_id = @sitting AND stage = @stage`, pgx.StrictNamedArgs{
			"sitting": r.Sitting, "stage": stage, "at": step.Seal.At, "by": step.Seal.By.ID, "by_name": step.Seal.By.Name, "n": step.Seal.N,
			"root": step.Seal.Root[:], "previous": step.Seal.Previous[:], "signature": step.Seal.Signature, "key": step.Seal.PublicKey,
		})
		if err != nil {
			return fmt.Errorf("seal stage %s of sitting %s: %w", stage, r.Sitting, err)
		}
		return audit.Write(ctx, tx, who, "omr.seal", "sitting:"+string(r.Sitting), map[string]any{
			"stage": stage, "n": step.Seal.N, "root": fmt.Sprintf("%x", step.Seal.Root),
		})
	})
}

// SetBag implements omr.Runs.
func (s *Store) SetBag(ctx context.Context, who exam.Actor, id exam.SittingID, b omr.Bag) error {
	return pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		absent := append([]string{}, b.Absent...)
		_, err := pgdb.Exec(ctx, tx, `
			INSERT INTO omr_bag (sitting_id, room_id, sheets, absent) VALUES (@sitting, @room, @sheets, @absent)
			ON CONFLICT (sitting_id, room_id) DO UPDATE SET sheets = excluded.sheets, absent = excluded.absent`,
			pgx.StrictNamedArgs{"sitting": id, "room": b.Room, "sheets": b.Sheets, "absent": absent})
		if err != nil {
			return fmt.Errorf("keep the bag of room %s: %w", b.Room, err)
		}
		return audit.Write(ctx, tx, who, "omr.bag", "sitting:"+string(id), map[string]any{"room": b.Room, "sheets": b.Sheets, "absent": absent})
	})
}

// ListBags implements omr.Runs.
func (s *Store) ListBags(ctx context.Context, id exam.SittingID) ([]omr.Bag, error) {
	type row struct {
		Room   exam.RoomID `db:"room_id"`
		Name   string      `db:"name"`
		Sheets int         `db:"sheets"`
		Absent []string    `db:"absent"`
	}
	rows, err := pgdb.List[row](ctx, s.q, `
		SELECT b.room_id, r.name, b.sheets, b.absent
		FROM omr_bag b
			JOIN room r ON r.id = b.room_id
		WHERE b.sitting_id = @sitting
		ORDER BY r.name`, pgx.StrictNamedArgs{"sitting": id})
	if err != nil {
		return nil, fmt.Errorf("read bags: %w", err)
	}
	out := make([]omr.Bag, len(rows))
	for i, r := range rows {
		out[i] = omr.Bag(r)
	}
	return out, nil
}
