package qti

import "math"

// arithmetic runs the operators on numbers. NULL makes NULL.
func arithmetic(n *node, args []value) (value, error) {
	var xs []float64
	for _, a := range args {
		if len(a.items) == 0 {
			return value{base: "float"}, nil
		}
		for _, item := range a.items {
			x := optional(item)
			if x == nil {
				return value{}, unsupported(n.name)
			}
			xs = append(xs, *x)
		}
	}
	x, ok := compute(n, xs)
	if !ok {
		return value{}, unsupported(n.name)
	}
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return value{base: "float"}, nil
	}
	return number(tidy(x)), nil
}

func compute(n *node, xs []float64) (float64, bool) {
	switch len(xs) {
	case 0:
		return 0, false
	case 1:
		switch n.name {
		case "round":
			return math.Floor(xs[0] + 0.5), true
		case "truncate":
			return math.Trunc(xs[0]), true
		case "integerToFloat":
			return xs[0], true
		case "roundTo":
			figures := optional(n.get("figures"))
			if figures == nil || *figures < 0 || *figures > 15 {
				return 0, false
			}
			return rounded(xs[0], n.get("roundingMode"), int(*figures)), true
		}
	case 2:
		switch n.name {
		case "subtract":
			return xs[0] - xs[1], true
		case "divide":
			return xs[0] / xs[1], true
		case "power":
			return math.Pow(xs[0], xs[1]), true
		case "integerDivide":
			return math.Floor(xs[0] / xs[1]), true
		case "integerModulus":
			return xs[0] - xs[1]*math.Floor(xs[0]/xs[1]), true
		}
	}
	return fold(n.name, xs)
}

func fold(name string, xs []float64) (float64, bool) {
	out := xs[0]
	for _, x := range xs[1:] {
		switch name {
		case "sum":
			out += x
		case "product":
			out *= x
		case "min":
			out = min(out, x)
		case "max":
			out = max(out, x)
		}
	}
	return out, name == "sum" || name == "product" || name == "min" || name == "max"
}
