package qti

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

func number(x float64) value {
	return value{base: "float", items: []string{strconv.FormatFloat(x, 'g', -1, 64)}}
}

func boolean(b bool) value {
	return value{base: "boolean", items: []string{strconv.FormatBool(b)}}
}

// eval computes an expression. An operator that is not known is an error of
// type unsupported: random numbers and operators of vendors are among them.
func (m *machine) eval(n *node) (value, error) {
	if err := m.step(); err != nil {
		return value{}, err
	}
	switch n.name {
	case "variable", "correct", "default", "mapResponse", "mapResponsePoint":
		return m.lookup(n)
	case "baseValue":
		v := value{base: n.get("baseType")}
		if text := canonical(v.base, n.raw()); text != "" {
			v.items = []string{text}
		}
		return v, nil
	case "null":
		return value{}, nil
	}
	if !slices.Contains(operators, n.name) {
		return value{}, unsupported(n.name)
	}
	args := make([]value, 0, 3)
	for _, k := range n.elements() {
		v, err := m.eval(k)
		if err != nil {
			return value{}, err
		}
		args = append(args, v)
	}
	return m.apply(n, args)
}

// operators are those that are run.
var operators = []string{
	"multiple", "ordered", "containerSize", "isNull", "index", "member", "contains", "delete", "not", "and", "or", "anyN", "match", "stringMatch",
	"equal", "equalRounded", "lt", "gt", "lte", "gte", "sum", "product", "subtract", "divide", "power", "integerDivide", "integerModulus",
	"round", "truncate", "roundTo", "integerToFloat", "min", "max", "substring",
}

func (m *machine) lookup(n *node) (value, error) {
	id := n.get("identifier")
	r, o := m.p.responses[id], m.p.outcomes[id]
	switch {
	case n.name == "variable" && r != nil:
		return value{r.base, m.given[id], r.cardinality == "ordered"}, nil
	case n.name == "variable" && m.bad[id] != nil:
		return value{}, m.bad[id]
	case n.name == "variable" && o != nil:
		return m.out[id], nil
	case n.name == "variable" && id == "numAttempts":
		return value{base: "integer", items: []string{"1"}}, nil
	case n.name == "correct" && r != nil:
		return value{r.base, r.correct, r.cardinality == "ordered"}, nil
	case n.name == "default" && r != nil:
		return value{r.base, r.initial, r.cardinality == "ordered"}, nil
	case n.name == "default" && o != nil:
		return value{o.base, o.initial, o.cardinality == "ordered"}, nil
	case n.name == "mapResponse" && r != nil && r.mapping != nil:
		return number(r.mapping.of(r, m.given[id])), nil
	case n.name == "mapResponsePoint" && r != nil && r.areas != nil:
		return number(r.areas.of(m.given[id])), nil
	}
	return value{}, unsupported(n.name + " " + id)
}

func (m *machine) apply(n *node, args []value) (value, error) {
	switch n.name {
	case "sum", "product", "subtract", "divide", "power", "integerDivide", "integerModulus", "round", "truncate", "roundTo", "integerToFloat", "min", "max":
		return arithmetic(n, args)
	case "multiple", "ordered":
		out := value{order: n.name == "ordered"}
		for _, a := range args {
			if a.base != "" {
				out.base = a.base
			}
			out.items = append(out.items, a.items...)
		}
		return out, nil
	case "not", "and", "or", "anyN":
		return logic(n, args)
	case "isNull", "containerSize":
		if len(args) != 1 {
			return value{}, unsupported(n.name)
		}
		if n.name == "containerSize" {
			return number(float64(len(args[0].items))), nil
		}
		return boolean(len(args[0].items) == 0 || args[0].base == "string" && args[0].items[0] == ""), nil
	case "index":
		i := optional(n.get("n"))
		if len(args) != 1 || i == nil || *i < 1 {
			return value{}, unsupported(n.name)
		}
		if int(*i) > len(args[0].items) {
			return value{base: args[0].base}, nil
		}
		return value{base: args[0].base, items: args[0].items[int(*i)-1 : int(*i)]}, nil
	}
	if len(args) != 2 {
		return value{}, unsupported(n.name)
	}
	return compare(n, args[0], args[1])
}

func logic(n *node, args []value) (value, error) {
	yes := 0
	for _, a := range args {
		if len(a.items) > 0 && a.items[0] == "true" {
			yes++
		}
	}
	switch n.name {
	case "not":
		if len(args) != 1 {
			return value{}, unsupported(n.name)
		}
		if len(args[0].items) == 0 {
			return value{base: "boolean"}, nil
		}
		return boolean(yes == 0), nil
	case "and":
		return boolean(yes == len(args)), nil
	case "or":
		return boolean(yes > 0), nil
	}
	low, high := optional(n.get("min")), optional(n.get("max"))
	if low == nil || high == nil {
		return value{}, unsupported(n.name)
	}
	return boolean(float64(yes) >= *low && float64(yes) <= *high), nil
}

