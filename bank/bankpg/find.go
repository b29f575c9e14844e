package bankpg

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/bank"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
)

// candidates bounds what is ranked: the newest of what has the words as typed,
// then the newest of what has them with other accents.
const candidates = 500

// Find returns a page in the order that f asks for.
func (s *Store) Find(ctx context.Context, f bank.Filter) (bank.Found, error) {
	if f.Limit <= 0 {
		f.Limit = defaultLimit
	}
	f.Limit = min(f.Limit, maxLimit)
	w, err := s.condition(ctx, f)
	if err != nil {
		return bank.Found{}, err
	}
	q := bank.ParseQuery(f.Text)
	after, err := readCursor(f.After)
	if err != nil {
		return bank.Found{}, err
	}
	found := bank.Found{Items: []bank.Item{}}
	var keys []key
	if f.Sort == bank.SortRelevance || f.Sort == "" && !q.Empty() {
		keys, err = s.best(ctx, w, q, after, f.Limit+1)
	} else {
		keys, err = s.ordered(ctx, w.text(q, false), f.Sort, after, f.Limit+1)
	}
	if err != nil {
		return found, err
	}
	if len(keys) > f.Limit {
		keys = keys[:f.Limit]
		found.Next = keys[f.Limit-1].cursor()
	}
	if found.Items, err = s.load(ctx, keys); err != nil {
		return found, err
	}
	return found, s.count(ctx, w.text(q, false), f.Facets, &found)
}

// Pick returns the ids of all that f finds.
func (s *Store) Pick(ctx context.Context, f bank.Filter, limit int) ([]exam.ItemID, error) {
	w, err := s.condition(ctx, f)
	if err != nil {
		return nil, err
	}
	w = w.text(bank.ParseQuery(f.Text), false)
	ids, err := list[exam.ItemID](ctx, s.q, `SELECT i.id FROM item i`+w.sql()+`
		ORDER BY i.created_at DESC, i.place, i.id LIMIT @limit`, w.with(pgx.StrictNamedArgs{"limit": limit + 1}))
	if len(ids) > limit {
		return nil, fault.New(fault.Invalid, "filter.too_many").With("limit", limit)
	}
	return ids, err
}

// key is the place of an item in an order.
type key struct {
	ID    exam.ItemID `db:"id" json:"i"`
	At    time.Time   `db:"created_at" json:"t,omitzero"`
	Place int         `db:"place" json:"p,omitempty"`
	Value int64       `db:"value" json:"v,omitempty"` // of an order by figures: the figure, or microseconds
	Rank  int         `db:"rank" json:"-"`
	Seen  int         `db:"-" json:"n,omitempty"` // of the order by rank: how many came before
}

func (k key) cursor() string {
	data, _ := json.Marshal(k) // plain values always encode
	return base64.RawURLEncoding.EncodeToString(data)
}

func readCursor(s string) (*key, error) {
	if s == "" {
		return nil, nil
	}
	data, err := base64.RawURLEncoding.DecodeString(s)
	k := new(key)
	if err == nil {
		err = json.Unmarshal(data, k)
	}
	if err != nil || k.Seen < 0 || strings.Contains(string(k.ID), "\x00") {
		return nil, fault.New(fault.Invalid, "filter.cursor")
	}
	return k, nil
}

const keyColumns = `SELECT i.id, i.created_at, i.place, `

