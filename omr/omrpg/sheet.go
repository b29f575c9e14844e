package omrpg

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/internal/audit"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
	"khaothi/internal/seal"
	"khaothi/omr"
)

type sheetRow struct {
	ID      string         `db:"id"`
	Sitting exam.SittingID `db:"sitting_id"`
	Scan    string         `db:"scan_id"`
	Room    exam.RoomID    `db:"room_id"`
	File    string         `db:"file"`
	Page    int            `db:"page"`
	Status  string         `db:"status"`
	Doubts  []byte         `db:"doubts"`
	Cells   []byte         `db:"cells"`
	Detail  []byte         `db:"detail"`
	Fixes   []byte         `db:"fixes"`
}

// fixJSON is a decision as PostgreSQL gathers it; crops are read apart.
type fixJSON struct {
	ID         string         `json:"id"`
	Field      string         `json:"field"`
	Before     string         `json:"before"`
	After      string         `json:"after"`
	Why        string         `json:"why"`
	ByID       exam.AccountID `json:"by_id"`
	ByName     string         `json:"by_name"`
	At         time.Time      `json:"at"`
	Second     bool           `json:"second"`
	AgreedID   exam.AccountID `json:"agreed_id"`
	AgreedName string         `json:"agreed_name"`
	AgreedAt   *time.Time     `json:"agreed_at"`
	Refused    bool           `json:"refused"`
	CropHash   []byte         `json:"crop_hash"`
}

// sheetQuery reads sheets; the columns cells and detail are the caller's.
const sheetQuery = `
	SELECT t.id, s.sitting_id, t.scan_id, s.room_id, s.file, t.page, t.status, t.doubts, %s, coalesce((
		SELECT jsonb_agg(to_jsonb(f) - 'crop' - 'seq' || jsonb_build_object('crop_hash', encode(sha256(f.crop), 'base64')) ORDER BY f.seq) FROM omr_fix f WHERE f.sheet_id = t.id), '[]') AS fixes
	FROM omr_sheet t
		JOIN omr_scan s ON s.id = t.scan_id
	WHERE %s
	ORDER BY s.room_id, s.file, s.id, t.page`

func (r *sheetRow) sheet() (omr.Sheet, error) {
	s := omr.Sheet{ID: r.ID, Scan: r.Scan, Room: r.Room, File: r.File, Page: r.Page, Status: r.Status}
	var fixes []fixJSON
	err := errors.Join(json.Unmarshal(r.Doubts, &s.Doubts), json.Unmarshal(r.Cells, &s.Cells), json.Unmarshal(r.Fixes, &fixes))
	if len(r.Detail) > 0 && err == nil {
		s.Detail, err = unpacked(r.Detail)
	}
	for _, f := range fixes {
		fix := omr.Fix{
			ID: f.ID, Sheet: r.ID, Field: f.Field, Before: f.Before, After: f.After, Why: f.Why, By: exam.Actor{ID: f.ByID, Name: f.ByName},
			CropHash: seal.Hash(f.CropHash), At: f.At.UTC(), Second: f.Second, Agreed: exam.Actor{ID: f.AgreedID, Name: f.AgreedName}, Refused: f.Refused,
		}
		if f.AgreedAt != nil {
			fix.AgreedAt = f.AgreedAt.UTC()
		}
		s.Fixes = append(s.Fixes, fix)
	}
	if err != nil {
		return s, fmt.Errorf("sheet %s: %w", r.ID, err)
	}
	return s, nil
}

const (
	lightColumns = `jsonb_strip_nulls(jsonb_build_object('sbd', t.cells->'sbd', 'form_code', t.cells->'form_code')) AS cells, ''::bytea AS detail`
	wholeColumns = `t.cells, t.detail`
)

