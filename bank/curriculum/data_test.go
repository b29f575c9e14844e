package curriculum_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"khaothi/bank"
	"khaothi/bank/curriculum"
)

func TestTheProgrammeIsATree(t *testing.T) {
	t.Parallel()
	p := curriculum.National()
	for _, r := range bank.CheckNodes(nil, p.Nodes, strconv.Itoa) {
		t.Errorf("node %s (%s): %s %s", r.Where, p.Nodes[0].Code, r.Code, r.Excerpt)
	}
	count := map[bank.NodeKind]int{}
	seen := map[string]bank.Node{}
	for _, n := range p.Nodes {
		count[n.Kind]++
		if up, ok := seen[n.Parent]; n.Parent != "" && (!ok || !containsAll(up.Grades, n.Grades)) {
			t.Errorf("%s stands before its parent, or has grades %v that %s has not", n.Code, n.Grades, n.Parent)
		}
		if n.Name != bank.NormText(n.Name) || len(n.Grades) == 0 || strings.Contains(n.Name, "ƣ") {
			t.Errorf("%s: name %q, grades %v", n.Code, n.Name, n.Grades)
		}
		seen[n.Code] = n
	}
	// 27 subjects of Circulars 32/2018 and 13/2022; outcomes as counted by hand
	// in the programme of Toán 10–12 without the practice sections.
	if count[bank.NodeSubject] != 27 || count[bank.NodeOutcome] != 298 {
		t.Errorf("%v", count)
	}
}

func TestSubjectsAreThoseThatImportsKnow(t *testing.T) {
	t.Parallel()
	for _, n := range curriculum.National().Nodes {
		if n.Kind == bank.NodeSubject && len(n.Name) < 30 && bank.ParseSubject(n.Name) != n.Code {
			t.Errorf("ParseSubject(%q) = %q, the programme calls it %q", n.Name, bank.ParseSubject(n.Name), n.Code)
		}
	}
}

func TestLessonsHaveOneCharacterCodes(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, c := range curriculum.National().ID6 {
		key := strconv.Itoa(c.Grade) + c.Part + c.Chapter
		if seen[key] || len(c.Chapter) != 1 || !slices.Contains([]string{"D", "H", "C"}, c.Part) || c.Name == "" {
			t.Errorf("chapter %+v", c)
		}
		seen[key] = true
		for k, name := range c.Lessons {
			if len(k) != 1 || name == "" {
				t.Errorf("%s: lesson %q %q", key, k, name)
			}
		}
	}
}

func containsAll(all, some []int) bool {
	for _, g := range some {
		if !slices.Contains(all, g) {
			return false
		}
	}
	return true
}
