package scoringpg

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/internal/audit"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
	"khaothi/scoring"
)

var _ scoring.MarkingStore = (*Store)(nil)

const (
	aliasLetters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
	aliasLength  = 6 // a billion: two of one sitting that are alike are tried again
	// holdFor is how long a work waits for who has it on the screen.
	holdFor = 40 * time.Minute
)

func newAlias() string {
	var b [aliasLength]byte
	_, _ = rand.Read(b[:]) // crypto/rand.Read never fails
	for i := range b {
		b[i] = aliasLetters[int(b[i])%len(aliasLetters)]
	}
	return string(b[:])
}

// PutWorks implements scoring.MarkingStore.
func (s *Store) PutWorks(ctx context.Context, sitting exam.SittingID, works []scoring.Work) error {
	return pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		if err := pgdb.Lock(ctx, tx, "marking", string(sitting)); err != nil {
			return err
		}
		there, err := worksOf(ctx, tx, `WHERE sitting_id = @sitting`, pgx.StrictNamedArgs{"sitting": sitting})
		if err != nil {
			return err
		}
		known := map[[2]string]*scoring.Work{}
		for i := range there {
			known[[2]string{string(there[i].Attempt), there[i].Field}] = &there[i]
		}
		for i := range works {
			if err := putWork(ctx, tx, sitting, &works[i], known[[2]string{string(works[i].Attempt), works[i].Field}]); err != nil {
				return err
			}
		}
		return dropWorks(ctx, tx, sitting, works)
	})
}

// dropWorks takes the works that are not among works out of the queue, and puts
// those back that are again.
func dropWorks(ctx context.Context, tx pgx.Tx, sitting exam.SittingID, works []scoring.Work) error {
	attempts, fields := make([]string, len(works)), make([]string, len(works))
	for i, w := range works {
		attempts[i], fields[i] = string(w.Attempt), w.Field
	}
	type changedRow struct {
		ID   string `db:"id"`
		Gone bool   `db:"gone"`
	}
	changed, err := pgdb.List[changedRow](ctx, tx, `
		UPDATE marking_work w SET gone_at = CASE WHEN gone_at IS NULL THEN now() END
		WHERE sitting_id = @sitting
			AND (gone_at IS NULL) = NOT EXISTS (
				SELECT 1 FROM unnest(@attempts::text[], @fields::text[]) AS c (attempt_id, field)
				WHERE c.attempt_id = w.attempt_id AND c.field = w.field)
		RETURNING id, gone_at IS NOT NULL AS gone`,
		pgx.StrictNamedArgs{"sitting": sitting, "attempts": attempts, "fields": fields})
	if err != nil {
		return fmt.Errorf("works of sitting %s that count: %w", sitting, err)
	}
	for _, c := range changed {
		if err := audit.Write(ctx, tx, exam.System(), "marking.gone", "work:"+c.ID, map[string]any{"gone": c.Gone}); err != nil {
			return err
		}
	}
	return nil
}

func putWork(ctx context.Context, tx pgx.Tx, sitting exam.SittingID, w, was *scoring.Work) error {
	if was == nil {
		_, err := pgdb.Exec(ctx, tx, `
			INSERT INTO marking_work (id, sitting_id, attempt_id, candidate_id, field, alias, value, created_at)
			VALUES (@id, @sitting, @attempt, @candidate, @field, @alias, @value, now())`,
			pgx.StrictNamedArgs{
				"id": exam.NewID(), "sitting": sitting, "attempt": w.Attempt, "candidate": w.Candidate,
				"field": w.Field, "alias": newAlias(), "value": w.Value,
			})
		return err
	}
	if was.Value == w.Value {
		return nil
	}
	args := pgx.StrictNamedArgs{"id": was.ID}
	if _, err := pgdb.Exec(ctx, tx, `DELETE FROM marking_mark WHERE work_id = @id`, args); err != nil {
		return err
	}
	args["value"] = w.Value
	_, err := pgdb.Exec(ctx, tx, `
		UPDATE marking_work SET value = @value, final = NULL, settled_by = '', settled_at = NULL WHERE id = @id`, args)
	if err != nil {
		return err
	}
	return audit.Write(ctx, tx, exam.System(), "marking.changed", "work:"+was.ID, map[string]any{"marks": len(was.Marks)})
}

type workRow struct {
	ID        string           `db:"id"`
	Sitting   exam.SittingID   `db:"sitting_id"`
	Attempt   exam.AttemptID   `db:"attempt_id"`
	Candidate exam.CandidateID `db:"candidate_id"`
	Field     string           `db:"field"`
	Alias     string           `db:"alias"`
	Value     string           `db:"value"`
	Final     *int64           `db:"final"`
	Marks     []byte           `db:"marks"`
}

