package bank

import "testing"

// However much a file is warned about, its first error keeps it out.
func TestManyWarningsHideNoError(t *testing.T) {
	t.Parallel()
	var r Report
	for range maxRows + 10 {
		r.Add(Row{Severity: Warning, Code: "key.words"})
	}
	r.Add(Row{Severity: Error, Code: "kind.unsupported"})
	if r.Errors() != 1 || len(r.Of(Warning)) != maxRows {
		t.Errorf("%d errors, %d warnings kept; want 1 and %d", r.Errors(), len(r.Of(Warning)), maxRows)
	}
}
