/** Draws a formula into a box; returns what is wrong with it in KaTeX's words, or "". */
export type DrawFormula = (box: HTMLElement, latex: string, display: boolean) => string;

/** Loads what draws formulas with the settings of the candidate's page. */
export async function loadDrawFormula(): Promise<DrawFormula> {
  const [{ default: katex }] = await Promise.all([
    import("katex"),
    import("katex/dist/katex.min.css"),
  ]);
  return (box, latex, display) => {
    try {
      katex.render(latex, box, {
        displayMode: display,
        throwOnError: true,
        trust: false,
        maxExpand: 500,
        maxSize: 20,
        strict: "ignore",
      });
      return "";
    } catch (error) {
      box.textContent = latex;
      return error instanceof Error
        ? error.message.replace("KaTeX parse error: ", "")
        : String(error);
    }
  };
}
