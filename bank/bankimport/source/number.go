package source

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"

	"khaothi/bank"
)

// Bounds of numbers: what a file may say, and how wide a grid may become.
const (
	maxNumber   = 30
	maxGrid     = 12
	maxAccepted = 400
)

var number = regexp.MustCompile(`^[-+]?[0-9]+([.,][0-9]+)?$|^[-+]?[.,][0-9]+$`)

// Number reads a plain decimal number, with a point or a comma. Exponents,
// thousands separators and fractions are not read: they would be a guess.
func Number(s string) (*big.Rat, bool) {
	s = strings.Replace(strings.TrimSpace(s), "−", "-", 1)
	if len(s) > maxNumber || !number.MatchString(s) {
		return nil, false
	}
	return new(big.Rat).SetString(strings.TrimPrefix(strings.Replace(s, ",", ".", 1), "+"))
}

// Span is a range of numbers that are right, both ends included.
type Span struct{ Lo, Hi *big.Rat }

// Around is the span of a value with its tolerance.
func Around(value, tolerance string) (Span, bool) {
	v, ok := Number(value)
	if !ok {
		return Span{}, false
	}
	t := new(big.Rat)
	if strings.TrimSpace(tolerance) != "" {
		if t, ok = Number(tolerance); !ok || t.Sign() < 0 {
			return Span{}, false
		}
	}
	return Span{Lo: new(big.Rat).Sub(v, t), Hi: new(big.Rat).Add(v, t)}, true
}

// Between is the span from a to b.
func Between(a, b string) (Span, bool) {
	lo, ok1 := Number(a)
	hi, ok2 := Number(b)
	if !ok1 || !ok2 || lo.Cmp(hi) > 0 {
		return Span{}, false
	}
	return Span{Lo: lo, Hi: hi}, true
}

// Numeric makes the grid and the accepted answers of spans: every number in
// them that can be written in the grid, so that a tolerance keeps its meaning
// exactly. The grid has four places unless no number fits.
func Numeric(spans []Span) (bank.Grid, []string, []bank.Problem) {
	for size := bank.GridMax; size <= maxGrid; size++ {
		grid := bank.Grid{Max: size, Charset: bank.GridCharset}
		var accepted []string
		full, ok := false, true
		for _, s := range spans {
			some, more := s.list(size)
			full = full || more
			ok = ok && len(some) > 0
			accepted = append(accepted, some...)
		}
		if full {
			return grid, nil, []bank.Problem{{
				Code: "key.many", Field: "key", Message: fmt.Sprintf("Dung sai quá rộng: hơn %d đáp số vừa ô trả lời.", maxAccepted),
				Fix: "Thu hẹp dung sai, hoặc đổi câu sang dạng khác.",
			}}
		}
		if ok {
			return grid, unique(accepted), remarks(spans, size, len(accepted))
		}
	}
	return bank.Grid{Max: bank.GridMax, Charset: bank.GridCharset}, nil, []bank.Problem{{
		Code: "key.grid", Field: "key", Message: fmt.Sprintf("Không số nào trong khoảng đáp án viết được bằng %d ký tự.", maxGrid),
		Fix: "Làm tròn đáp số trong đề cho vừa ô trả lời.",
	}}
}

func remarks(spans []Span, size, n int) []bank.Problem {
	var out []bank.Problem
	if size > bank.GridMax {
		out = append(out, bank.Problem{
			Code: "grid.wide", Field: "key", Warning: true, Message: fmt.Sprintf("Đáp số cần ô trả lời %d ký tự.", size),
			Fix: "Phần III của định dạng 2025 chỉ có 4 ký tự; làm tròn trong đề nếu dùng cho định dạng này.",
		})
	}
	for _, s := range spans {
		if s.Lo.Cmp(s.Hi) != 0 {
			out = append(out, bank.Problem{
				Code: "key.range", Field: "key", Warning: true, Message: fmt.Sprintf("Dung sai được đổi thành %d đáp số viết được trong ô trả lời.", n),
				Fix: "Kiểm tra lại danh sách đáp số sau khi nhập.",
			})
			break
		}
	}
	return out
}

func unique(list []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, s := range list {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// list returns the numbers of the span that fit into size characters, each in
// its shortest form; full tells that there are too many.
func (s Span) list(size int) (out []string, full bool) {
	scale := big.NewInt(1)
	ten := big.NewInt(10)
	for decimals := 0; decimals <= size-2 || decimals == 0; decimals++ {
		lo, hi := ceil(s.Lo, scale), floor(s.Hi, scale)
		if new(big.Int).Sub(hi, lo).Cmp(big.NewInt(20*maxAccepted)) > 0 {
			return out, true
		}
		for k := new(big.Int).Set(lo); k.Cmp(hi) <= 0; k.Add(k, big.NewInt(1)) {
			text := decimal(k, decimals)
			if text != "" && len(text) <= size {
				out = append(out, text)
			}
			if len(out) > maxAccepted {
				return out, true
			}
		}
		scale = new(big.Int).Mul(scale, ten)
	}
	return out, false
}

// decimal writes k/10^decimals, or nothing when fewer decimals would do.
func decimal(k *big.Int, decimals int) string {
	digits := new(big.Int).Abs(k).String()
	if decimals > 0 {
		if strings.HasSuffix(digits, "0") {
			return ""
		}
		for len(digits) <= decimals {
			digits = "0" + digits
		}
		digits = digits[:len(digits)-decimals] + "," + digits[len(digits)-decimals:]
	}
	if k.Sign() < 0 {
		return "-" + digits
	}
	return digits
}

func ceil(r *big.Rat, scale *big.Int) *big.Int {
	f := floor(new(big.Rat).Neg(r), scale)
	return f.Neg(f)
}

func floor(r *big.Rat, scale *big.Int) *big.Int {
	n := new(big.Int).Mul(r.Num(), scale)
	q, m := new(big.Int), new(big.Int)
	q.DivMod(n, r.Denom(), m) // Euclidean: the denominator is positive, so this rounds down
	return q
}