// markJSON is a mark as worksOf reads it.
type markJSON struct {
	Turn   int                       `json:"turn"`
	ID     exam.AccountID            `json:"id"`
	Name   string                    `json:"name"`
	Points map[string]scoring.Points `json:"points"`
	Total  scoring.Points            `json:"total"`
	Note   string                    `json:"note"`
	At     time.Time                 `json:"at"`
}

// worksOf reads works with their marks.
func worksOf(ctx context.Context, q pgdb.Querier, where string, args pgx.StrictNamedArgs) ([]scoring.Work, error) {
	rows, err := pgdb.List[workRow](ctx, q, `
		SELECT w.id, w.sitting_id, w.attempt_id, w.candidate_id, w.field, w.alias, w.value, w.final, coalesce((
			SELECT jsonb_agg(jsonb_build_object('turn', m.turn, 'id', m.marker_id, 'name', m.marker_name, 'points', m.points,
				'total', m.total, 'note', m.note, 'at', m.marked_at) ORDER BY m.turn)
			FROM marking_mark m WHERE m.work_id = w.id), '[]') AS marks
		FROM marking_work w `+where, args)
	if err != nil {
		return nil, fmt.Errorf("read works: %w", err)
	}
	out := make([]scoring.Work, len(rows))
	for i := range rows {
		if out[i], err = rows[i].work(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (r *workRow) work() (scoring.Work, error) {
	w := scoring.Work{ID: r.ID, Sitting: r.Sitting, Attempt: r.Attempt, Candidate: r.Candidate, Field: r.Field, Alias: r.Alias, Value: r.Value}
	if r.Final != nil {
		final := scoring.Points(*r.Final)
		w.Final = &final
	}
	var marks []markJSON
	if err := json.Unmarshal(r.Marks, &marks); err != nil {
		return w, fmt.Errorf("marks of work %s: %w", r.ID, err)
	}
	for _, m := range marks {
		w.Marks = append(w.Marks, scoring.WorkMark{
			Turn: m.Turn, Marker: exam.Actor{ID: m.ID, Name: m.Name}, Points: m.Points, Total: m.Total, Note: m.Note, At: m.At.UTC(),
		})
	}
	return w, nil
}

// FinalMarks implements scoring.MarkingStore.
func (s *Store) FinalMarks(ctx context.Context, sitting exam.SittingID) (map[exam.AttemptID]map[string]scoring.Points, error) {
	type row struct {
		Attempt exam.AttemptID `db:"attempt_id"`
		Field   string         `db:"field"`
		Final   int64          `db:"final"`
	}
	rows, err := pgdb.List[row](ctx, s.q, `
		SELECT attempt_id, field, final FROM marking_work WHERE sitting_id = @sitting AND final IS NOT NULL AND gone_at IS NULL`,
		pgx.StrictNamedArgs{"sitting": sitting})
	if err != nil {
		return nil, fmt.Errorf("marks of sitting %s: %w", sitting, err)
	}
	out := map[exam.AttemptID]map[string]scoring.Points{}
	for _, r := range rows {
		if out[r.Attempt] == nil {
			out[r.Attempt] = map[string]scoring.Points{}
		}
		out[r.Attempt][r.Field] = scoring.Points(r.Final)
	}
	return out, nil
}

// Plan implements scoring.MarkingStore.
func (s *Store) Plan(ctx context.Context, sitting exam.SittingID) (scoring.MarkingPlan, error) {
	return planOf(ctx, s.q, sitting)
}

func planOf(ctx context.Context, q pgdb.Querier, sitting exam.SittingID) (scoring.MarkingPlan, error) {
	type row struct {
		Marks     int `db:"marks"`
		Threshold int `db:"threshold"`
	}
	rows, err := pgdb.List[row](ctx, q, `SELECT marks, threshold FROM marking_plan WHERE sitting_id = @sitting`,
		pgx.StrictNamedArgs{"sitting": sitting})
	if err != nil || len(rows) == 0 {
		return scoring.DefaultMarking(), err
	}
	return scoring.MarkingPlan(rows[0]), nil
}

// SetPlan implements scoring.MarkingStore.
func (s *Store) SetPlan(ctx context.Context, who exam.Actor, sitting exam.SittingID, p scoring.MarkingPlan) error {
	return pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		if err := pgdb.Lock(ctx, tx, "marking", string(sitting)); err != nil {
			return err
		}
		works, err := worksOf(ctx, tx, `WHERE sitting_id = @sitting AND EXISTS (
			SELECT 1 FROM marking_mark m WHERE m.work_id = w.id) LIMIT 1`, pgx.StrictNamedArgs{"sitting": sitting})
		if err != nil {
			return err
		}
		if len(works) > 0 {
			return fault.New(fault.Conflict, "marking.begun")
		}
		_, err = pgdb.Exec(ctx, tx, `
			INSERT INTO marking_plan (sitting_id, marks, threshold) VALUES (@sitting, @marks, @threshold)
			ON CONFLICT (sitting_id) DO UPDATE SET marks = excluded.marks, threshold = excluded.threshold`,
			pgx.StrictNamedArgs{"sitting": sitting, "marks": p.Marks, "threshold": p.Threshold})
		if err != nil {
			return err
		}
		return audit.Write(ctx, tx, who, "marking.plan", "sitting:"+string(sitting), map[string]any{"marks": p.Marks, "threshold": p.Threshold})
	})
}

// NextWork implements scoring.MarkingStore. Who asks again gets the work that
// they hold.
func (s *Store) NextWork(ctx context.Context, who exam.Actor, sitting exam.SittingID) (scoring.Work, error) {
	var out scoring.Work
	err := pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		if err := pgdb.Lock(ctx, tx, "marking", string(sitting)); err != nil {
			return err
		}
		plan, err := planOf(ctx, tx, sitting)
		if err != nil {
			return err
		}
		// After two marks a work without a final one is disputed: it wants one more.
		works, err := worksOf(ctx, tx, `
			WHERE sitting_id = @sitting AND final IS NULL AND gone_at IS NULL
				AND NOT EXISTS (SELECT 1 FROM marking_mark m WHERE m.work_id = w.id AND m.marker_id = @marker)
				AND (SELECT count(*) FROM marking_hold h WHERE h.work_id = w.id AND h.marker_id <> @marker AND h.until > now())
					< greatest(@wanted - (SELECT count(*) FROM marking_mark m WHERE m.work_id = w.id), 1)
			ORDER BY EXISTS (SELECT 1 FROM marking_hold h WHERE h.work_id = w.id AND h.marker_id = @marker AND h.until > now()) DESC,
				(SELECT count(*) FROM marking_mark m WHERE m.work_id = w.id) DESC, alias
			LIMIT 1`,
			pgx.StrictNamedArgs{"sitting": sitting, "marker": who.ID, "wanted": plan.Marks})
		if err != nil {
			return err
		}
		if len(works) == 0 {
			return fault.New(fault.NotFound, "marking.none")
		}
		out = works[0]
		_, err = pgdb.Exec(ctx, tx, `
			INSERT INTO marking_hold (work_id, marker_id, until) VALUES (@work, @marker, now() + @hold)
			ON CONFLICT (work_id, marker_id) DO UPDATE SET until = excluded.until`,
			pgx.StrictNamedArgs{"work": out.ID, "marker": who.ID, "hold": holdFor})
		return err
	})
	return out, err
}

