package main

import "khaothi/internal/formula"

// formulaReaders turn what a clipboard holds into LaTeX, by format.
func formulaReaders() map[string]func(xml string) (string, error) {
	through := func(read func([]byte) (formula.Row, error)) func(string) (string, error) {
		return func(xml string) (string, error) {
			row, err := read([]byte(xml))
			if err != nil {
				return "", err
			}
			return formula.LaTeX(row), nil
		}
	}
	return map[string]func(string) (string, error){"omml": through(formula.ReadOMML), "mathml": through(formula.ReadMathML)}
}
