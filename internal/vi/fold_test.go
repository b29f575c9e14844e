package vi

import "testing"

func TestFold(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"  Đáp án  đúng ": "dap an dung", "MỨC_ĐỘ": "muc do", "Câu hỏi (*)": "cau hoi", "Mu\u031b\u0301c": "muc", "": "",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}
