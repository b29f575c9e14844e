/**
 * Draws a formula into a box with the settings of the candidate's page.
 * Resolves to what is wrong with it in KaTeX's words, or to "".
 */
export async function drawFormula(
  box: HTMLElement,
  latex: string,
  display: boolean,
): Promise<string> {
  const [{ default: katex }] = await Promise.all([
    import("katex"),
    import("katex/dist/katex.min.css"),
  ]);
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
}
