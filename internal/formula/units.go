package formula

import (
	"strings"
)

// unitNames are the units of siunitx that school papers use.
var unitNames = map[string]string{
	"meter": "m", "metre": "m", "gram": "g", "kilogram": "kg", "second": "s", "ampere": "A", "kelvin": "K", "mole": "mol", "mol": "mol", "candela": "cd", "liter": "l", "litre": "l", "L": "L",
	"joule": "J", "newton": "N", "pascal": "Pa", "watt": "W", "volt": "V", "ohm": "Ω", "coulomb": "C", "farad": "F", "henry": "H", "tesla": "T", "weber": "Wb", "hertz": "Hz", "becquerel": "Bq", "gray": "Gy", "sievert": "Sv",
	"electronvolt": "eV", "celsius": "°C", "degreeCelsius": "°C", "degree": "°", "minute": "min", "hour": "h", "day": "d", "percent": "%", "radian": "rad", "steradian": "sr", "bar": "bar", "atmosphere": "atm", "mmHg": "mmHg", "calorie": "cal",
	"tonne": "t", "hectare": "ha", "dalton": "u", "atomicmassunit": "u", "amu": "u", "lumen": "lm", "lux": "lx", "siemens": "S", "decibel": "dB", "bel": "B", "arcminute": "′", "arcsecond": "″", "angstrom": "Å", "lightyear": "ly",
	"kg": "kg", "g": "g", "mg": "mg", "m": "m", "cm": "cm", "mm": "mm", "km": "km", "nm": "nm", "um": "μm", "s": "s", "ms": "ms", "A": "A", "mA": "mA", "V": "V", "kV": "kV", "W": "W", "kW": "kW", "MW": "MW", "J": "J", "kJ": "kJ", "eV": "eV", "keV": "keV", "MeV": "MeV", "Hz": "Hz", "kHz": "kHz", "MHz": "MHz", "N": "N", "Pa": "Pa", "kPa": "kPa", "K": "K", "T": "T", "C": "C", "F": "F", "pF": "pF", "kWh": "kWh", "l": "l", "ml": "ml", "mL": "mL",
}

var unitPrefixes = map[string]string{
	"yocto": "y", "zepto": "z", "atto": "a", "femto": "f", "pico": "p", "nano": "n", "micro": "μ", "milli": "m", "centi": "c", "deci": "d", "deca": "da", "hecto": "h", "kilo": "k", "mega": "M", "giga": "G", "tera": "T", "peta": "P",
}

