package formula

import (
	"strconv"
	"strings"
)

// LaTeX writes a formula as KaTeX understands it. Reading what it writes gives
// the same text again.
func LaTeX(r Row) string {
	w := &latexWriter{}
	w.row(r)
	return w.b.String()
}

type latexWriter struct {
	b    strings.Builder
	word bool // the last thing was a command of letters: a letter needs a blank before it
}

// put writes a piece; a letter or digit never joins the name of a command.
func (w *latexWriter) put(s string) {
	if s == "" {
		return
	}
	if w.word && (isASCIILetter(s[0]) || s[0] == '*') {
		w.b.WriteByte(' ')
	}
	w.b.WriteString(s)
	i := len(s)
	for i > 0 && isASCIILetter(s[i-1]) {
		i--
	}
	w.word = i > 0 && i < len(s) && s[i-1] == '\\' && !strings.HasSuffix(s[:i], `\\`)
}

func (w *latexWriter) group(r Row) {
	w.put("{")
	w.row(r)
	w.put("}")
}

// row writes nodes; letters of one font stand in one group.
func (w *latexWriter) row(r Row) {
	for i := 0; i < len(r); {
		a, ok := r[i].(Atom)
		if !ok || a.Font == Plain || a.Class != Ord && a.Class != Num {
			w.node(r[i])
			i++
			continue
		}
		j := i
		var inside Row
		for ; j < len(r); j++ {
			b, same := r[j].(Atom)
			if !same || b.Font != a.Font || b.Class != Ord && b.Class != Num {
				break
			}
			b.Font = Plain
			inside = append(inside, b)
		}
		w.put(fontCommand[a.Font])
		w.group(inside)
		i = j
	}
}

var fontCommand = map[Font]string{
	Roman: `\mathrm`, Bold: `\mathbf`, BoldItalic: `\boldsymbol`, Italic: `\mathit`, Blackboard: `\mathbb`, Script: `\mathscr`, Fraktur: `\mathfrak`, Sans: `\mathsf`, Mono: `\mathtt`,
}

func (w *latexWriter) node(n Node) {
	switch n := n.(type) {
	case Row:
		w.group(n)
	case Atom:
		w.atom(n)
	case Frac:
		w.frac(n)
	case Root:
		w.put(`\sqrt`)
		if n.Degree != nil {
			w.put("[")
			w.shielded(n.Degree)
			w.put("]")
		}
		w.group(n.Body)
	case Scripts:
		w.scripts(n)
	case Fence:
		w.fence(n)
	case Table:
		w.table(n)
	case Accent:
		w.put(`\` + n.Name)
		w.group(n.Body)
	case Stack:
		w.stack(n)
	case Text:
		w.text(n)
	case Space:
		w.put(spaceLaTeX(n.MU))
	case Enclosure:
		w.put(map[EnclosureKind]string{Boxed: `\boxed`, CancelUp: `\cancel`, CancelDown: `\bcancel`, CancelBoth: `\xcancel`, Phantom: `\phantom`}[n.Kind])
		w.group(n.Body)
	case Color:
		w.put(`\textcolor{` + n.Name + `}`)
		w.group(n.Body)
	}
}

// shielded writes a row between square brackets: one that holds a bracket goes
// into braces.
func (w *latexWriter) shielded(r Row) {
	for _, n := range r {
		if a, ok := n.(Atom); ok && (a.Text == "]" || a.Text == "[") {
			w.group(r)
			return
		}
	}
	w.row(r)
}

func (w *latexWriter) atom(a Atom) {
	switch {
	case a.Class == Num:
		w.put(strings.ReplaceAll(a.Text, ",", "{,}"))
	case a.Class == Func || a.Class == Lim:
		w.function(a)
	case a.Text == "′":
		w.put(`\prime`)
	case a.Class == Ord && (classOf[a.Text] == Bin || classOf[a.Text] == Rel || classOf[a.Text] == Punct) && nameOf[nameKey(a.Text, Ord)] == "":
		w.put("{")
		w.sign(a.Text, classOf[a.Text])
		w.put("}")
	default:
		w.sign(a.Text, a.Class)
	}
}

func (w *latexWriter) function(a Atom) {
	if functions[a.Text] == a.Class && katexFunctions[a.Text] {
		w.put(`\` + a.Text)
		return
	}
	star := ""
	if a.Class == Lim {
		star = "*"
	}
	w.put(`\operatorname` + star + `{` + strings.ReplaceAll(a.Text, " ", `\,`) + `}`)
}

var katexFunctions = wordSet("sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth log ln lg exp deg dim hom ker arg tg cotg ctg arctg arcctg lim max min sup inf det gcd Pr limsup liminf")

func wordSet(s string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		set[w] = true
	}
	return set
}

func (w *latexWriter) sign(text string, class Class) {
	if name := nameOf[nameKey(text, class)]; name != "" {
		w.put(`\` + name)
		return
	}
	switch text {
	case "−":
		w.put("-")
	case "∗":
		w.put("*")
	case "%", "#", "&", "$", "_", "{", "}":
		w.put(`\` + text)
	case "°":
		w.put(`\degree`)
	default:
		if base, slashed := strings.CutSuffix(text, "\u0338"); slashed {
			w.put(`\not`)
			w.sign(base, Rel)
			return
		}
		w.put(text)
	}
}

func (w *latexWriter) text(t Text) {
	name := `\text`
	if t.Bold {
		name = `\textbf`
	} else if t.Italic {
		name = `\textit`
	}
	body := textEscape.Replace(t.Text)
	if t.Bold && t.Italic {
		body = `\textit{` + body + `}`
	}
	w.put(name + "{" + body + "}")
}

var textEscape = strings.NewReplacer(`\`, `\textbackslash `, "{", `\{`, "}", `\}`, "$", `\$`, "%", `\%`, "&", `\&`, "#", `\#`, "_", `\_`, "^", "ˆ", "~", " ")

func spaceLaTeX(mu int) string {
	switch mu {
	case 3:
		return `\,`
	case 4:
		return `\:`
	case 5:
		return `\;`
	case -3:
		return `\!`
	case 6:
		return `\ `
	case 9:
		return `\enspace`
	case 18:
		return `\quad`
	case 36:
		return `\qquad`
	}
	return `\hspace{` + strconv.FormatFloat(float64(mu)/18, 'f', 4, 64) + `em}`
}
