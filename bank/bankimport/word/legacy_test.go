package word

import (
	"strings"
	"testing"
)

func TestOldFonts(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, in, want string }{
		{"TCVN3", "<font:.VnTime>C©u 1. Thñ ®« cña ViÖt Nam lµ g×, ®\u00adîc chän n¨m nµo?</>", "Câu 1 (đoạn 1) single Thủ đô của Việt Nam là gì, được chọn năm nào?"},
		{"capitals", "Câu 1. <font:.VnTimeH>viÖt nam §</>", "Câu 1 (đoạn 1) single VIỆT NAM Đ"},
		{"VNI", "<font:VNI-Times>Caâu 1. Thuû ñoâ cuûa Vieät Nam laø gì, ñöôïc choïn naêm naøo? ÑÖÔØNG PHOÁ kyõ ngheä ÖÙNG duïng</>", "Câu 1 (đoạn 1) single Thủ đô của Việt Nam là gì, được chọn năm nào? ĐƯỜNG PHỐ kỹ nghệ ỨNG dụng"},
		{"Unicode in an old font", "<font:.VnTime>Câu 1. Việt Nam có phố cổ?</>", "Câu 1 (đoạn 1) single Việt Nam có phố cổ?"},
		{"another font", "<font:Arial>Câu 1. ®© 100 µm?</>", "Câu 1 (đoạn 1) single ®© 100 µm?"},
	} {
		for _, cut := range []func(string) []string{whole, func(s string) []string { return strings.Split(s, "") }} {
			got := describe(Read("x.docx", docx(t, bodyXML(tt.in+"\n<u>A.</u> 1\nB. 2", cut))))
			if !strings.Contains(got, tt.want+"\n") {
				t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
			}
		}
	}
}
