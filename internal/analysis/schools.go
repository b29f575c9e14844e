package analysis

import (
	"cmp"
	"slices"

	"khaothi/psychometrics"
	"khaothi/psychometrics/stat"
)

// maxFurthest is how many items a school is told.
const maxFurthest = 5

// earned gathers points and what was to be had.
type earned struct{ got, of float64 }

func (e *earned) add(got, of float64) { e.got, e.of = e.got+got, e.of+of }

func (e *earned) share() Num {
	if e == nil {
		return nil
	}
	return num(stat.Ratio(e.got, e.of))
}

// sums are the points of one group of persons by what they were earned for.
type sums struct {
	persons               []int
	topics, levels, kinds map[string]*earned
	items                 map[int]*earned
}

func newSums() *sums {
	return &sums{topics: map[string]*earned{}, levels: map[string]*earned{}, kinds: map[string]*earned{}, items: map[int]*earned{}}
}

func put[K comparable](m map[K]*earned, k K, got, of float64) {
	if m[k] == nil {
		m[k] = &earned{}
	}
	m[k].add(got, of)
}

// add counts what one person earned in one column.
func (s *sums) add(m *Matrix, i, j int) {
	c, at := &m.Columns[j], m.At(i, j)
	if m.Scores[at] == psychometrics.NotPresented {
		return
	}
	got := float64(m.Points[at])
	put(s.topics, c.Topic, got, c.MaxPoints)
	put(s.kinds, c.Kind, got, c.MaxPoints)
	put(s.items, j, got, c.MaxPoints)
	if len(c.Fields) == 0 {
		put(s.levels, c.Level, got, c.MaxPoints)
		return
	}
	of := c.MaxPoints / float64(len(c.Fields)) // of each field alike, as levels are of statements
	for f, field := range c.Fields {
		put(s.levels, field.Level, of*float64(m.Right[at]>>f&1), of)
	}
}

// schools says what each school can learn from the answers of its pupils.
func (w *work) schools() error {
	all, by := newSums(), map[string]*sums{}
	names := map[string]string{}
	for i := range w.m.Persons {
		p := &w.m.Persons[i]
		to := []*sums{all}
		if p.School != "" {
			if by[p.School] == nil {
				by[p.School] = newSums()
			}
			names[p.School] = p.SchoolName
			to = append(to, by[p.School])
		}
		for _, s := range to {
			s.persons = append(s.persons, i)
			for _, j := range w.columns {
				s.add(w.m, i, j)
			}
		}
	}
	w.rep.Province = w.school(all, all, w.rep.Overview.Marks)
	for _, code := range sortedKeys(by) {
		s := w.school(by[code], all, w.rep.Overview.Marks)
		s.Code, s.Name = code, names[code]
		w.rep.Schools = append(w.rep.Schools, s)
	}
	return nil
}

func (w *work) school(s, all *sums, province Marks) School {
	points := make([]float64, len(s.persons))
	var quarters [4]float64
	for k, i := range s.persons {
		points[k] = w.m.Persons[i].Points
		q := 0
		for _, cut := range []Num{province.Quartile1, province.Median, province.Quartile3} {
			if cut != nil && points[k] >= *cut {
				q++
			}
		}
		quarters[q]++
	}
	out := School{Persons: len(s.persons), Marks: marks(points, w.m.MaxPoints), Topics: w.shares(s.topics, all.topics, topicOf), Levels: w.shares(s.levels, all.levels, nil), Kinds: w.shares(s.kinds, all.kinds, kindOf)}
	slices.SortStableFunc(out.Kinds, func(a, b Share) int { return cmp.Compare(w.first(a.Name), w.first(b.Name)) })
	for _, n := range quarters {
		out.Quarters = append(out.Quarters, num(stat.Ratio(n, float64(len(points)))))
	}
	if s != all {
		out.Furthest = w.furthest(s, all)
	}
	return out
}

// first is the place of the first column of a kind, as the paper prints them.
func (w *work) first(kind string) int {
	return slices.IndexFunc(w.m.Columns, func(c Column) bool { return c.Kind == kind })
}

func topicOf(c *Column) string { return c.Topic }
func kindOf(c *Column) string  { return c.Kind }

// shares are the parts of the points by name; what has no name is left out.
func (w *work) shares(s, all map[string]*earned, of func(*Column) string) []Share {
	out := []Share{}
	for _, name := range sortedKeys(s) {
		if name == "" {
			continue
		}
		x := Share{Name: name, School: s[name].share(), Province: all[name].share()}
		for _, j := range w.columns {
			c := &w.m.Columns[j]
			switch {
			case of != nil && of(c) == name, of == nil && len(c.Fields) == 0 && c.Level == name,
				of == nil && slices.ContainsFunc(c.Fields, func(f Field) bool { return f.Level == name }):
				x.Items++
			}
		}
		out = append(out, x)
	}
	return out
}

// furtherBelow puts the share that is further below the province's first. Both
// are known.
func furtherBelow(a, b Share) int {
	return cmp.Compare(*a.School-*a.Province, *b.School-*b.Province)
}

// furthest are the items where a school is furthest below all.
func (w *work) furthest(s, all *sums) []Share {
	out := []Share{}
	for _, j := range w.columns {
		mine, theirs := s.items[j].share(), all.items[j].share()
		if mine != nil && theirs != nil && *mine < *theirs {
			c := &w.m.Columns[j]
			out = append(out, Share{Key: string(c.Version), Name: c.Name, Items: 1, School: mine, Province: theirs, Kind: c.Kind, Topic: c.Topic})
		}
	}
	slices.SortStableFunc(out, furtherBelow)
	return out[:min(len(out), maxFurthest)]
}
