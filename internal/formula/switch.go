package formula

// infix takes what changes the row around it: fractions written between their
// parts, and switches that hold to the end of the group. It reports whether it
// took the rest of the row.
func (p *parser) infix(row *Row, stop func() bool) bool {
	if p.tok.kind != tokCommand {
		return false
	}
	switch name := p.tok.text; name {
	case "over", "choose", "atop":
		p.advance()
		kind := map[string]FracKind{"over": Bar, "choose": Binom, "atop": NoBar}[name]
		rest := p.row(stop)
		*row = Row{Frac{Kind: kind, Num: *row, Den: rest}}
		return true
	case "color":
		p.advance()
		name := p.color(`\color`)
		*row = append(*row, Color{name, p.row(stop)})
		return true
	case "rm", "bf", "it", "cal", "sf", "tt", "bfseries", "mathversion":
		p.advance()
		p.font = map[string]Font{"rm": Roman, "bf": Bold, "it": Italic, "cal": Script, "sf": Sans, "tt": Mono, "bfseries": Bold}[name]
		return false
	case `\`:
		if p.depth == 1 && !stop() {
			*row = p.lines(*row)
			return true
		}
	}
	return false
}

// lines reads a formula of several lines that no environment encloses.
func (p *parser) lines(first Row) Row {
	t := Table{Kind: Array, Align: "l", Rows: [][]Row{{first}}}
	for p.isCommand(`\`) && p.err == nil {
		p.advance()
		line := p.row(func() bool { return false })
		if len(line) > 0 {
			t.Rows = append(t.Rows, []Row{line})
		}
		if len(t.Rows) > maxCells {
			p.fail("too_large", "")
		}
	}
	if len(t.Rows) == 1 {
		return first
	}
	return Row{t}
}