// best ranks candidates: first what has the words as typed and in their order.
func (s *Store) best(ctx context.Context, w *where, q bank.Query, after *key, limit int) ([]key, error) {
	var all []key
	seen := map[exam.ItemID]bool{}
	for _, accents := range []bool{true, false} {
		if accents && len(q.Accented) == 0 || len(all) >= candidates {
			continue
		}
		t := w.text(q, accents)
		rank, args := ranking(q, accents)
		args["limit"] = candidates
		keys, err := list[key](ctx, s.q, keyColumns+`0::bigint AS value, `+rank+` AS rank FROM item i`+t.sql()+`
			ORDER BY i.created_at DESC, i.place, i.id LIMIT @limit`, t.with(args))
		if err != nil {
			return nil, err
		}
		for _, k := range keys {
			if !seen[k.ID] {
				seen[k.ID] = true
				all = append(all, k)
			}
		}
	}
	slices.SortFunc(all, func(a, b key) int {
		return cmp.Or(cmp.Compare(b.Rank, a.Rank), b.At.Compare(a.At), cmp.Compare(a.Place, b.Place), cmp.Compare(a.ID, b.ID))
	})
	from := 0
	if after != nil {
		from = min(after.Seen, len(all))
	}
	for i := range all {
		all[i].Seen = i + 1
	}
	return all[from:min(len(all), from+limit)], nil
}

// ranking scores one candidate: its text begins with the query (a code or a
// topic), it has the words in their order, with their accents.
func ranking(q bank.Query, accents bool) (string, pgx.StrictNamedArgs) {
	args := pgx.StrictNamedArgs{}
	parts := []string{"0"}
	if accents {
		parts[0] = "4"
	}
	if q.Line != "" {
		parts = append(parts, `CASE WHEN starts_with(i.search, @line) THEN 8 ELSE 0 END`, `CASE WHEN strpos(' ' || i.search, ' ' || @line) > 0 THEN 2 ELSE 0 END`)
		args["line"] = q.Line
	}
	if q.Spoken != "" {
		parts = append(parts, `CASE WHEN strpos(' ' || i.plain, ' ' || @spoken) > 0 THEN 4 ELSE 0 END`)
		args["spoken"] = q.Spoken
	}
	return strings.Join(parts, " + "), args
}

// orders of figures: the value, its direction, and what the item must have.
var orders = map[bank.Sort]struct{ value, direction string }{
	bank.SortUsed:  {`(extract(epoch FROM t.last_used) * 1000000)::bigint`, "DESC"},
	bank.SortIdle:  {`(extract(epoch FROM t.last_used) * 1000000)::bigint`, ""},
	bank.SortHard:  {`t.p::bigint`, ""},
	bank.SortEasy:  {`t.p::bigint`, "DESC"},
	bank.SortSharp: {`t.disc::bigint`, "DESC"},
}

// figures are the columns behind the orders, which have an index.
var figures = map[bank.Sort]string{
	bank.SortUsed: "t.last_used", bank.SortIdle: "t.last_used", bank.SortHard: "t.p", bank.SortEasy: "t.p", bank.SortSharp: "t.disc",
}

func (s *Store) ordered(ctx context.Context, w *where, sort bank.Sort, after *key, limit int) ([]key, error) {
	o, ok := orders[sort]
	if !ok {
		return s.newest(ctx, w, after, limit)
	}
	column := figures[sort]
	w.stat = true
	w.conds = append(w.conds, column+` IS NOT NULL`)
	if after != nil {
		than := map[string]string{"": ">", "DESC": "<"}[o.direction]
		w.and(`(`+column+`, t.item_id) `+than+` (`+fromValue(sort)+`, @after)`, "after", string(after.ID))
		w.args["value"] = after.Value
	}
	return list[key](ctx, s.q, keyColumns+o.value+` AS value, 0 AS rank FROM item i`+w.sql()+`
		ORDER BY `+column+` `+o.direction+`, t.item_id `+o.direction+` LIMIT @limit`, w.with(pgx.StrictNamedArgs{"limit": limit}))
}

func fromValue(sort bank.Sort) string {
	if sort == bank.SortUsed || sort == bank.SortIdle {
		return `to_timestamp(@value::bigint / 1000000) + (@value::bigint % 1000000) * interval '1 microsecond'`
	}
	return `@value::bigint::int`
}

