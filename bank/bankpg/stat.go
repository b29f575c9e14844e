package bankpg

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/bank"
	"khaothi/internal/exam"
	"khaothi/internal/pgdb"
)

type statRow struct {
	N        *int       `db:"n"`
	Easy     *int       `db:"p"`
	Disc     *int       `db:"disc"`
	Uses     *int       `db:"uses"`
	Seen     *int       `db:"seen"`
	LastUsed *time.Time `db:"last_used"`
}

func (r statRow) stat() *bank.Stat {
	if r.N == nil {
		return nil
	}
	return &bank.Stat{N: *r.N, Easy: r.Easy, Disc: r.Disc, Uses: *r.Uses, Seen: *r.Seen, LastUsed: r.LastUsed}
}

// PutStats stores figures of items; those of items that are gone are dropped.
func (s *Store) PutStats(ctx context.Context, stats []bank.Stat) error {
	if len(stats) == 0 {
		return nil
	}
	var ids []string
	var n, uses, seen []int
	var p, disc []*int
	var last []*time.Time
	for _, st := range stats {
		ids, n, uses, seen = append(ids, string(st.ItemID)), append(n, st.N), append(uses, st.Uses), append(seen, st.Seen)
		p, disc, last = append(p, st.Easy), append(disc, st.Disc), append(last, st.LastUsed)
	}
	_, err := pgdb.Exec(ctx, s.q, `
		INSERT INTO item_stat (item_id, n, p, disc, uses, seen, last_used)
		SELECT x.id, x.n, x.p, x.disc, x.uses, x.seen, x.last_used
		FROM unnest(@ids::text[], @n::int[], @p::int[], @disc::int[], @uses::int[], @seen::int[], @last::timestamptz[])
			AS x (id, n, p, disc, uses, seen, last_used)
		JOIN item i ON i.id = x.id
		ON CONFLICT (item_id) DO UPDATE SET n = excluded.n, p = excluded.p, disc = excluded.disc, uses = excluded.uses,
			seen = excluded.seen, last_used = excluded.last_used, updated_at = now()`,
		pgx.StrictNamedArgs{"ids": ids, "n": n, "p": p, "disc": disc, "uses": uses, "seen": seen, "last": last})
	return err
}

// PutFigures sets n, p and disc of items and leaves what is known of their use;
// items that are gone are dropped.
func (s *Store) PutFigures(ctx context.Context, stats []bank.Stat) error {
	if len(stats) == 0 {
		return nil
	}
	var ids []string
	var n []int
	var p, disc []*int
	for _, st := range stats {
		ids, n, p, disc = append(ids, string(st.ItemID)), append(n, st.N), append(p, st.Easy), append(disc, st.Disc)
	}
	_, err := pgdb.Exec(ctx, s.q, `
		INSERT INTO item_stat (item_id, n, p, disc, uses, seen)
		SELECT x.id, x.n, x.p, x.disc, 0, 0
		FROM unnest(@ids::text[], @n::int[], @p::int[], @disc::int[]) AS x (id, n, p, disc)
		JOIN item i ON i.id = x.id
		ORDER BY x.id -- two at once wait for each other in one order
		ON CONFLICT (item_id) DO UPDATE SET n = excluded.n, p = excluded.p, disc = excluded.disc, updated_at = now()`,
		pgx.StrictNamedArgs{"ids": ids, "n": n, "p": p, "disc": disc})
	return err
}

// RefreshUse counts, for every item on a locked form, the sittings that began,
// the candidates who began them, and when it was last; p and discrimination stay
// as they are. Practice does not count.
func (s *Store) RefreshUse(ctx context.Context) (int, error) {
	n, err := pgdb.Exec(ctx, s.q, `
		WITH begun AS (SELECT sitting_id, count(*) AS seen FROM attempt WHERE started_at IS NOT NULL GROUP BY sitting_id)
		INSERT INTO item_stat AS t (item_id, n, uses, seen, last_used)
		SELECT v.item_id, 0, count(DISTINCT s.id), sum(b.seen), max(s.starts_at)
		FROM begun b
			JOIN sitting s ON s.id = b.sitting_id AND NOT s.practice
			JOIN form f ON f.id = s.form_id AND f.state = 'locked'
			JOIN form_pin p ON p.form_id = f.id
			JOIN item_version v ON v.id = p.version_id
		GROUP BY v.item_id
		ORDER BY v.item_id -- two nodes at once wait for each other in one order
		ON CONFLICT (item_id) DO UPDATE SET uses = excluded.uses, seen = excluded.seen, last_used = excluded.last_used, updated_at = now()
		WHERE (t.uses, t.seen, t.last_used) IS DISTINCT FROM (excluded.uses, excluded.seen, excluded.last_used)`, nil)
	return int(n), err
}

// Census counts items by their tags.
func (s *Store) Census(ctx context.Context, units []exam.UnitID) ([]bank.Count, error) {
	type countRow struct {
		Subject string       `db:"subject"`
		Grade   int          `db:"grade"`
		Kind    bank.Kind    `db:"kind"`
		Levels  []bank.Level `db:"levels"`
		State   bank.State   `db:"state"`
		Items   int          `db:"items"`
	}
	rows, err := pgdb.List[countRow](ctx, s.q, `
		SELECT subject, grade, kind, levels, state, count(*) AS items
		FROM item
		WHERE `+underUnits+`
		GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5`, pgx.StrictNamedArgs{"units": unitNames(units)})
	out := make([]bank.Count, 0, len(rows))
	for _, r := range rows {
		out = append(out, bank.Count(r))
	}
	return out, err
}
