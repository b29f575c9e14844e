package extest

import (
	"regexp"
	"strings"
)

// unitArgs are the macros of siunitx and mhchem and the number of their
// arguments; xsi is a private form of SI whose number is a formula.
var unitArgs = map[string]int{"SI": 2, "qty": 2, "xsi": 2, "si": 1, "unit": 1, "num": 1, "ang": 1, "ce": 1}

// quantity writes a quantity as authors in Vietnam print it: decimal comma,
// upright unit.
func quantity(name string, args []string) string {
	switch name {
	case "num":
		return numeral(args[0])
	case "ang":
		return numeral(args[0]) + `^\circ`
	case "ce":
		return chemistry(args[0])
	case "si", "unit":
		return unit(args[0])
	case "xsi":
		return joined(maths(args[0]), unit(args[1]))
	}
	return joined(numeral(args[0]), unit(args[1]))
}

// joined puts a thin space between a number and its unit, and none before a
// degree.
func joined(number, unit string) string {
	if unit == "" || unit == `^\circ` || unit == `\%` {
		return number + unit
	}
	return number + `\,` + unit
}

var scientific = regexp.MustCompile(`^([-+]?[0-9.,]*)[eE]([-+]?[0-9]+)$`)

// numeral writes a number: 3.4E5 is 3{,}4·10^5. What is no number is a formula.
func numeral(s string) string {
	s = strings.TrimSpace(s)
	if m := scientific.FindStringSubmatch(strings.ReplaceAll(s, " ", "")); m != nil {
		power := `10^{` + m[2] + `}`
		if m[1] == "" || m[1] == "+" || m[1] == "-" {
			return m[1] + power
		}
		return comma(m[1]) + `\cdot ` + power
	}
	if plainNumber.MatchString(s) {
		return comma(s)
	}
	return maths(s)
}

var plainNumber = regexp.MustCompile(`^[-+]?[0-9]*[.,]?[0-9]+$`)

func comma(s string) string {
	return strings.NewReplacer(".", "{,}", ",", "{,}").Replace(s)
}

var unitNames = map[string]string{
	"meter": "m", "metre": "m", "gram": "g", "kilogram": "kg", "second": "s", "minute": "min", "hour": "h", "day": "d", "ampere": "A", "kelvin": "K", "mole": "mol", "candela": "cd",
	"joule": "J", "newton": "N", "pascal": "Pa", "watt": "W", "volt": "V", "ohm": `\Omega`, "farad": "F", "henry": "H", "tesla": "T", "weber": "Wb", "hertz": "Hz", "coulomb": "C", "becquerel": "Bq", "sievert": "Sv", "gray": "Gy",
	"liter": "l", "litre": "l", "bar": "bar", "tonne": "t", "hectare": "ha", "electronvolt": "eV", "atm": "atm", "dalton": "u", "atomicmassunit": "u", "degreeCelsius": `{}^\circ C`, "celsius": `{}^\circ C`, "degree": `{}^\circ`,
	"percent": `\%`, "angstrom": `\text{Å}`, "cal": "cal", "radian": "rad", "lumen": "lm", "lux": "lx", "decibel": "dB", "curie": "Ci", "year": "năm", "diopter": "dp",
	"kilo": "k", "centi": "c", "milli": "m", "micro": `\mu `, "nano": "n", "pico": "p", "mega": "M", "giga": "G", "tera": "T", "deci": "d", "hecto": "h", "deca": "da", "femto": "f",
}

// unit writes a unit upright: \kilogram\meter^2 is kg·m².
func unit(s string) string {
	var b strings.Builder
	word := false // the last thing was a unit, so that the next stands after a dot
	for i := 0; i < len(s); {
		if s[i] != '\\' {
			c := s[i]
			if c != ' ' && c != '\t' && c != '\n' && c != '~' {
				put(&b, s[i:i+1])
				word = word && (c >= '0' && c <= '9' || c == '^' || c == '{' || c == '}' || c == '-')
			}
			i++
			continue
		}
		name, end := command(s, i)
		text, ok := unitNames[name]
		switch {
		case ok:
			prefix := siPrefix[name]
			if word {
				b.WriteString(`{\cdot}`)
			}
			put(&b, text)
			word = !prefix
		case name == "per":
			b.WriteString("/")
			word = false
		case name == "squared" || name == "square":
			b.WriteString("^2")
		case name == "cubed" || name == "cubic":
			b.WriteString("^3")
		case name == "left" || name == "right" || name == "," || name == " ":
		default:
			b.WriteString(s[i:end])
			word = false
		}
		i = end
	}
	text := b.String()
	switch text {
	case "":
		return ""
	case `\%`:
		return text
	case `{}^\circ`:
		return `^\circ`
	}
	return `\mathrm{` + text + `}`
}

var openWord = regexp.MustCompile(`\\[A-Za-z]+$`)

// put appends a text; a letter never joins the control word before it.
func put(b *strings.Builder, text string) {
	if text != "" && isLetter(text[0]) && openWord.MatchString(b.String()) {
		b.WriteByte(' ')
	}
	b.WriteString(text)
}

var siPrefix = map[string]bool{"kilo": true, "centi": true, "milli": true, "micro": true, "nano": true, "pico": true, "mega": true, "giga": true, "tera": true, "deci": true, "hecto": true, "deca": true, "femto": true}

var (
	count  = regexp.MustCompile(`([A-Za-z)\]])([0-9]+)`)
	charge = regexp.MustCompile(`\^([0-9]*[-+])`)
)

// chemistry writes the plain formulas of mhchem: letters upright, numbers after
// them below, arrows.
func chemistry(s string) string {
	s = charge.ReplaceAllString(s, `^{$1}`)
	s = count.ReplaceAllString(s, `${1}_{$2}`)
	s = strings.NewReplacer("<=>", `\rightleftharpoons `, "<->", `\leftrightarrow `, "->", `\rightarrow `, "<-", `\leftarrow `).Replace(s)
	return `\mathrm{` + s + `}`
}
