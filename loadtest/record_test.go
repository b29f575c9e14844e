package loadtest

import (
	"context"
	"testing"
)

// rows is a record held in memory.
type rows []Row

func (r rows) Rows(_ context.Context, _ []string, yield func(Row)) error {
	for _, row := range r {
		yield(row)
	}
	return nil
}

func (r rows) Sealed(context.Context, []string) (int, error) { return len(r), nil }

// TestCompareFindsWhatIsPlanted breaks a good record in one way at a time.
func TestCompareFindsWhatIsPlanted(t *testing.T) {
	t.Parallel()
	logs := []Log{
		{Attempt: "a", First: 1, Acked: 3, Events: []Answered{{"p1_1", "x"}, {"p1_2", "y"}, {"p1_1", ""}, {"p1_3", "sent, never acknowledged"}}},
		{Attempt: "b", First: 5, Acked: 5, Events: []Answered{{"p1_1", "z"}}},
	}
	good := rows{
		{"a", 1, "p1_1", "x", 101, true},
		{"a", 2, "p1_2", "y", 102, true},
		{"a", 3, "p1_1", "", 103, true},
		{"b", 4, "p9_9", "from before the run", 104, true},
		{"b", 5, "p1_1", "z", 105, true},
	}
	change := func(i int, to Row) rows {
		r := append(rows{}, good...)
		r[i] = to
		return r
	}
	for _, tt := range []struct {
		name   string
		record rows
		want   Comparison
	}{
		{"as it should be", good, Comparison{Acked: 4}},
		{"stored, never acknowledged", append(good, Row{"a", 4, "p1_3", "sent, never acknowledged", 104, true}), Comparison{Acked: 4}},
		{"one row gone", good[:4], Comparison{Acked: 4, Lost: 1}},
		{"everything gone", nil, Comparison{Acked: 4, Lost: 4}},
		{"another value", change(1, Row{"a", 2, "p1_2", "Y", 102, true}), Comparison{Acked: 4, Lost: 1, Foreign: 1}},
		{"another field", change(2, Row{"a", 3, "p1_2", "", 103, true}), Comparison{Acked: 4, Lost: 1, Foreign: 1}},
		{"a row twice", append(good, good[0]), Comparison{Acked: 4, Duplicated: 1}},
		{"a row twice, once wrong", append(good, Row{"a", 1, "p1_1", "w", 101, true}), Comparison{Acked: 4, Duplicated: 1, Foreign: 1}},
		{"a number that was never sent", append(good, Row{"a", 5, "p1_1", "x", 105, true}), Comparison{Acked: 4, Foreign: 1}},
		{"not sealed", change(0, Row{"a", 1, "p1_1", "x", 101, false}), Comparison{Acked: 4, Unsealed: 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := Compare(t.Context(), tt.record, logs)
			if err != nil || got != tt.want {
				t.Errorf("Compare = %+v, %v, want %+v", got, err, tt.want)
			}
		})
	}
}
