package qti

import "khaothi/internal/formula"

// latexOf is the LaTeX of a formula: what it carries with it, else what its
// MathML says.
func latexOf(n *node) (string, error) {
	if s := annotation(n); s != "" {
		return s, nil
	}
	row, err := formula.ReadMathML([]byte(sourceOf(n)))
	if err != nil {
		return "", err
	}
	return formula.LaTeX(row), nil
}
