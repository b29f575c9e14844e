package edudbpg

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
	"khaothi/scoring"
)

// Export brings the records of the exam up to results; see scoring.EduPort.
// fault.Unavailable with the code edu.unavailable: the database does not
// answer; edu.contract: it lacks the tables or rights of the contract.
func (s *Store) Export(ctx context.Context, e scoring.EduExam, results []scoring.EduResult) (scoring.EduReport, error) {
	var report scoring.EduReport
	err := pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		if err := pgdb.Lock(ctx, tx, "khaothi", string(e.ID)); err != nil {
			return err
		}
		there, err := pgdb.List[held](ctx, tx, `
			SELECT idbanghi, sukien, phienban, sha FROM exam_result WHERE makythi = @exam`, pgx.StrictNamedArgs{"exam": e.ID})
		if err != nil {
			return err
		}
		pupils, err := pupilsOf(ctx, tx, results)
		if err != nil {
			return err
		}
		p := newPlan(e, there, pupils)
		p.run(results)
		if err := write(ctx, tx, e, p.writes); err != nil {
			return err
		}
		report, err = reconcile(ctx, tx, p)
		return err
	})
	if err != nil {
		return scoring.EduReport{}, fmt.Errorf("export exam %s: %w", e.ID, explain(err))
	}
	return report, nil
}

// write upserts the rows in one statement. A tombstone keeps the content of
// the record and changes its event and version only.
func write(ctx context.Context, tx pgx.Tx, e scoring.EduExam, rows []record) error {
	if len(rows) == 0 {
		return nil
	}
	c := columnsOf(rows)
	n, err := pgdb.Exec(ctx, tx, `
		WITH put AS (
			SELECT * FROM unnest(@id::text[], @event::text[], @version::int[], @subject::text[], @pupil::text[],
				@citizen::text[], @school::text[], @class::text[], @grade::text[], @points::text[], @sha::text[])
				AS r(id, event, version, subject, pupil, citizen, school, class, grade, points, sha)),
		cancelled AS (
			UPDATE exam_result x SET sukien = put.event, phienban = put.version, thoigiancapnhat = now()
			FROM put
			WHERE x.idbanghi = put.id AND put.event = 'CANCEL' AND x.phienban < put.version
			RETURNING 1),
		stored AS (
			INSERT INTO exam_result AS x (idbanghi, sukien, phienban, thoigiancapnhat, makythi, tenkythi, namhoc, hocky,
				mamonhoc, mahocsinh, sodinhdanh, matruong, malop, makhoi, diem, sha)
			SELECT id, event, version, now(), @exam, left(@name, 200), @year, @term,
				subject, pupil, citizen, school, class, grade, points::numeric(4,2), sha
			FROM put
			WHERE event <> 'CANCEL'
			ON CONFLICT (idbanghi) DO UPDATE SET
				sukien = EXCLUDED.sukien, phienban = EXCLUDED.phienban, thoigiancapnhat = EXCLUDED.thoigiancapnhat,
				tenkythi = EXCLUDED.tenkythi, namhoc = EXCLUDED.namhoc, hocky = EXCLUDED.hocky, mamonhoc = EXCLUDED.mamonhoc,
				mahocsinh = EXCLUDED.mahocsinh, sodinhdanh = EXCLUDED.sodinhdanh, matruong = EXCLUDED.matruong,
				malop = EXCLUDED.malop, makhoi = EXCLUDED.makhoi, diem = EXCLUDED.diem, sha = EXCLUDED.sha
			WHERE x.phienban < EXCLUDED.phienban
			RETURNING 1)
		SELECT 1 FROM cancelled UNION ALL SELECT 1 FROM stored`,
		pgx.StrictNamedArgs{
			"id": c["id"], "event": c["event"], "version": versions(rows), "subject": c["subject"], "pupil": c["pupil"],
			"citizen": c["citizen"], "school": c["school"], "class": c["class"], "grade": c["grade"], "points": c["points"], "sha": c["sha"],
			"exam": e.ID, "name": e.Name, "year": e.SchoolYear, "term": e.Term,
		})
	if err == nil && n != int64(len(rows)) {
		return fault.New(fault.Conflict, "edu.version").With("written", n).With("wanted", len(rows))
	}
	return err
}

// columnsOf turns rows into one array a column.
func columnsOf(rows []record) map[string][]string {
	c := map[string][]string{}
	for i := range rows {
		r := &rows[i]
		points := r.Points
		if points == "" {
			points = "0" // a tombstone: not used
		}
		for name, v := range map[string]string{
			"id": r.ID, "event": r.Event, "subject": r.Subject, "pupil": r.Pupil.Code, "citizen": r.Pupil.CitizenID,
			"school": r.Pupil.School, "class": r.Pupil.Class, "grade": r.Pupil.Grade, "points": points, "sha": r.SHA,
		} {
			c[name] = append(c[name], v)
		}
	}
	return c
}

func versions(rows []record) []int32 {
	out := make([]int32, len(rows))
	for i := range rows {
		out[i] = int32(rows[i].Version) //nolint:gosec // rises by one an export
	}
	return out
}

// reconcile counts and sums up what stands there and compares it with what
// must; a difference undoes the export.
func reconcile(ctx context.Context, tx pgx.Tx, p *plan) (scoring.EduReport, error) {
	type sums struct {
		Records  int    `db:"records"`
		Live     int    `db:"live"`
		Checksum string `db:"checksum"`
	}
	got, err := pgdb.One[sums](ctx, tx, `
		SELECT count(*) AS records, count(*) FILTER (WHERE sukien <> 'CANCEL') AS live,
			encode(sha256(convert_to(coalesce(string_agg(
				idbanghi || ' ' || phienban || ' ' || sukien || ' ' || sha || E'\n', '' ORDER BY idbanghi COLLATE "C"), ''), 'UTF8')), 'hex') AS checksum
		FROM exam_result
		WHERE makythi = @exam`, pgx.StrictNamedArgs{"exam": p.exam.ID})
	if err != nil {
		return scoring.EduReport{}, err
	}
	records, live, checksum := p.expect()
	if got != (sums{records, live, checksum}) {
		return scoring.EduReport{}, fault.New(fault.Conflict, "edu.reconcile").With("there", got.Records).With("here", records)
	}
	r := p.report
	r.Records, r.Live, r.Checksum = records, live, checksum
	return r, nil
}

// explain tells a database that is away, or is not the one of the contract,
// from trouble of our own.
func explain(err error) error {
	if fault.KindOf(err) == fault.Unavailable {
		return fault.New(fault.Unavailable, "edu.unavailable").Wrap(err)
	}
	var pgErr *pgconn.PgError
	if !errors.As(err, &pgErr) {
		return err
	}
	switch pgErr.Code {
	case "42P01", "42703", "42501": // no such table, no such column, no right
		return fault.New(fault.Unavailable, "edu.contract").With("why", pgErr.Message).Wrap(err)
	}
	return err
}