// Work implements scoring.MarkingStore.
func (s *Store) Work(ctx context.Context, id string) (scoring.Work, error) {
	works, err := worksOf(ctx, s.q, `WHERE id = @id`, pgx.StrictNamedArgs{"id": id})
	if err != nil {
		return scoring.Work{}, err
	}
	if len(works) == 0 {
		return scoring.Work{}, fault.New(fault.NotFound, "marking.work_not_found")
	}
	return works[0], nil
}

// AddMark implements scoring.MarkingStore.
func (s *Store) AddMark(ctx context.Context, who exam.Actor, id string, m scoring.WorkMark, limit scoring.Points) (scoring.Work, error) {
	var out scoring.Work
	err := pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		gone, err := pgdb.List[bool](ctx, tx, `SELECT gone_at IS NOT NULL FROM marking_work WHERE id = @id FOR UPDATE`, pgx.StrictNamedArgs{"id": id})
		if err != nil {
			return err
		}
		if len(gone) == 0 {
			return fault.New(fault.NotFound, "marking.work_not_found")
		}
		if gone[0] {
			return fault.New(fault.Conflict, "marking.gone")
		}
		works, err := worksOf(ctx, tx, `WHERE id = @id`, pgx.StrictNamedArgs{"id": id})
		if err != nil {
			return err
		}
		out = works[0]
		plan, err := planOf(ctx, tx, out.Sitting)
		if err != nil {
			return err
		}
		if err := mayMark(&out, who, plan, limit); err != nil {
			return err
		}
		m.Turn, m.Marker = len(out.Marks)+1, who
		out.Marks = append(out.Marks, m)
		out.Final = plan.Final(out.Marks, limit)
		return keepMark(ctx, tx, who, &out, m)
	})
	return out, err
}

func mayMark(w *scoring.Work, who exam.Actor, plan scoring.MarkingPlan, limit scoring.Points) error {
	for _, m := range w.Marks {
		if m.Marker.ID == who.ID {
			return fault.New(fault.Conflict, "marking.twice")
		}
	}
	if wanted, _ := plan.Wanted(w.Marks, limit); !wanted {
		return fault.New(fault.Conflict, "marking.settled")
	}
	return nil
}

