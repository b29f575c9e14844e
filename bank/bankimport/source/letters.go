package source

import (
	"slices"

	"khaothi/bank"
)

// Letter is how files name the option at a place, from 0: A, B, C.
func Letter(i int) string { return string(rune('A' + i)) }

// Letters are the letters of options in the order of ids. What is no option has
// none.
func Letters(options []bank.Option, ids []string) []string {
	var out []string
	for _, id := range ids {
		if i := slices.IndexFunc(options, func(o bank.Option) bool { return o.ID == id }); i >= 0 {
			out = append(out, Letter(i))
		}
	}
	return out
}
