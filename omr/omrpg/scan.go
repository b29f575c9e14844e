package omrpg

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/internal/audit"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
	"khaothi/internal/seal"
	"khaothi/omr"
)

// AddScan implements omr.Scans.
func (s *Store) AddScan(ctx context.Context, scan omr.Scan, data []byte) error {
	return pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		n, err := pgdb.Exec(ctx, tx, `
			INSERT INTO omr_scan (id, sitting_id, room_id, file, hash, data, by_id, by_name, at)
			VALUES (@id, @sitting, @room, @file, @hash, @data, @by, @name, @at)
			ON CONFLICT (sitting_id, hash) DO NOTHING`, pgx.StrictNamedArgs{
			"id": scan.ID, "sitting": scan.Sitting, "room": scan.Room, "file": scan.File, "hash": scan.Hash[:], "data": data,
			"by": scan.By.ID, "name": scan.By.Name, "at": scan.At,
		})
		if err != nil {
			return fmt.Errorf("keep scan %s: %w", scan.File, err)
		}
		if n == 0 {
			type place struct {
				Room string `db:"room_id"`
				File string `db:"file"`
			}
			first, err := pgdb.One[place](ctx, tx, `SELECT room_id, file FROM omr_scan WHERE sitting_id = @sitting AND hash = @hash`,
				pgx.StrictNamedArgs{"sitting": scan.Sitting, "hash": scan.Hash[:]})
			if err != nil {
				return err
			}
			return fault.New(fault.Conflict, "omr.scan_twice").With("file", first.File).With("room", first.Room)
		}
		return audit.Write(ctx, tx, scan.By, "omr.scan", "sitting:"+string(scan.Sitting), map[string]any{
			"room": scan.Room, "file": scan.File, "sha256": fmt.Sprintf("%x", scan.Hash),
		})
	})
}

type scanRow struct {
	ID      string         `db:"id"`
	Sitting exam.SittingID `db:"sitting_id"`
	Room    exam.RoomID    `db:"room_id"`
	File    string         `db:"file"`
	Hash    []byte         `db:"hash"`
	Bytes   int            `db:"bytes"`
	ByID    exam.AccountID `db:"by_id"`
	ByName  string         `db:"by_name"`
	At      time.Time      `db:"at"`
	Pages   int            `db:"pages"`
	Fault   string         `db:"fault"`
}

const scanColumns = `s.id, s.sitting_id, s.room_id, s.file, s.hash, octet_length(s.data) AS bytes, s.by_id, s.by_name, s.at, s.pages, s.fault`

func (r *scanRow) scan() omr.Scan {
	return omr.Scan{
		ID: r.ID, Sitting: r.Sitting, Room: r.Room, File: r.File, Hash: seal.Hash(r.Hash), Bytes: r.Bytes,
		By: exam.Actor{ID: r.ByID, Name: r.ByName}, At: r.At.UTC(), Pages: r.Pages, Fault: r.Fault,
	}
}

// ListScans implements omr.Scans.
func (s *Store) ListScans(ctx context.Context, id exam.SittingID) ([]omr.Scan, error) {
	rows, err := pgdb.List[scanRow](ctx, s.q, `
		SELECT `+scanColumns+` FROM omr_scan s WHERE s.sitting_id = @sitting ORDER BY s.room_id, s.file, s.id`,
		pgx.StrictNamedArgs{"sitting": id})
	if err != nil {
		return nil, fmt.Errorf("read scans: %w", err)
	}
	out := make([]omr.Scan, len(rows))
	for i := range rows {
		out[i] = rows[i].scan()
	}
	return out, nil
}

// ScanData implements omr.Scans.
func (s *Store) ScanData(ctx context.Context, scan string) ([]byte, error) {
	data, err := pgdb.One[[]byte](ctx, s.q, `SELECT data FROM omr_scan WHERE id = @id`, pgx.StrictNamedArgs{"id": scan})
	if fault.KindOf(err) == fault.NotFound {
		return nil, fault.New(fault.NotFound, "omr.scan_not_found")
	}
	return data, err
}

// ReadNext implements omr.Scans. The row stays locked while f reads: a node that
// is killed leaves it to another.
func (s *Store) ReadNext(ctx context.Context, skip []string, f func(layout []byte, s omr.Scan, data []byte) ([]omr.Sheet, string)) (string, error) {
	scan := ""
	err := pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		type next struct {
			scanRow
			Data   []byte `db:"data"`
			Layout []byte `db:"layout"`
		}
		rows, err := pgdb.List[next](ctx, tx, `
			SELECT `+scanColumns+`, s.data, r.layout
			FROM omr_scan s
				JOIN omr_step t ON t.sitting_id = s.sitting_id AND t.stage = 'read' AND t.opened_at IS NOT NULL AND t.sealed_at IS NULL
				JOIN omr_run r ON r.sitting_id = s.sitting_id
			WHERE s.pages = 0 AND s.fault = '' AND s.id <> ALL(@skip)
			ORDER BY s.id
			LIMIT 1
			FOR UPDATE OF s SKIP LOCKED`, pgx.StrictNamedArgs{"skip": append([]string{}, skip...)})
		if err != nil || len(rows) == 0 {
			return err
		}
		scan = rows[0].ID
		sheets, code := f(rows[0].Layout, rows[0].scan(), rows[0].Data)
		return keepSheets(ctx, tx, scan, sheets, code)
	})
	return scan, err
}

func keepSheets(ctx context.Context, tx pgx.Tx, scan string, sheets []omr.Sheet, code string) error {
	for i := range sheets {
		if err := keepSheet(ctx, tx, scan, &sheets[i]); err != nil {
			return fmt.Errorf("keep page %d of scan %s: %w", sheets[i].Page, scan, err)
		}
	}
	_, err := pgdb.Exec(ctx, tx, `UPDATE omr_scan SET pages = @pages, fault = @fault WHERE id = @id`,
		pgx.StrictNamedArgs{"id": scan, "pages": len(sheets), "fault": code})
	return err
}

func keepSheet(ctx context.Context, tx pgx.Tx, scan string, s *omr.Sheet) error {
	doubts, err := json.Marshal(append([]omr.Doubt{}, s.Doubts...))
	if err != nil {
		return err
	}
	cells, err := json.Marshal(s.Cells)
	if err != nil {
		return err
	}
	_, err = pgdb.Exec(ctx, tx, `
		INSERT INTO omr_sheet (id, scan_id, page, status, doubts, cells, detail)
		VALUES (@id, @scan, @page, @status, @doubts, @cells, @detail)`, pgx.StrictNamedArgs{
		"id": s.ID, "scan": scan, "page": s.Page, "status": s.Status, "doubts": doubts, "cells": cells, "detail": packed(s.Detail),
	})
	return err
}

// packed is a detail as it is kept: gzipped, some 600 bubbles a sheet.
func packed(detail []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write(detail) // a buffer takes everything
	_ = w.Close()
	return out.Bytes()
}

func unpacked(detail []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(detail))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}
