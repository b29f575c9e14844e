package board

import (
	"slices"
	"testing"
	"time"
)

func TestSortKeyOrdersByGivenNameFamilyNameBirthDate(t *testing.T) {
	t.Parallel()
	day := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	want := []Candidate{
		{FamilyName: "Vũ Văn", GivenName: "An", BirthDate: day("2008-12-31")},
		{FamilyName: "Đỗ Thị", GivenName: "Anh", BirthDate: day("2008-01-02")},
		{FamilyName: "Đỗ Thị", GivenName: "Anh", BirthDate: day("2008-02-01")},
		{FamilyName: "Lê", GivenName: "Anh", BirthDate: day("2008-01-01")},
		{FamilyName: "Bùi", GivenName: "Ánh", BirthDate: day("2008-01-01")},
		{FamilyName: "Âu", GivenName: "Ân", BirthDate: day("2008-01-01")},
		{FamilyName: "Đào", GivenName: "Đào", BirthDate: day("2008-01-01")},
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, func(a, b Candidate) int { return slices.Compare(SortKey(a), SortKey(b)) })
	for i := range want {
		if got[i].FullName() != want[i].FullName() || !got[i].BirthDate.Equal(want[i].BirthDate) {
			t.Errorf("place %d: %s %s, want %s", i, got[i].FullName(), got[i].BirthDate, want[i].FullName())
		}
	}
}
