package assemble

import "testing"

// TestANumberOfTheBankHidesNoneOfAFile: a file may name questions by label, what
// the bank knows is set by id.
func TestANumberOfTheBankHidesNoneOfAFile(t *testing.T) {
	t.Parallel()
	table, err := ReadTable([]byte("item,-1,0\nT12-7,0.2,0.5\n"))
	if err != nil {
		t.Fatal(err)
	}
	it := Item{ID: "0abc", Label: "T12-7"}
	table.Set(it.ID, "p", 0.6)
	for column, want := range map[string]float64{"p": 0.6, "0.0": 0.5, "-1": 0.2} {
		if got, ok := table.Value(it, column); !ok || got != want {
			t.Errorf("column %s: %v, %v, want %v", column, got, ok, want)
		}
	}
	if v, ok := table.Value(Item{ID: "0abd"}, "0"); ok {
		t.Errorf("an item that nobody named has %v", v)
	}
}
