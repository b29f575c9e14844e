package source

import (
	"slices"
	"strconv"
	"strings"

	"khaothi/bank"
)

// Fractions is what each option of a choice earns in formats that give every
// option a weight. Where the bank gives all or nothing, the right options share
// the mark and a wrong one takes all of it.
func Fractions(b bank.Body) []bank.Credit {
	out := make([]bank.Credit, len(b.Question.Options))
	authored := len(b.Key.Credit) > 0
	for i, o := range b.Question.Options {
		right := slices.Contains(b.Key.Options, o.ID)
		credit, ok := b.Key.Credit[o.ID]
		switch {
		case ok:
			out[i] = credit
		case right && (authored || b.Question.Kind == bank.Single):
			out[i] = bank.Full
		case right:
			out[i] = bank.Full / bank.Credit(len(b.Key.Options))
		case !authored && b.Question.Kind == bank.Multiple && len(b.Key.Options) > 0:
			out[i] = -bank.Full
		}
	}
	return out
}

// Weighted is the key that Choice reads from these fractions.
func Weighted(b bank.Body) (right []string, credit map[string]bank.Credit) {
	single := b.Question.Kind == bank.Single
	credit = map[string]bank.Credit{}
	plain := single
	for i, c := range Fractions(b) {
		id := b.Question.Options[i].ID
		if c != 0 {
			credit[id] = c
			plain = plain && c == bank.Full
		}
		if c == bank.Full || !single && c > 0 {
			right = append(right, id)
		}
	}
	if plain || len(credit) == 0 {
		credit = nil
	}
	return right, credit
}

// Percent writes a credit in per cent, as weights are written: 33.33333.
func Percent(c bank.Credit) string {
	s, sign := strconv.FormatInt(int64(c), 10), ""
	if c < 0 {
		sign, s = "-", s[1:]
	}
	for len(s) < 6 {
		s = "0" + s
	}
	s = s[:len(s)-5] + "." + s[len(s)-5:]
	return sign + strings.TrimRight(strings.TrimRight(s, "0"), ".")
}
