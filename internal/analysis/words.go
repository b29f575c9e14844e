package analysis

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"khaothi/psychometrics/stat"
)

// near is the difference of means, in standard errors, below which a school does
// as well as the province; weak is how far below the province a share of points
// is worth a word.
const (
	near = 2.0
	weak = 0.05
)

// Words are what a head teacher reads first, in Vietnamese. They say no more than
// the numbers do: a difference within chance is called none, and a school of
// fewer than ten pupils is told so.
func Words(s, province *School) []string {
	var out []string
	if s.Persons == 0 || s.Marks.Mean == nil || province.Marks.Mean == nil {
		return out
	}
	diff := *s.Marks.Mean - *province.Marks.Mean
	out = append(out, fmt.Sprintf("Trường có %d học sinh dự thi, điểm trung bình %s (toàn tỉnh %s).", s.Persons, comma(*s.Marks.Mean), comma(*province.Marks.Mean)))
	switch {
	case s.Persons < 10:
		out = append(out, "Dưới 10 học sinh: số liệu chỉ để tham khảo, không so sánh được với toàn tỉnh.")
	case !beyondChance(s, province, diff):
		out = append(out, "Kết quả chung ngang với toàn tỉnh: chênh lệch nằm trong mức ngẫu nhiên.")
	case diff > 0:
		out = append(out, fmt.Sprintf("Kết quả chung cao hơn toàn tỉnh %s điểm.", comma(diff)))
	default:
		out = append(out, fmt.Sprintf("Kết quả chung thấp hơn toàn tỉnh %s điểm.", comma(-diff)))
	}
	if list := below(s.Topics, func(n string) string { return n }); list != "" {
		out = append(out, "Nội dung học sinh còn yếu so với toàn tỉnh: "+list+".")
	}
	levels := map[string]string{"biet": "Biết", "hieu": "Hiểu", "vandung": "Vận dụng"}
	if list := below(s.Levels, func(n string) string { return levels[n] }); list != "" {
		out = append(out, "Mức độ tư duy còn yếu so với toàn tỉnh: "+list+".")
	}
	if len(s.Quarters) == 4 && s.Quarters[0] != nil && *s.Quarters[0] > 0.35 {
		out = append(out, fmt.Sprintf("%s%% học sinh nằm trong nhóm một phần tư thấp nhất của tỉnh: cần phụ đạo.", percent(*s.Quarters[0])))
	}
	return out
}

// beyondChance compares the mean with the province's by its standard error.
func beyondChance(s, province *School, diff float64) bool {
	if province.Marks.SD == nil {
		return false
	}
	se := stat.Ratio(*province.Marks.SD, math.Sqrt(float64(s.Persons)))
	return se.Known() && se > 0 && math.Abs(diff)/float64(se) > near
}

// below names the shares that are clearly below the province's, the furthest
// first, three at most.
func below(list []Share, name func(string) string) string {
	list = slices.DeleteFunc(slices.Clone(list), func(x Share) bool {
		return x.School == nil || x.Province == nil || *x.School > *x.Province-weak || name(x.Name) == ""
	})
	slices.SortStableFunc(list, furtherBelow)
	var out []string
	for _, x := range list[:min(3, len(list))] {
		out = append(out, fmt.Sprintf("%s (đạt %s%%, toàn tỉnh %s%%)", name(x.Name), percent(*x.School), percent(*x.Province)))
	}
	return strings.Join(out, "; ")
}

func comma(x float64) string { return strings.Replace(fmt.Sprintf("%.2f", x), ".", ",", 1) }

func percent(x float64) string { return fmt.Sprintf("%.0f", 100*x) }
