package exam

import (
	"sort"
	"testing"
	"testing/synctest"
	"time"
)

func TestNewIDIsUniqueAndSortsByTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var ids []string
		seen := map[string]bool{}
		for range 1000 {
			id := NewID()
			if len(id) != 20 {
				t.Fatalf("NewID() = %q, %d characters", id, len(id))
			}
			if seen[id] {
				t.Fatalf("NewID() repeated %q", id)
			}
			seen[id] = true
			ids = append(ids, id)
			time.Sleep(time.Millisecond) //nolint:forbidigo // the clock of the bubble, not of the wall
		}
		if !sort.StringsAreSorted(ids) {
			t.Error("ids made one after the other do not sort by time")
		}
	})
}

func TestNewOptionIDHasFourCharacters(t *testing.T) {
	t.Parallel()
	distinct := map[string]bool{}
	for range 200 {
		id := NewOptionID()
		if len(id) != 4 {
			t.Fatalf("NewOptionID() = %q", id)
		}
		distinct[id] = true
	}
	if len(distinct) < 190 {
		t.Errorf("200 option ids gave only %d values", len(distinct))
	}
}
