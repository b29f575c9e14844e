package scoringpg

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/internal/exam"
	"khaothi/internal/pgdb"
	"khaothi/scoring"
)

type resultRow struct {
	ID          string           `db:"id"`
	SittingID   exam.SittingID   `db:"sitting_id"`
	CandidateID exam.CandidateID `db:"candidate_id"`
	Version     int              `db:"version"`
	AttemptID   exam.AttemptID   `db:"attempt_id"`
	FormID      exam.FormID      `db:"form_id"`
	FormCode    string           `db:"form_code"`
	KeyVersion  int              `db:"key_version"`
	Rule        string           `db:"rule"`
	Points      int64            `db:"points"`
	MaxPoints   int64            `db:"max_points"`
	Parts       []byte           `db:"parts"`
	Pending     int              `db:"pending"`
	Detail      []byte           `db:"detail"` // NULL in lists
	State       scoring.State    `db:"state"`
	Reason      string           `db:"reason"`
	StateReason string           `db:"state_reason"`
	AuthorID    exam.AccountID   `db:"author_id"`
	AuthorName  string           `db:"author_name"`
	CreatedAt   time.Time        `db:"created_at"`
	PublishedAt *time.Time       `db:"published_at"`
	WithdrawnAt *time.Time       `db:"withdrawn_at"`
}

// resultColumns are those of resultRow but for detail.
const resultColumns = `id, sitting_id, candidate_id, version, attempt_id, form_id, form_code, key_version, rule,
	points, max_points, parts, pending, state, reason, state_reason, author_id, author_name, created_at, published_at, withdrawn_at`

func (r resultRow) stored() (scoring.Stored, error) {
	out := scoring.Stored{
		ID: r.ID, Sitting: r.SittingID, Candidate: r.CandidateID, Version: r.Version, Attempt: r.AttemptID,
		Form: r.FormID, FormCode: r.FormCode, State: r.State, Reason: r.Reason, StateReason: r.StateReason,
		Author: exam.Actor{ID: r.AuthorID, Name: r.AuthorName}, At: r.CreatedAt.UTC(), PublishedAt: r.PublishedAt, WithdrawnAt: r.WithdrawnAt,
		Result: scoring.Result{
			Rule: r.Rule, KeyVersion: r.KeyVersion, Points: scoring.Points(r.Points), Max: scoring.Points(r.MaxPoints),
			Pending: r.Pending,
		},
	}
	if err := json.Unmarshal(r.Parts, &out.Parts); err != nil {
		return out, fmt.Errorf("parts of result %s: %w", r.ID, err)
	}
	if r.Detail == nil {
		return out, nil
	}
	if err := json.Unmarshal(r.Detail, &out.Result); err != nil {
		return out, fmt.Errorf("detail of result %s: %w", r.ID, err)
	}
	return out, nil
}

// Latest lists the newest version of every candidate of the sittings.
func (s *Store) Latest(ctx context.Context, sittings []exam.SittingID) ([]scoring.Stored, error) {
	return s.list(ctx, `
		SELECT DISTINCT ON (sitting_id, candidate_id) `+resultColumns+`, NULL::jsonb AS detail
		FROM result
		WHERE sitting_id = ANY(@sittings)
		ORDER BY sitting_id, candidate_id, version DESC`, pgx.StrictNamedArgs{"sittings": texts(sittings)})
}

// Detailed is Latest of one sitting with the questions of each result.
func (s *Store) Detailed(ctx context.Context, sitting exam.SittingID) ([]scoring.Stored, error) {
	return s.list(ctx, `
		SELECT DISTINCT ON (candidate_id) `+resultColumns+`, detail
		FROM result
		WHERE sitting_id = @sitting
		ORDER BY candidate_id, version DESC`, pgx.StrictNamedArgs{"sitting": sitting})
}