// ListSheets implements omr.Sheets.
func (s *Store) ListSheets(ctx context.Context, id exam.SittingID) ([]omr.Sheet, error) {
	rows, err := pgdb.List[sheetRow](ctx, s.q, fmt.Sprintf(sheetQuery, lightColumns, `s.sitting_id = @sitting`),
		pgx.StrictNamedArgs{"sitting": id})
	if err != nil {
		return nil, fmt.Errorf("read sheets: %w", err)
	}
	out := make([]omr.Sheet, len(rows))
	for i := range rows {
		if out[i], err = rows[i].sheet(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// WholeSheets implements omr.Sheets.
func (s *Store) WholeSheets(ctx context.Context, id exam.SittingID, f func(*omr.Sheet) error) error {
	rows, err := s.q.Query(ctx, fmt.Sprintf(sheetQuery, wholeColumns, `s.sitting_id = @sitting`), pgx.StrictNamedArgs{"sitting": id})
	if err != nil {
		return pgdb.MapError(err)
	}
	var row sheetRow
	_, err = pgx.ForEachRow(rows, []any{
		&row.ID, &row.Sitting, &row.Scan, &row.Room, &row.File, &row.Page, &row.Status, &row.Doubts, &row.Cells, &row.Detail, &row.Fixes,
	}, func() error {
		sheet, err := row.sheet()
		if err != nil {
			return err
		}
		return f(&sheet)
	})
	return pgdb.MapError(err)
}

// GetSheet implements omr.Sheets.
func (s *Store) GetSheet(ctx context.Context, id string) (omr.Sheet, exam.SittingID, error) {
	row, err := pgdb.One[sheetRow](ctx, s.q, fmt.Sprintf(sheetQuery, wholeColumns, `t.id = @id`), pgx.StrictNamedArgs{"id": id})
	if err != nil {
		return omr.Sheet{}, "", fmt.Errorf("read sheet %s: %w", id, noSheet(err))
	}
	sheet, err := row.sheet()
	return sheet, row.Sitting, err
}

// SittingOf implements omr.Sheets.
func (s *Store) SittingOf(ctx context.Context, sheet string) (exam.SittingID, error) {
	id, err := pgdb.One[exam.SittingID](ctx, s.q, `
		SELECT s.sitting_id FROM omr_sheet t JOIN omr_scan s ON s.id = t.scan_id WHERE t.id = @id`, pgx.StrictNamedArgs{"id": sheet})
	return id, noSheet(err)
}

// noSheet names what was not found.
func noSheet(err error) error {
	if fault.KindOf(err) == fault.NotFound {
		return fault.New(fault.NotFound, "omr.sheet_not_found")
	}
	return err
}

// AddFix implements omr.Sheets.
func (s *Store) AddFix(ctx context.Context, f omr.Fix) error {
	return pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		crop := append([]byte{}, f.Crop...)
		_, err := pgdb.Exec(ctx, tx, `
			INSERT INTO omr_fix (id, sheet_id, field, before, after, why, crop, by_id, by_name, at, second)
			VALUES (@id, @sheet, @field, @before, @after, @why, @crop, @by, @name, @at, @second)`, pgx.StrictNamedArgs{
			"id": f.ID, "sheet": f.Sheet, "field": f.Field, "before": f.Before, "after": f.After, "why": f.Why, "crop": crop,
			"by": f.By.ID, "name": f.By.Name, "at": f.At, "second": f.Second,
		})
		if err != nil {
			return fmt.Errorf("keep a decision about sheet %s: %w", f.Sheet, err)
		}
		return audit.Write(ctx, tx, f.By, "omr.fix", "sheet:"+f.Sheet, map[string]any{
			"field": f.Field, "before": f.Before, "after": f.After, "why": f.Why, "second": f.Second,
		})
	})
}

// AnswerFix implements omr.Sheets.
func (s *Store) AnswerFix(ctx context.Context, f omr.Fix) error {
	return pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		n, err := pgdb.Exec(ctx, tx, `
			UPDATE omr_fix SET agreed_id = @by, agreed_name = @name, agreed_at = @at, refused = @refused
			WHERE id = @id AND agreed_id = ''`,
			pgx.StrictNamedArgs{"id": f.ID, "by": f.Agreed.ID, "name": f.Agreed.Name, "at": f.AgreedAt, "refused": f.Refused})
		if err != nil {
			return fmt.Errorf("keep the second word about fix %s: %w", f.ID, err)
		}
		if n == 0 {
			return fault.New(fault.Conflict, "omr.not_waiting")
		}
		return audit.Write(ctx, tx, f.Agreed, "omr.second", "sheet:"+f.Sheet, map[string]any{"field": f.Field, "after": f.After, "refused": f.Refused})
	})
}
