package curriculum_test

import (
	"testing"

	"khaothi/bank"
	"khaothi/bank/curriculum"
	"khaothi/internal/fault"
)

func TestParseID6(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]struct {
		grade                  int
		chapter, lesson, level string
		old                    bool
	}{
		"[2D1H3-1]":  {12, "Ứng dụng đạo hàm để khảo sát và vẽ đồ thị hàm số", "Giá trị lớn nhất và giá trị nhỏ nhất của hàm số", "Hiểu", false},
		"[[2D1N1-1]": {12, "Ứng dụng đạo hàm để khảo sát và vẽ đồ thị hàm số", "Tính đơn điệu của hàm số", "Biết", false}, // a defect of real files
		"1H8V5-2":    {11, "Quan hệ vuông góc trong không gian", "Khoảng cách", "Vận dụng", false},
		"[0D8B2]":    {10, "Đại số tổ hợp", "Hoán vị, chỉnh hợp, tổ hợp", "Hiểu", true}, // ID5, old letter
		"[9D1Y1-0]":  {9, "", "", "Biết", true},
		"[2P9N9-A]":  {12, "", "", "Biết", false}, // the part of another bank
	} {
		id, err := curriculum.ParseID6(code)
		if err != nil {
			t.Errorf("%s: %v", code, err)
			continue
		}
		if id.Grade != want.grade || id.Chapter != want.chapter || id.Lesson != want.lesson || id.Level.Vietnamese() != want.level || id.Old != want.old {
			t.Errorf("%s: %+v, want %+v", code, id, want)
		}
	}
}

func TestParseID6KnowsTheFourthLevel(t *testing.T) {
	t.Parallel()
	want, _ := bank.ParseLevel("vận dụng cao")
	for _, code := range []string{"2D1C1-1", "2D1G1-1"} {
		if id, err := curriculum.ParseID6(code); err != nil || id.Level != want {
			t.Errorf("%s: %q, %v", code, id.Level, err)
		}
	}
}

func TestParseID6NeverGuesses(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		"[2D1T1-1]": "id6.level", "[2D1M1-1]": "id6.level", "2D1D3-1": "id6.level", // seen in real files
		"": "id6.malformed", "[2D1]": "id6.malformed", "[3D1H1-1]": "id6.malformed", "Trần Hoà": "id6.malformed", "[2D1H1-12]": "id6.malformed",
	} {
		id, err := curriculum.ParseID6(code)
		if fault.CodeOf(err) != want || id.Level != "" {
			t.Errorf("%q: %+v, %v, want %s", code, id, err, want)
		}
	}
	if id, _ := curriculum.ParseID6("[2D1T1-1]"); id.Chapter == "" {
		t.Error("a doubtful level took the chapter away")
	}
}

func FuzzParseID6(f *testing.F) {
	f.Add("[2D1H3-1]")
	f.Add("%[[2D1B2-3]")
	f.Fuzz(func(t *testing.T, s string) {
		id, err := curriculum.ParseID6(s)
		if err != nil {
			return
		}
		again, err := curriculum.ParseID6("[" + id.Code + "]")
		if err != nil || again != id {
			t.Errorf("%q: %+v, then %+v, %v", s, id, again, err)
		}
	})
}
