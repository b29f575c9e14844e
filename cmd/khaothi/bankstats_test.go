package main

import (
	"strings"
	"testing"

	"khaothi/bank"
)

func TestStatsAddUp(t *testing.T) {
	t.Parallel()
	r := statsOf([]bank.Count{
		{Subject: "toan", Grade: 12, Kind: bank.Single, Levels: []bank.Level{bank.Know}, State: bank.Draft, Items: 3},
		{Subject: "toan", Grade: 11, Kind: bank.Cluster, Levels: []bank.Level{bank.Know, bank.Apply}, State: bank.Approved, Items: 4},
	})
	if r.BySubject["toan"] != 7 || r.ByGrade["11"] != 4 || r.ByKind["single"] != 3 || r.ByLevel["vandung"] != 4 || r.ByLevel["biet"] != 7 || r.Items != 7 || r.ByState["draft"] != 3 {
		t.Errorf("%+v", r)
	}
	var b strings.Builder
	if err := printStats(&b, r); err != nil || !strings.Contains(b.String(), "Biết, Vận dụng") {
		t.Errorf("%q, %v", b.String(), err)
	}
}
