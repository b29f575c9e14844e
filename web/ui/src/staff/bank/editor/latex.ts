// MathLive writes some commands of its own; papers, KaTeX and Word know the plain ones.
const plain: [RegExp, string][] = [
  [/\\mleft\b\s?/g, "\\left"],
  [/\\mright\b\s?/g, "\\right"],
  [/\\differentialD\b/g, "\\mathrm{d}"],
  [/\\capitalDifferentialD\b/g, "\\mathrm{D}"],
  [/\\exponentialE\b/g, "e"],
  [/\\imaginaryI\b/g, "i"],
  [/\\imaginaryJ\b/g, "j"],
  [/\\placeholder(\[[^\]]*\])?\{([^{}]*)\}/g, "$2"],
  [/\\mathstrut\b\s?/g, ""],
];

/** LaTeX as papers write it, of what the formula keyboard writes. */
export function plainLatex(latex: string): string {
  return plain.reduce((s, [from, to]) => s.replace(from, to), latex).trim();
}
