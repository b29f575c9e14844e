package extest

import (
	"regexp"
	"strconv"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
)

// escapeRune writes a character so that LaTeX prints it.
func escapeRune(r rune) string {
	switch r {
	case '\\':
		return `\textbackslash{}`
	case '{', '}', '%', '#', '&', '$', '_':
		return `\` + string(r)
	case '~':
		return `\textasciitilde{}`
	case '^':
		return `\textasciicircum{}`
	case '\u00a0':
		return "~"
	}
	return string(r)
}

// writer turns texts of the bank into LaTeX.
type writer struct {
	media   map[string]bank.Media
	figures map[string]string // the place of a drawing → its source
	used    map[string]string // file name → hash
	lost    []string          // elements that LaTeX has not
}

// latex writes one text.
func (w *writer) latex(text string) string {
	nodes := source.Tree(text)
	out := w.item(nodes, false)
	for mark, tex := range w.figures {
		out = strings.ReplaceAll(out, "{[}"+mark[1:], tex)
		out = strings.ReplaceAll(out, mark, tex)
	}
	return out
}

var (
	paragraphs = regexp.MustCompile(`[ \x{E012}]*\n\n[ \n\x{E012}]*`)
	soft       = regexp.MustCompile(`[ \x{E012}]*\x{E012}[ \x{E012}]*`)
)

var elements = map[string]string{
	"b": "textbf", "strong": "textbf", "i": "textit", "em": "textit", "u": "underline", "s": "sout", "sub": "textsubscript", "sup": "textsuperscript",
}

func (w *writer) nodes(list []source.Node, cell bool) string {
	var b strings.Builder
	for _, n := range list {
		b.WriteString(w.node(n, cell))
	}
	return b.String()
}

func (w *writer) node(n source.Node, cell bool) string {
	if name, ok := elements[n.Tag]; ok {
		return `\` + name + `{` + w.nodes(n.Kids, cell) + `}`
	}
	switch n.Tag {
	case "":
		return plainLaTeX(n.Text)
	case source.Math:
		body := percent.ReplaceAllString(n.Text, `$1\%`)
		if strings.Contains(body, "$") {
			return `\(` + body + `\)`
		}
		return "$" + body + "$"
	case source.Display:
		return `\[` + percent.ReplaceAllString(n.Text, `$1\%`) + `\]`
	case "p":
		return "\n\n" + w.nodes(n.Kids, cell) + "\n\n"
	case "br":
		if cell {
			return `\newline `
		}
		return `\\` + "\uE012"
	case "ul":
		return w.list("itemize", n)
	case "ol":
		return w.list("enumerate", n)
	case "table":
		return w.table(n)
	case "img":
		return w.picture(n)
	case "audio":
		w.lost = append(w.lost, "âm thanh")
	}
	return w.nodes(n.Kids, cell)
}

var percent = regexp.MustCompile(`(^|[^\\])%`)

func plainLaTeX(s string) string {
	s = spaces.ReplaceAllString(s, " ")
	var b strings.Builder
	if rest, ok := strings.CutPrefix(strings.TrimLeft(s, " "), "["); ok { // what stands before may take options
		b.WriteString(s[:len(s)-len(rest)-1] + "{[}")
		s = rest
	}
	for _, r := range guard.Replace(guard.Replace(s)) {
		switch r {
		case guardOpen:
			b.WriteByte('{')
		case guardShut:
			b.WriteByte('}')
		default:
			b.WriteString(escapeRune(r))
		}
	}
	return b.String()
}

func (w *writer) list(env string, n source.Node) string {
	var b strings.Builder
	b.WriteString("\uE012\\begin{" + env + "}\uE012")
	for _, li := range n.Kids {
		if li.Tag == "li" {
			b.WriteString(`\item ` + w.item(li.Kids, false) + "\uE012")
		}
	}
	return b.String() + "\\end{" + env + "}\uE012"
}

// item writes a text, an item or a cell. A lone paragraph ends with \par, which
// tells it from plain text.
func (w *writer) item(kids []source.Node, cell bool) string {
	out := paragraphs.ReplaceAllString(w.nodes(kids, cell), "\n\n")
	out = strings.Trim(soft.ReplaceAllString(out, "\n"), "\n")
	if len(kids) == 1 && kids[0].Tag == "p" {
		out += `\par`
	}
	return out
}

func (w *writer) table(n source.Node) string {
	var rows [][]source.Node
	var find func(list []source.Node)
	find = func(list []source.Node) {
		for _, k := range list {
			if k.Tag == "tr" {
				rows = append(rows, k.Kids)
				continue
			}
			find(k.Kids)
		}
	}
	find(n.Kids)
	columns, under := 0, map[int]int{}
	lines := make([]string, len(rows))
	for i, row := range rows {
		var cells []string
		col := 0
		for _, c := range row {
			for under[col] > 0 {
				under[col]--
				cells, col = append(cells, ""), col+1
			}
			cols, high := number(c.Attr["colspan"]), number(c.Attr["rowspan"])
			for k := range cols {
				under[col+k] = high - 1
			}
			cells, col = append(cells, w.cell(c, cols, high)), col+cols
		}
		for under[col] > 0 {
			under[col]--
			cells, col = append(cells, ""), col+1
		}
		columns = max(columns, col)
		lines[i] = strings.Join(cells, " & ") + ` \\ \hline`
	}
	return "\uE012\\begin{tabular}{|" + strings.Repeat("l|", max(columns, 1)) + "}\n\\hline\n" + strings.Join(lines, "\n") + "\n\\end{tabular}\uE012"
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 50 {
		return 1
	}
	return n
}

func (w *writer) cell(c source.Node, cols, rows int) string {
	text := w.item(c.Kids, true)
	if c.Tag == "th" {
		text = `\thead{` + text + `}`
	}
	if rows > 1 {
		text = `\multirow{` + strconv.Itoa(rows) + `}{*}{` + text + `}`
	}
	if cols > 1 {
		text = `\multicolumn{` + strconv.Itoa(cols) + `}{|l|}{` + text + `}`
	}
	return text
}

// picture writes \includegraphics with the size and the words of the picture.
func (w *writer) picture(n source.Node) string {
	hash := strings.TrimPrefix(n.Attr["src"], "media:")
	m, ok := w.media[hash]
	if !ok {
		w.lost = append(w.lost, "hình không có trong kho")
		return ""
	}
	name := hash[:16] + "." + strings.TrimPrefix(m.MIME, "image/")
	w.used[name] = hash
	var opts []string
	for _, size := range []string{"width", "height"} {
		if n.Attr[size] != "" {
			opts = append(opts, size+"="+n.Attr[size]+"px")
		}
	}
	if alt := n.Attr["alt"]; alt != "" {
		opts = append(opts, "alt={"+plainLaTeX(alt)+"}")
	}
	if len(opts) == 0 {
		return `\includegraphics{` + name + `}`
	}
	return `\includegraphics[` + strings.Join(opts, ",") + `]{` + name + `}`
}

// Private code points, which no text of the bank holds, stand for the braces
// that keep ligatures apart; \uE012 is a line end that may join others.
const guardOpen, guardShut = '\uE010', '\uE011'

var guard = strings.NewReplacer("--", "-\uE010\uE011-", "''", "'\uE010\uE011'", "``", "`\uE010\uE011`")
