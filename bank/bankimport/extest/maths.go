package extest

import (
	"strings"
)

// maths maps the macros of Vietnamese authors to those that KaTeX and Word
// know. What it does not know stays as it is.
func maths(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		if s[i] != '\\' {
			b.WriteByte(s[i])
			i++
			continue
		}
		i = mathMacro(&b, s, i)
	}
	return strings.NewReplacer(`\\)`, `\\ )`, `\\]`, `\\ ]`).Replace(b.String())
}

// around are macros of one argument and what stands around it.
var around = map[string][2]string{
	"heva": {`\left\{\begin{aligned}`, `\end{aligned}\right.`}, "hoac": {`\left[\begin{aligned}`, `\end{aligned}\right.`},
	"hevat": {`\left\{\begin{aligned}`, `\end{aligned}\right.`}, "hoact": {`\left[\begin{aligned}`, `\end{aligned}\right.`},
	"vec": {`\overrightarrow{`, `}`}, "vect": {`\overrightarrow{`, `}`}, "vt": {`\overrightarrow{`, `}`}, "vv": {`\overrightarrow{`, `}`}, "arc": {`\overset{\frown}{`, `}`}, "wideparen": {`\overset{\frown}{`, `}`},
	"mathds": {`\mathbb{`, `}`}, "abs": {`\left|`, `\right|`}, "norm": {`\left\|`, `\right\|`}, "mbox": {`\text{`, `}`}, "textrm": {`\text{`, `}`}, "ensuremath": {`{`, `}`}, "thead": {`\text{`, `}`},
}

// instead are macros without arguments and what KaTeX knows instead.
var instead = map[string]string{
	"calP": `\mathcal{P}`, "calC": `\mathcal{C}`, "Bbb": `\mathbb`, "degree": `^\circ`, "celsius": `{}^\circ\mathrm{C}`, "percent": `\%`, "parallelogram": `\text{▱}`, "slash": `/`,
	"e": `\mathrm{e}`, "varparallel": `\parallel`, "empty": `\varnothing`, "loigiai": ``, "True": ``, "hfill": ``, "noindent": ``, "displaybreak": ``, "allowdisplaybreaks": ``,
	"iff": `\Leftrightarrow`, "leqslant": `\leqslant`, "hetde": ``,
}

// mathMacro writes the macro at a place and returns the place after it.
func mathMacro(b *strings.Builder, s string, at int) int {
	name, end := command(s, at)
	if text, ok := instead[name]; ok {
		b.WriteString(text)
		if strings.HasSuffix(text, "}") || text == "" || !isLetterAt(s, end) {
			return end
		}
		b.WriteByte(' ')
		return end
	}
	if pair, ok := around[name]; ok {
		if body, next, ok := group(s, end); ok {
			b.WriteString(pair[0] + maths(body) + pair[1])
			return next
		}
		if name == "vec" {
			b.WriteString(`\overrightarrow`)
			return end
		}
	}
	if n, ok := unitArgs[name]; ok {
		if args, next := groups(s, options(s, end), n); len(args) == n {
			b.WriteString(quantity(name, args))
			return next
		}
	}
	b.WriteString(s[at:end])
	return end
}

func isLetterAt(s string, at int) bool { return at < len(s) && isLetter(s[at]) }
