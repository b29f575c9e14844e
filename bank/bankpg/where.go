package bankpg

import (
	"context"
	"maps"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/bank"
	"khaothi/internal/exam"
	"khaothi/internal/pgdb"
)

// where is the condition of one filter: only what is asked for stands in it, so
// that the planner sees the query that is meant.
type where struct {
	conds []string
	args  pgx.StrictNamedArgs
	stat  bool // item_stat is joined as t
}

// scope is the units of a filter: nil is all, and an empty list none.
func (s *Store) scope(ctx context.Context, f bank.Filter) ([]string, error) {
	var units []string
	if f.Units != nil {
		var err error
		if units, err = s.under(ctx, unitNames(f.Units)); err != nil {
			return nil, err
		}
	}
	if f.Unit == "" {
		return units, nil
	}
	asked, err := s.under(ctx, []string{string(f.Unit)})
	if err != nil || units == nil {
		return asked, err
	}
	may := map[string]bool{}
	for _, u := range units {
		may[u] = true
	}
	both := []string{}
	for _, u := range asked {
		if may[u] {
			both = append(both, u)
		}
	}
	return both, nil
}

func (s *Store) under(ctx context.Context, units []string) ([]string, error) {
	return pgdb.List[string](ctx, s.q, `
		WITH RECURSIVE mine AS (
			SELECT id FROM unit WHERE id = ANY(@units)
			UNION
			SELECT u.id FROM unit u JOIN mine m ON u.parent_id = m.id)
		SELECT id FROM mine`, pgx.StrictNamedArgs{"units": units})
}

// condition translates everything of a filter but its text.
func (s *Store) condition(ctx context.Context, f bank.Filter) (*where, error) {
	w := &where{args: pgx.StrictNamedArgs{}}
	units, err := s.scope(ctx, f)
	if err != nil {
		return nil, err
	}
	if f.Units != nil || f.Unit != "" {
		w.and(`i.unit_id = ANY(@units)`, "units", units)
	}
	if f.IDs != nil {
		w.and(`i.id = ANY(@ids)`, "ids", itemNames(f.IDs))
	}
	if have := havings(f); len(have) > 0 {
		w.and(`i.facets @> @have`, "have", have)
	}
	if len(f.Lacks) > 0 {
		lacks := []string{}
		for _, l := range f.Lacks {
			lacks = append(lacks, bank.Mark("has", string(l)))
		}
		w.and(`NOT i.facets && @lacks`, "lacks", lacks)
	}
	w.time(`i.created_at >= @from`, "from", f.From)
	w.time(`i.created_at < @to`, "to", f.To)
	w.use(f.Use)
	return w, nil
}

func havings(f bank.Filter) []string {
	have := []string{}
	add := func(name, value string) {
		if value != "" {
			have = append(have, bank.Mark(name, value))
		}
	}
	add("pool", f.Pool)
	add("subject", f.Subject)
	if f.Grade > 0 {
		add("grade", itoa(f.Grade))
	}
	add("topic", f.Topic)
	add("content", f.Content)
	add("outcome", f.Outcome)
	add("level", string(f.Level))
	add("kind", string(f.Kind))
	add("state", string(f.State))
	add("author", string(f.Author))
	add("batch", f.Batch)
	add("lang", f.Language)
	for _, v := range f.Free {
		add("free", v)
	}
	for _, v := range f.Competences {
		add("competence", v)
	}
	for _, v := range f.Has {
		add("has", string(v))
	}
	return have
}

func (w *where) use(u bank.UseFilter) {
	w.bound(`t.p >= @p_min`, "p_min", u.EasyMin)
	w.bound(`t.p <= @p_max`, "p_max", u.EasyMax)
	w.bound(`t.disc >= @disc_min`, "disc_min", u.DiscMin)
	w.bound(`t.disc <= @disc_max`, "disc_max", u.DiscMax)
	w.bound(`coalesce(t.seen, 0) >= @seen_min`, "seen_min", u.SeenMin)
	w.bound(`coalesce(t.seen, 0) <= @seen_max`, "seen_max", u.SeenMax)
	if !u.Since.IsZero() {
		w.stat = true
		w.and(`t.last_used >= @used_since`, "used_since", u.Since)
	}
	if !u.NotSince.IsZero() {
		w.stat = true
		w.and(`coalesce(t.last_used, '-infinity') < @not_used_since`, "not_used_since", u.NotSince)
	}
	if u.Never {
		w.stat = true
		w.conds = append(w.conds, `coalesce(t.uses, 0) = 0`)
	}
}

func (w *where) bound(cond, name string, value *int) {
	if value != nil {
		w.stat = true
		w.and(cond, name, *value)
	}
}

func (w *where) time(cond, name string, value time.Time) {
	if !value.IsZero() {
		w.and(cond, name, value)
	}
}

func (w *where) and(cond, name string, value any) {
	w.conds = append(w.conds, cond)
	w.args[name] = value
}

// text adds what was typed; with accents it wants the words as they were typed.
func (w *where) text(q bank.Query, accents bool) *where {
	out := &where{conds: append([]string{}, w.conds...), args: maps.Clone(w.args), stat: w.stat}
	if v := vector(q, accents); v != "" {
		out.and(`i.words @@ CAST(@words AS text)::tsquery`, "words", v)
	}
	for i, p := range q.Phrases {
		out.phrase(p, itoa(i), `> 0`)
	}
	for i, p := range q.NotSaid {
		out.phrase(p, `not`+itoa(i), `= 0`)
	}
	return out
}

// phrase compares whole words: search and plain have one blank between two.
func (w *where) phrase(p bank.Phrase, name, is string) {
	column, text := "search", p.Folded
	if p.Plain != "" {
		column, text = "plain", p.Plain
	}
	w.and(`strpos(' ' || i.`+column+` || ' ', @phrase`+name+`) `+is, "phrase"+name, " "+text+" ")
}

// vector writes a tsquery. Every lexeme is quoted, and holds letters and digits
// only.
func vector(q bank.Query, accents bool) string {
	var parts []string
	add := func(before, word, after string) { parts = append(parts, before+"'"+word+"'"+after) }
	for _, word := range q.Words {
		add("", word, "")
	}
	for _, p := range q.Phrases { // the index finds the words, strpos their order
		for word := range strings.FieldsSeq(p.Folded) {
			if len(word) <= maxLexeme {
				add("", word, "")
			}
		}
	}
	if q.Prefix != "" {
		add("", q.Prefix, ":*")
	}
	if accents {
		for _, word := range q.Accented {
			add("", word, "")
		}
	}
	for _, word := range q.Not {
		add("!", word, "")
	}
	return strings.Join(parts, " & ")
}

// maxLexeme is the length to which bank cuts words.
const maxLexeme = 63

func (w *where) sql() string {
	from := ""
	if w.stat {
		from = ` LEFT JOIN item_stat t ON t.item_id = i.id`
	}
	if len(w.conds) == 0 {
		return from
	}
	return from + ` WHERE ` + strings.Join(w.conds, ` AND `)
}

// with returns the arguments and more.
func (w *where) with(more pgx.StrictNamedArgs) pgx.StrictNamedArgs {
	out := maps.Clone(w.args)
	maps.Copy(out, more)
	return out
}

func itemNames(ids []exam.ItemID) []string {
	out := make([]string, 0, len(ids))
	for _, id := range ids {
		out = append(out, string(id))
	}
	return out
}