// Stamp names the newest results of the sittings that were not withdrawn.
func (s *Store) Stamp(ctx context.Context, sittings []exam.SittingID) (string, error) {
	return pgdb.One[string](ctx, s.q, `
		SELECT encode(sha256(coalesce(string_agg(digest, ''::bytea ORDER BY sitting_id, candidate_id), ''::bytea)), 'hex')
		FROM (
			SELECT DISTINCT ON (sitting_id, candidate_id) sitting_id, candidate_id, digest, state
			FROM result
			WHERE sitting_id = ANY(@sittings)
			ORDER BY sitting_id, candidate_id, version DESC
		) newest
		WHERE state <> 'withdrawn'`, pgx.StrictNamedArgs{"sittings": texts(sittings)})
}

// Released lists for every candidate the newest version that is published or
// withdrawn.
func (s *Store) Released(ctx context.Context, sittings []exam.SittingID) ([]scoring.Stored, error) {
	return s.list(ctx, `
		SELECT DISTINCT ON (sitting_id, candidate_id) `+resultColumns+`, NULL::jsonb AS detail
		FROM result
		WHERE sitting_id = ANY(@sittings) AND state <> 'scored'
		ORDER BY sitting_id, candidate_id, version DESC`, pgx.StrictNamedArgs{"sittings": texts(sittings)})
}

// History returns all versions of one candidate, whole, the newest first.
func (s *Store) History(ctx context.Context, sitting exam.SittingID, candidate exam.CandidateID) ([]scoring.Stored, error) {
	return s.list(ctx, `
		SELECT `+resultColumns+`, detail
		FROM result
		WHERE sitting_id = @sitting AND candidate_id = @candidate
		ORDER BY version DESC`, pgx.StrictNamedArgs{"sitting": sitting, "candidate": candidate})
}

// Counts counts the newest versions of each sitting by state.
func (s *Store) Counts(ctx context.Context, sittings []exam.SittingID) (map[exam.SittingID]scoring.StateCounts, error) {
	type row struct {
		Sitting   exam.SittingID `db:"sitting_id"`
		Scored    int            `db:"scored"`
		Published int            `db:"published"`
		Withdrawn int            `db:"withdrawn"`
	}
	rows, err := pgdb.List[row](ctx, s.q, `
		SELECT sitting_id, count(*) FILTER (WHERE state = 'scored') AS scored,
			count(*) FILTER (WHERE state = 'published') AS published, count(*) FILTER (WHERE state = 'withdrawn') AS withdrawn
		FROM (
			SELECT DISTINCT ON (sitting_id, candidate_id) sitting_id, state
			FROM result
			WHERE sitting_id = ANY(@sittings)
			ORDER BY sitting_id, candidate_id, version DESC) AS newest
		GROUP BY sitting_id`, pgx.StrictNamedArgs{"sittings": texts(sittings)})
	out := make(map[exam.SittingID]scoring.StateCounts, len(rows))
	for _, r := range rows {
		out[r.Sitting] = scoring.StateCounts{Scored: r.Scored, Published: r.Published, Withdrawn: r.Withdrawn}
	}
	return out, err
}

// ScoredIn counts the candidates with a result in each exam.
func (s *Store) ScoredIn(ctx context.Context, exams []exam.ExamID) (map[exam.ExamID]int, error) {
	type row struct {
		Exam   exam.ExamID `db:"exam_id"`
		Scored int         `db:"scored"`
	}
	rows, err := pgdb.List[row](ctx, s.q, `
		SELECT s.exam_id, count(DISTINCT r.candidate_id) AS scored
		FROM sitting s
		JOIN result r ON r.sitting_id = s.id
		WHERE s.exam_id = ANY(@exams)
		GROUP BY s.exam_id`, pgx.StrictNamedArgs{"exams": texts(exams)})
	out := make(map[exam.ExamID]int, len(rows))
	for _, r := range rows {
		out[r.Exam] = r.Scored
	}
	return out, err
}

func (s *Store) list(ctx context.Context, sql string, args pgx.StrictNamedArgs) ([]scoring.Stored, error) {
	rows, err := pgdb.List[resultRow](ctx, s.q, sql, args)
	if err != nil {
		return nil, err
	}
	out := make([]scoring.Stored, len(rows))
	for i, r := range rows {
		if out[i], err = r.stored(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func texts[T ~string](ids []T) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return out
}