func keepMark(ctx context.Context, tx pgx.Tx, who exam.Actor, w *scoring.Work, m scoring.WorkMark) error {
	points, err := json.Marshal(m.Points)
	if err != nil {
		return fmt.Errorf("encode a mark: %w", err)
	}
	_, err = pgdb.Exec(ctx, tx, `
		INSERT INTO marking_mark (work_id, turn, marker_id, marker_name, points, total, note, marked_at)
		VALUES (@work, @turn, @marker, @name, @points, @total, @note, @at)`,
		pgx.StrictNamedArgs{
			"work": w.ID, "turn": m.Turn, "marker": who.ID, "name": who.Name, "points": points, "total": int64(m.Total), "note": m.Note, "at": m.At,
		})
	if fault.KindOf(err) == fault.Conflict || errors.Is(err, pgx.ErrNoRows) {
		return fault.New(fault.Conflict, "marking.twice")
	}
	if err != nil {
		return err
	}
	if w.Final != nil {
		_, err = pgdb.Exec(ctx, tx, `
			UPDATE marking_work SET final = @final, settled_by = @by, settled_at = @at WHERE id = @id`,
			pgx.StrictNamedArgs{"id": w.ID, "final": int64(*w.Final), "by": who.ID, "at": m.At})
		if err != nil {
			return err
		}
	}
	if _, err = pgdb.Exec(ctx, tx, `DELETE FROM marking_hold WHERE work_id = @id AND marker_id = @marker`,
		pgx.StrictNamedArgs{"id": w.ID, "marker": who.ID}); err != nil {
		return err
	}
	return audit.Write(ctx, tx, who, "marking.mark", "work:"+w.ID, map[string]any{
		"sitting": w.Sitting, "alias": w.Alias, "turn": m.Turn, "total": m.Total, "final": w.Final,
	})
}

// MarkingCounts implements scoring.MarkingStore.
func (s *Store) MarkingCounts(ctx context.Context, sittings []exam.SittingID) (map[exam.SittingID]scoring.MarkingCounts, error) {
	type row struct {
		Sitting  exam.SittingID `db:"sitting_id"`
		Works    int            `db:"works"`
		Once     int            `db:"once"`
		Disputed int            `db:"disputed"`
		Settled  int            `db:"settled"`
		Markers  []byte         `db:"markers"`
	}
	names := make([]string, len(sittings))
	for i, id := range sittings {
		names[i] = string(id)
	}
	rows, err := pgdb.List[row](ctx, s.q, `
		WITH counted AS (
			SELECT w.sitting_id, w.final, (SELECT count(*) FROM marking_mark m WHERE m.work_id = w.id) AS marks
			FROM marking_work w WHERE w.sitting_id = ANY(@sittings) AND w.gone_at IS NULL
		), markers AS (
			SELECT w.sitting_id, m.marker_name AS name, count(*) AS marks
			FROM marking_mark m JOIN marking_work w ON w.id = m.work_id
			WHERE w.sitting_id = ANY(@sittings)
			GROUP BY w.sitting_id, m.marker_id, m.marker_name
		)
		SELECT c.sitting_id, count(*) AS works,
			count(*) FILTER (WHERE final IS NULL AND marks = 1) AS once,
			count(*) FILTER (WHERE final IS NULL AND marks = 2) AS disputed,
			count(*) FILTER (WHERE final IS NOT NULL) AS settled,
			coalesce((SELECT jsonb_agg(jsonb_build_object('Name', name, 'Marks', k.marks) ORDER BY name)
				FROM markers k WHERE k.sitting_id = c.sitting_id), '[]') AS markers
		FROM counted c GROUP BY c.sitting_id`, pgx.StrictNamedArgs{"sittings": names})
	if err != nil {
		return nil, fmt.Errorf("count the marking: %w", err)
	}
	out := make(map[exam.SittingID]scoring.MarkingCounts, len(rows))
	for _, r := range rows {
		c := scoring.MarkingCounts{Works: r.Works, Once: r.Once, Disputed: r.Disputed, Settled: r.Settled}
		if err := json.Unmarshal(r.Markers, &c.Markers); err != nil {
			return nil, fmt.Errorf("markers of sitting %s: %w", r.Sitting, err)
		}
		out[r.Sitting] = c
	}
	return out, nil
}

// MarkingSittings implements scoring.MarkingStore.
func (s *Store) MarkingSittings(ctx context.Context) ([]exam.SittingID, error) {
	return pgdb.List[exam.SittingID](ctx, s.q, `
		SELECT sitting_id FROM marking_work WHERE gone_at IS NULL GROUP BY sitting_id ORDER BY max(created_at) DESC LIMIT 500`, pgx.StrictNamedArgs{})
}
