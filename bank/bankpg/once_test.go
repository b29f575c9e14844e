package bankpg

import (
	"slices"
	"sync"
	"testing"

	"khaothi/bank"
	"khaothi/internal/exam"
)

func TestANewItemSavedTwiceIsOneItem(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	bodies := map[string]bank.Body{} // as a browser says them again, ids and all
	for _, stem := range []string{"Hỏi", "Hỏi kĩ hơn", "Hỏi khác hẳn"} {
		bodies[stem] = single(stem)
	}
	save := func(by exam.Actor, key, stem string) (bank.Item, error) {
		return s.CreateFrom(t.Context(), by, home, key, bodies[stem])
	}
	const tries = 4
	ids := make([]exam.ItemID, tries)
	var all sync.WaitGroup
	for i := range tries { // the same save by a browser that heard no answer, on several nodes at once
		all.Go(func() {
			own := bodies["Hỏi"] // each call has a body of its own, as each request has
			own.Question.Options = slices.Clone(own.Question.Options)
			it, err := s.CreateFrom(t.Context(), who, home, "moi-1", own)
			if err != nil {
				t.Error(err)
			}
			ids[i] = it.ID
		})
	}
	all.Wait()
	for _, id := range ids {
		if id != ids[0] || id == "" {
			t.Fatalf("items %v, want one", ids)
		}
	}
	if again, err := save(who, "moi-1", "Hỏi kĩ hơn"); err != nil || again.ID != ids[0] || again.Current.No != 2 || again.Current.Body.Question.Stem != "Hỏi kĩ hơn" {
		t.Errorf("written on: %+v, %v; want version 2", again, err)
	}
	if again, err := save(who, "moi-1", "Hỏi kĩ hơn"); err != nil || again.Current.No != 2 {
		t.Errorf("that again: version %d, %v; want 2", again.Current.No, err)
	}
	if _, err := save(who, "moi-1", "Hỏi khác hẳn"); codeOf(err) != "item.made" {
		t.Errorf("another text over a changed item: %v", err)
	}
	if _, err := s.CreateFrom(t.Context(), who, bank.Home{Unit: home.Unit, Pool: "Kho khác"}, "moi-1", bodies["Hỏi kĩ hơn"]); codeOf(err) != "item.made" {
		t.Errorf("into another pool: %v", err)
	}
	for _, other := range []struct {
		by  exam.Actor
		key string
	}{{reviewer, "moi-1"}, {who, "moi-2"}} {
		if it, err := save(other.by, other.key, "Hỏi"); err != nil || it.ID == ids[0] {
			t.Errorf("%s, %s: %v, %v; want an item of its own", other.by.Name, other.key, it.ID, err)
		}
	}
}

func TestAKeyIsFreeAgainWhenNothingWasSaved(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	bad := single("Hỏi")
	bad.Question.Stem = `<img src="media:` + bank.MediaHash([]byte("x")) + `">`
	if _, err := s.CreateFrom(t.Context(), who, home, "moi", bad); codeOf(err) != "media.missing" {
		t.Fatal(err)
	}
	if it, err := s.CreateFrom(t.Context(), who, home, "moi", single("Hỏi")); err != nil || it.Current.No != 1 {
		t.Errorf("%+v, %v", it, err)
	}
}
