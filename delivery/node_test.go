package delivery

import (
	"slices"
	"testing"

	"khaothi/internal/exam"
)

// TestHoldersAreListed: the list is made once, and anew when one came or went.
func TestHoldersAreListed(t *testing.T) {
	t.Parallel()
	s := &nodeShard{holders: map[exam.AttemptID]*Holder{}, ending: map[*Holder]struct{}{}}
	n := &Node{shards: []*nodeShard{s}}
	a, b, after := &Holder{attempt: "a"}, &Holder{attempt: "b"}, &Holder{attempt: "b"}
	for _, tt := range []struct {
		what string
		do   func()
		want []*Holder
	}{
		{"nobody", func() {}, nil},
		{"two came", func() { n.register(a, false); n.register(b, false) }, []*Holder{a, b}},
		{"one came again to the sealed attempt", func() { n.register(after, true) }, []*Holder{a, b, after}},
		{"two went", func() { n.unregister(b); n.unregister(a) }, []*Holder{after}},
		{"all went", func() { n.unregister(after) }, nil},
	} {
		tt.do()
		list := s.list()
		if len(list) != len(tt.want) {
			t.Errorf("%s: %d are listed, want %d", tt.what, len(list), len(tt.want))
		}
		for _, h := range tt.want {
			if !slices.Contains(list, h) {
				t.Errorf("%s: %s is not listed", tt.what, h.attempt)
			}
		}
		if again := s.list(); len(list) > 0 && &again[0] != &list[0] {
			t.Errorf("%s: the list is made twice", tt.what)
		}
	}
}
