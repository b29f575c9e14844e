package bankpg

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"maps"
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
	if f.Sort == "" && !q.Empty() {
		f.Sort = bank.SortRelevance
	}
	found := bank.Found{Items: []bank.Item{}}
	var keys []key
	switch {
	case after == nil && orders[f.Sort].value == "":
		keys, err = s.first(ctx, w, q, f, &found)
	case f.Sort == bank.SortRelevance:
		keys, err = s.best(ctx, w, q, after, f.Limit+1)
	default:
		keys, err = s.ordered(ctx, w.text(q, false), f.Sort, after, f.Limit+1)
	}
	if err == nil && (after != nil || orders[f.Sort].value != "") {
		err = s.count(ctx, w.text(q, false), f.Facets, &found)
	}
	if err != nil {
		return found, err
	}
	if len(keys) > f.Limit {
		keys = keys[:f.Limit]
		found.Next = keys[f.Limit-1].cursor()
	}
	found.Items, err = s.load(ctx, keys)
	return found, err
}

// Pick returns the current version of all that f finds.
func (s *Store) Pick(ctx context.Context, f bank.Filter, limit int) ([]bank.Seen, error) {
	type seenRow struct {
		ID   exam.ItemID `db:"id"`
		Hash string      `db:"hash"`
	}
	w, err := s.condition(ctx, f)
	if err != nil {
		return nil, err
	}
	w = w.text(bank.ParseQuery(f.Text), false)
	rows, err := list[seenRow](ctx, s.q, `SELECT i.id, encode(v.hash, 'hex') AS hash`+itemFrom+w.sql()+`
		ORDER BY i.created_at DESC, i.place, i.id LIMIT @limit`, w.with(pgx.StrictNamedArgs{"limit": limit + 1}))
	if len(rows) > limit {
		return nil, fault.New(fault.Invalid, "filter.too_many").With("limit", limit)
	}
	out := make([]bank.Seen, len(rows))
	for i, r := range rows {
		out[i] = bank.Seen(r)
	}
	return out, err
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

// first is the first page, by time or by rank, with its count and facets: all of
// them come from one reading of the newest matches.
func (s *Store) first(ctx context.Context, w *where, q bank.Query, f bank.Filter, found *bank.Found) ([]key, error) {
	t := w.text(q, false)
	rank, args := ranking(q, len(q.Accented) > 0)
	args["limit"] = bank.CountLimit + 1
	type hitRow struct {
		key
		Facets []string `db:"facets"`
	}
	rows, err := list[hitRow](ctx, s.q, keyColumns+`0::bigint AS value, `+rank+` AS rank, i.facets FROM item i`+t.sql()+`
		ORDER BY i.created_at DESC, i.place, i.id LIMIT @limit`, t.with(args))
	if err != nil {
		return nil, err
	}
	found.Total, found.More = min(len(rows), bank.CountLimit), len(rows) > bank.CountLimit
	keys := make([]key, len(rows))
	counts := map[string]int{}
	for i, r := range rows {
		keys[i] = r.key
		for _, facet := range r.Facets {
			counts[facet]++
		}
	}
	if f.Facets {
		found.Facets = facetsOf(counts)
	}
	if f.Sort != bank.SortRelevance {
		return keys[:min(len(keys), f.Limit+1)], nil
	}
	if found.More && len(q.Accented) > 0 { // better ones may be older
		return s.best(ctx, w, q, nil, f.Limit+1)
	}
	return ranked(keys[:found.Total], nil, f.Limit+1), nil
}

// best ranks candidates: the newest with the words as typed, and with fewer of
// those the newest with other accents.
func (s *Store) best(ctx context.Context, w *where, q bank.Query, after *key, limit int) ([]key, error) {
	var all []key
	seen := map[exam.ItemID]bool{}
	for _, accents := range []bool{true, false} {
		if accents && len(q.Accented) == 0 || len(all) >= bank.CountLimit {
			continue
		}
		t := w.text(q, accents)
		rank, args := ranking(q, len(q.Accented) > 0)
		args["limit"] = bank.CountLimit
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
	return ranked(all, after, limit), nil
}

// ranked sorts candidates and returns those of one page.
func ranked(all []key, after *key, limit int) []key {
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
	return all[from:min(len(all), from+limit)]
}

// ranking scores one candidate: its text begins with the query (a code or a
// topic), it has the words in their order, with their accents.
func ranking(q bank.Query, accents bool) (string, pgx.StrictNamedArgs) {
	args := pgx.StrictNamedArgs{}
	parts := []string{"0"}
	if accents {
		parts = append(parts, `CASE WHEN i.words @@ CAST(@accented AS text)::tsquery THEN 4 ELSE 0 END`)
		args["accented"] = vector(bank.Query{Words: q.Accented}, false)
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

// count fills Total, More and, if asked, Facets, of whichever matches are read
// first: the orders by figures have none that are the newest.
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
		FROM (SELECT i.facets FROM item i`+w.sql()+` LIMIT @limit) hit, unnest(hit.facets) facet
		GROUP BY facet`, args)
	if err != nil {
		return err
	}
	counts, total := map[string]int{}, 0
	for _, r := range rows {
		counts[r.Facet] = r.Count
		if strings.HasPrefix(r.Facet, "kind:") { // every item has one
			total += r.Count
		}
	}
	found.Facets = facetsOf(counts)
	found.More, found.Total = total > bank.CountLimit, min(total, bank.CountLimit)
	return nil
}

// facetsOf orders counted name:value pairs.
func facetsOf(counts map[string]int) []bank.Facet {
	values := map[string][]bank.FacetValue{}
	for facet, n := range counts {
		if name, value, _ := strings.Cut(facet, ":"); value != "" {
			values[name] = append(values[name], bank.FacetValue{Value: value, Count: n})
		}
	}
	out := []bank.Facet{}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		v := values[name]
		slices.SortFunc(v, func(a, b bank.FacetValue) int {
			return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
		})
		out = append(out, bank.Facet{Name: name, Values: v[:min(len(v), bank.MaxFacetValues)]})
	}
	return out
}

// list reads with a plan of its own for every call: how rare a word is decides
// between the index of words and that of time.
func list[T any](ctx context.Context, q pgdb.Querier, sql string, args pgx.StrictNamedArgs) ([]T, error) {
	return pgdb.ListFresh[T](ctx, q, sql, args)
}

func itoa(n int) string { return strconv.Itoa(n) }