// newest pages by time, and by the place in a file within one import.
func (s *Store) newest(ctx context.Context, w *where, after *key, limit int) ([]key, error) {
	if after != nil {
		w.and(`i.created_at <= @at AND (i.created_at < @at OR i.place > @place OR i.place = @place AND i.id > @after)`, "at", after.At)
		w.args["place"], w.args["after"] = after.Place, string(after.ID)
	}
	return list[key](ctx, s.q, keyColumns+`0::bigint AS value, 0 AS rank FROM item i`+w.sql()+`
		ORDER BY i.created_at DESC, i.place, i.id LIMIT @limit`, w.with(pgx.StrictNamedArgs{"limit": limit}))
}

type foundRow struct {
	itemRow
	statRow
}

// load reads items with their figures, in the order of keys.
func (s *Store) load(ctx context.Context, keys []key) ([]bank.Item, error) {
	place := map[exam.ItemID]int{}
	names := make([]string, 0, len(keys))
	for i, k := range keys {
		place[k.ID] = i
		names = append(names, string(k.ID))
	}
	rows, err := pgdb.List[foundRow](ctx, s.q, foundColumns+` WHERE i.id = ANY(@ids)`, pgx.StrictNamedArgs{"ids": names})
	if err != nil {
		return nil, err
	}
	items := make([]bank.Item, 0, len(rows))
	for _, r := range rows {
		it, err := r.item()
		if err != nil {
			return nil, err
		}
		it.Stat = r.stat()
		items = append(items, it)
	}
	slices.SortFunc(items, func(a, b bank.Item) int { return place[a.ID] - place[b.ID] })
	return items, nil
}

// count fills Total, More and, if asked, Facets.
func (s *Store) count(ctx context.Context, w *where, facets bool, found *bank.Found) error {
	args := w.with(pgx.StrictNamedArgs{"limit": bank.CountLimit + 1})
	if !facets {
		n, err := list[int](ctx, s.q, `SELECT count(*) FROM (SELECT 1 FROM item i`+w.sql()+` LIMIT @limit) hit`, args)
		if err == nil {
			found.Total, found.More = min(n[0], bank.CountLimit), n[0] > bank.CountLimit
		}
		return err
	}
	type facetRow struct {
		Facet string `db:"facet"`
		Count int    `db:"count"`
	}
	rows, err := list[facetRow](ctx, s.q, `
		SELECT facet, count(*) AS count
		FROM (SELECT i.facets FROM item i`+w.sql()+` ORDER BY i.created_at DESC, i.place, i.id LIMIT @limit) hit, unnest(hit.facets) facet
		GROUP BY facet ORDER BY count(*) DESC, facet`, args)
	if err != nil {
		return err
	}
	found.Facets = []bank.Facet{}
	at := map[string]int{}
	for _, r := range rows {
		name, value, _ := strings.Cut(r.Facet, ":")
		if name == "kind" { // every item has one
			found.Total += r.Count
		}
		if value == "" {
			continue
		}
		if _, ok := at[name]; !ok {
			at[name] = len(found.Facets)
			found.Facets = append(found.Facets, bank.Facet{Name: name})
		}
		if f := &found.Facets[at[name]]; len(f.Values) < bank.MaxFacetValues {
			f.Values = append(f.Values, bank.FacetValue{Value: value, Count: r.Count})
		}
	}
	found.More, found.Total = found.Total > bank.CountLimit, min(found.Total, bank.CountLimit)
	slices.SortFunc(found.Facets, func(a, b bank.Facet) int { return cmp.Compare(a.Name, b.Name) })
	return nil
}

// list reads with a plan of its own for every call: how rare a word is decides
// between the index of words and that of time.
func list[T any](ctx context.Context, q pgdb.Querier, sql string, args pgx.StrictNamedArgs) ([]T, error) {
	return pgdb.ListFresh[T](ctx, q, sql, args)
}

func itoa(n int) string { return strconv.Itoa(n) }
