package source

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"khaothi/bank"
)

// Bounds of numbers: what a file may say, and how wide a grid may become.
const (
	maxNumber   = 30
	maxPower    = 12
	maxGrid     = 12
	maxAccepted = 400
)

var (
	number   = regexp.MustCompile(`^[-+]?[0-9]+([.,][0-9]+)?([eE][-+]?[0-9]{1,2})?$|^[-+]?[.,][0-9]+$`)
	exponent = regexp.MustCompile(`[eE]([-+]?[0-9]+)$`)
)

// Number reads a decimal number, with a point or a comma, and with a power of
// ten up to 10^12. Thousands separators and fractions are not read: they would
// be a guess.
func Number(s string) (*big.Rat, bool) {
	s = strings.Replace(strings.TrimSpace(s), "−", "-", 1)
	if len(s) > maxNumber || !number.MatchString(s) {
		return nil, false
	}
	if m := exponent.FindStringSubmatch(s); m != nil {
		if n, err := strconv.Atoi(m[1]); err != nil || n < -maxPower || n > maxPower {
			return nil, false
		}
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

// Exact is a span as the bank writes it: a number, or "low..high".
func (s Span) Exact() string {
	if s.Lo.Cmp(s.Hi) == 0 {
		return decimal(s.Lo)
	}
	return decimal(s.Lo) + ".." + decimal(s.Hi)
}

// decimal writes a number that has a finite decimal form, with a comma.
func decimal(r *big.Rat) string {
	text := r.FloatString(2 * maxNumber)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return strings.Replace(text, ".", ",", 1)
}

// NumberAnswer is one weighted span of numbers.
type NumberAnswer struct {
	Span
	Text   string // as the file has it, where the span is one number
	Weight float64
}

// Numeric makes a numeric question of weighted spans, those that earn nothing
// included: foreign formats take the first span that holds a number, the bank
// the best one, so where an earlier span earns less a person decides.
func Numeric(b *bank.Body, answers []NumberAnswer) {
	b.Question.Kind = bank.Numeric
	for i, a := range answers {
		w := Answer{Weight: a.Weight}
		if w.Credit() == 0 {
			continue
		}
		if slices.ContainsFunc(answers[:i], func(before NumberAnswer) bool {
			return before.Weight < a.Weight && before.Lo.Cmp(a.Hi) <= 0 && a.Lo.Cmp(before.Hi) <= 0
		}) {
			b.Todo = append(b.Todo, bank.Todo{Code: bank.TodoScoring, Note: "Một khoảng được ít điểm hơn đứng trước và trùm lên đáp số này.", Source: fmt.Sprintf("%s = %v%%", a.Exact(), a.Weight)})
		}
		text := a.Exact()
		if _, _, ok := bank.ParseRange(a.Text); ok && a.Lo.Cmp(a.Hi) == 0 {
			text = a.Text
		}
		if slices.Contains(b.Key.Accepted, text) {
			continue
		}
		b.Key.Accepted = append(b.Key.Accepted, text)
		if w.Full() {
			continue
		}
		if b.Key.Credit == nil {
			b.Key.Credit = map[string]bank.Credit{}
		}
		b.Key.Credit[text] = w.Credit()
	}
}

// CanonRanges are the accepted numbers of a numeric question as Numeric writes
// them again after they went through a value and a tolerance.
func CanonRanges(accepted []string, credit map[string]bank.Credit) (canon []string, canonCredit map[string]bank.Credit) {
	for _, a := range accepted {
		c := strings.Replace(a, ",", ".", 1) // as ValueTolerance writes it
		if lo, hi, ok := bank.ParseRange(a); ok && strings.Contains(a, "..") {
			c = Span{Lo: lo, Hi: hi}.Exact()
		}
		canon = append(canon, c)
		if w, ok := credit[a]; ok {
			if canonCredit == nil {
				canonCredit = map[string]bank.Credit{}
			}
			canonCredit[c] = w
		}
	}
	return canon, canonCredit
}

// ValueTolerance turns an accepted number or range into a value and its
// tolerance with a decimal point.
func ValueTolerance(accepted string) (value, tolerance string, ok bool) {
	lo, hi, ok := bank.ParseRange(accepted)
	if !ok {
		return "", "", false
	}
	if lo.Cmp(hi) == 0 && !strings.Contains(accepted, "..") {
		return strings.Replace(accepted, ",", ".", 1), "0", true
	}
	half := big.NewRat(1, 2)
	middle := new(big.Rat).Mul(new(big.Rat).Add(lo, hi), half)
	width := new(big.Rat).Mul(new(big.Rat).Sub(hi, lo), half)
	return strings.Replace(decimal(middle), ",", ".", 1), strings.Replace(decimal(width), ",", ".", 1), true
}

// Listed is every number of the spans that can be written in few characters,
// for a gap, which has no ranges: so a tolerance keeps its meaning exactly. ok
// is false where there are too many.
func Listed(spans []Span) (grid bank.Grid, texts []string, ok bool) {
	for size := bank.GridMax; size <= maxGrid; size++ {
		var all []string
		fits := true
		for _, s := range spans {
			some, full := s.list(size)
			if full {
				return bank.Grid{}, nil, false
			}
			fits = fits && len(some) > 0
			all = append(all, some...)
		}
		if fits {
			return bank.Grid{Max: size, Charset: bank.GridCharset}, unique(all), true
		}
	}
	return bank.Grid{}, nil, false
}

func remarks(size int) []bank.Problem {
	return []bank.Problem{{
		Code: "grid.wide", Field: "key", Warning: true, Message: fmt.Sprintf("Đáp số cần ô trả lời %d ký tự.", size),
		Fix: "Phần III của định dạng 2025 chỉ có 4 ký tự; làm tròn trong đề nếu dùng cho định dạng này.",
	}}
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
			text := shortest(k, decimals)
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

// shortest writes k/10^decimals, or nothing when fewer decimals would do.
func shortest(k *big.Int, decimals int) string {
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