func compare(n *node, a, b value) (value, error) {
	switch n.name {
	case "delete":
		out := value{base: b.base, order: b.order}
		for _, x := range b.items {
			if len(a.items) == 0 || !same(b.base, a.items[0], x) {
				out.items = append(out.items, x)
			}
		}
		return out, nil
	case "member":
		return boolean(len(a.items) == 1 && holds(b, a.items[0])), nil
	case "contains":
		for _, x := range b.items {
			if !holds(a, x) {
				return boolean(false), nil
			}
		}
		return boolean(len(b.items) > 0 && !a.order), nil
	}
	if len(a.items) == 0 || len(b.items) == 0 {
		return value{base: "boolean"}, nil // comparing with NULL is NULL
	}
	switch n.name {
	case "match":
		return boolean(sameValues(a, b)), nil
	case "stringMatch", "substring":
		x, y := a.items[0], b.items[0]
		if n.get("caseSensitive") == "false" {
			x, y = strings.ToLower(x), strings.ToLower(y)
		}
		if n.name == "substring" {
			return boolean(strings.Contains(y, x)), nil
		}
		return boolean(x == y || n.get("substring") == "true" && strings.Contains(x, y)), nil
	}
	x, y := optional(a.items[0]), optional(b.items[0])
	if x == nil || y == nil {
		return value{base: "boolean"}, nil // text that is no number
	}
	switch n.name {
	case "lt":
		return boolean(*x < *y), nil
	case "gt":
		return boolean(*x > *y), nil
	case "lte":
		return boolean(*x <= *y), nil
	case "gte":
		return boolean(*x >= *y), nil
	case "equal":
		return equal(n, *x, *y)
	case "equalRounded":
		return equalRounded(n, *x, *y)
	}
	return value{}, unsupported(n.name)
}

func holds(v value, x string) bool {
	return slices.ContainsFunc(v.items, func(y string) bool { return same(v.base, x, y) })
}

// tolerances are the two numbers of a tolerance.
func tolerances(n *node) (low, high float64, ok bool) {
	words := strings.Fields(n.get("tolerance"))
	if len(words) == 0 || len(words) > 2 {
		return 0, 0, false
	}
	a, b := optional(words[0]), optional(words[len(words)-1])
	if a == nil || b == nil || *a < 0 || *b < 0 {
		return 0, 0, false
	}
	return *a, *b, true
}

// bounds is the range of an equal operator around y.
func bounds(n *node, y float64) (low, high float64, ok bool) {
	a, b, ok := tolerances(n)
	switch n.get("toleranceMode") {
	case "", "exact":
		return y, y, true
	case "absolute":
		return sub(y, a), add(y, b), ok
	case "relative":
		low, high = y*(1-a/100), y*(1+b/100)
		return tidy(min(low, high)), tidy(max(low, high)), ok
	}
	return 0, 0, false
}

// tidy takes off what binary fractions add to decimal ones.
func tidy(x float64) float64 {
	y, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 14, 64), 64)
	if err != nil {
		return x
	}
	return y
}

func add(x, y float64) float64 { return tidy(x + y) }
func sub(x, y float64) float64 { return tidy(x - y) }

func equal(n *node, x, y float64) (value, error) {
	low, high, ok := bounds(n, y)
	if !ok {
		return value{}, unsupported("equal")
	}
	above := x > low || x == low && n.get("includeLowerBound") != "false"
	below := x < high || x == high && n.get("includeUpperBound") != "false"
	return boolean(above && below), nil
}

func equalRounded(n *node, x, y float64) (value, error) {
	figures := optional(n.get("figures"))
	if figures == nil || *figures < 0 || *figures > 15 {
		return value{}, unsupported(n.name)
	}
	return boolean(rounded(x, n.get("roundingMode"), int(*figures)) == rounded(y, n.get("roundingMode"), int(*figures))), nil
}

func rounded(x float64, mode string, figures int) float64 {
	if mode == "decimalPlaces" {
		p := math.Pow10(figures)
		return math.Floor(x*p+0.5) / p
	}
	y, err := strconv.ParseFloat(strconv.FormatFloat(x, 'e', max(figures-1, 0), 64), 64)
	if err != nil {
		return x
	}
	return y
}
