package formula

// Width is about how wide a formula is on one line, in ems: for deciding
// whether options stand side by side.
func Width(r Row) float64 {
	sum := 0.0
	for _, n := range r {
		sum += nodeWidth(n)
	}
	return sum
}

func nodeWidth(n Node) float64 {
	switch n := n.(type) {
	case Row:
		return Width(n)
	case Atom:
		return n.width()
	case Frac:
		return 0.2 + 0.8*max(Width(n.Num), Width(n.Den))
	case Root:
		return 0.7 + Width(n.Body)
	case Scripts:
		scripts := 0.65 * max(Width(n.Sub), Width(n.Sup))
		if n.Limits == Below || len(n.Base) == 1 && isLim(n.Base[0]) {
			return max(Width(n.Base), scripts)
		}
		return Width(n.Base) + scripts
	case Fence:
		sum := 0.7
		for _, p := range n.Parts {
			sum += Width(p) + 0.3
		}
		return sum
	case Table:
		return n.width()
	case Accent:
		return Width(n.Body)
	case Stack:
		return max(Width(n.Base), 0.75*max(Width(n.Over), Width(n.Under))) + 0.3
	case Text:
		return 0.46 * float64(len([]rune(n.Text)))
	case Space:
		return float64(n.MU) / 18
	case Enclosure:
		return 0.3 + Width(n.Body)
	case Color:
		return Width(n.Body)
	}
	return 0
}

func (a Atom) width() float64 {
	n := float64(len([]rune(a.Text)))
	switch a.Class {
	case Bin, Rel:
		return 1.25 * n
	case Open, Close, Punct:
		return 0.4 * n
	case Big:
		return 1.1
	case Func, Lim:
		return 0.5*n + 0.2
	}
	return 0.55 * n
}

func (t Table) width() float64 {
	sum := 0.0
	for i := range t.columns() {
		widest := 0.0
		for _, row := range t.Rows {
			if i < len(row) {
				widest = max(widest, Width(row[i]))
			}
		}
		sum += widest + 0.8
	}
	return sum
}
