import { mathClass } from "./content";

type Render = (tex: string, el: HTMLElement, options: object) => void;

let loading: Promise<Render> | null = null;

/** Fetches KaTeX once: only papers with formulas pay for it. */
function loadKatex(): Promise<Render> {
  loading ??= Promise.all([import("katex"), import("katex/dist/katex.min.css")]).then(
    ([katex]) => katex.default.render,
    (err: unknown) => {
      loading = null;
      throw err;
    },
  );
  return loading;
}

/** Turns the formulas under an element from LaTeX into pictures of formulas; text stays where that fails. */
export async function renderMath(root: ParentNode): Promise<void> {
  const spans = root.querySelectorAll<HTMLElement>(`.${mathClass}:not([data-done])`);
  if (spans.length === 0) return;
  const render = await loadKatex();
  for (const span of spans) {
    const tex = span.textContent;
    span.dataset.done = "1";
    try {
      render(tex, span, {
        displayMode: span.dataset.display === "1",
        throwOnError: false,
        trust: false,
        maxExpand: 500,
        maxSize: 20,
        strict: "ignore",
      });
    } catch {
      span.textContent = tex;
    }
  }
}