// quantity reads the commands of siunitx: \SI{1,5}{\kilo\meter\per\second}.
func (p *parser) quantity(name string) Node {
	p.spaces()
	if p.isChar("[") {
		p.bracketed()
	}
	cmd := `\` + name
	switch name {
	case "si", "unit":
		return p.unit(p.raw(cmd))
	case "num":
		return p.magnitude(p.raw(cmd))
	case "ang":
		return p.angle(p.raw(cmd))
	}
	row := p.magnitude(p.raw(cmd))
	if strings.HasSuffix(name, "range") {
		row = append(append(row, Space{3}, Atom{Bin, "−", Plain}, Space{3}), p.magnitude(p.raw(cmd))...)
	}
	if name == "numrange" {
		return row
	}
	unit := p.unit(p.raw(cmd))
	if a, ok := first(unit).(Atom); !ok || a.Text != "°" {
		row = append(row, Space{3})
	}
	return append(row, unit...)
}

func first(r Row) Node {
	if len(r) == 0 {
		return nil
	}
	return r[0]
}

// magnitude is a number as siunitx takes it: 1,5 or 1.5e-3 or -2 or 1,2 \pm 3.
func (p *parser) magnitude(s string) Row {
	s = strings.ReplaceAll(s, " ", "")
	mantissa, exponent, scientific := strings.Cut(strings.NewReplacer("E", "e", "d", "e").Replace(numberOnly(s)), "e")
	if !scientific {
		return p.inner(decimalComma(s))
	}
	row := Row{}
	if mantissa != "" {
		row = append(p.inner(decimalComma(mantissa)), Atom{Bin, "⋅", Plain})
	}
	return append(row, Scripts{Base: Row{Atom{Num, "10", Plain}}, Sup: p.inner(exponent)})
}

// numberOnly is s when it is a plain number, else nothing.
func numberOnly(s string) string {
	if strings.Trim(s, "+-0123456789.,eEd") != "" {
		return ""
	}
	return s
}

// decimalComma protects a comma between digits.
func decimalComma(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if s[i] == ',' && i > 0 && i+1 < len(s) && isDigit(s[i-1:i]) && isDigit(s[i+1:i+2]) {
			b.WriteString("{,}")
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func (p *parser) angle(s string) Row {
	row := Row{}
	for i, part := range strings.SplitN(s, ";", 3) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		row = append(row, p.inner(decimalComma(part))...)
		row = append(row, Atom{Ord, []string{"°", "′", "″"}[i], Plain})
	}
	return row
}

// unit reads \kilo\meter\per\second or m/s^2.
func (p *parser) unit(s string) Row {
	if !strings.Contains(s, `\`) {
		return p.innerIn(strings.NewReplacer(".", `\cdot `, "*", `\cdot `).Replace(s), Roman)
	}
	row := Row{}
	l := lexer{src: s}
	prefix, power := "", ""
	for t := l.next(); t.kind != tokEnd; t = l.next() {
		if t.kind == tokChar {
			if !isASCIILetter(t.text[0]) && !strings.Contains("/{}", t.text) {
				p.fail("misplaced", t.text)
				return row
			}
			if t.text != "{" && t.text != "}" {
				row = append(row, Atom{Ord, t.text, Roman})
			}
			continue
		}
		if t.kind == tokSpace {
			continue
		}
		last := len(row) - 1
		switch u, known := unitNames[t.text]; {
		case known:
			row = unitAfter(row, prefix+u, power)
			prefix, power = "", ""
		case unitPrefixes[t.text] != "":
			prefix += unitPrefixes[t.text]
		case t.text == "per":
			row = append(row, Atom{Ord, "/", Roman})
		case t.text == "square" || t.text == "cubic":
			power = map[string]string{"square": "2", "cubic": "3"}[t.text]
		case (t.text == "squared" || t.text == "cubed") && last >= 0:
			row[last] = Scripts{Base: Row{row[last]}, Sup: Row{Atom{Num, map[string]string{"squared": "2", "cubed": "3"}[t.text], Plain}}}
		case t.text == "tothe" || t.text == "raiseto":
			body, end, ok := groupAt(l.src, l.pos)
			if !ok || last < 0 {
				p.fail("missing", `\`+t.text)
				return row
			}
			l.pos = end
			row[last] = Scripts{Base: Row{row[last]}, Sup: p.inner(body)}
		case t.text == "cdot":
			row = append(row, Atom{Bin, "⋅", Plain})
		case t.text == "text", t.text == "mathrm": // the group follows as characters
		case t.text == "," || t.text == ";" || t.text == "!":
		default:
			if c, ok := commands[t.text]; ok {
				row = append(row, Atom{Ord, c.text, Roman})
				continue
			}
			p.fail("command", `\`+t.text)
			return row
		}
	}
	return row
}

// unitAfter appends a unit, with a dot between it and a unit before.
func unitAfter(row Row, unit, power string) Row {
	if len(row) > 0 {
		if a, ok := row[len(row)-1].(Atom); !ok || a.Text != "/" {
			row = append(row, Atom{Bin, "⋅", Plain})
		}
	}
	n := Atom{Ord, unit, Roman}
	if power == "" {
		return append(row, n)
	}
	return append(row, Scripts{Base: Row{n}, Sup: Row{Atom{Num, power, Plain}}})
}
