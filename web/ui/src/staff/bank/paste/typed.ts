const marked = /\\\(([\s\S]+?)\\\)|\\\[([\s\S]+?)\\\]|\$\$([^$]+)\$\$|\$([^$\n]+)\$/g;

/** A dollar before a number is money more often than a formula. */
function looksLikeMath(tex: string): boolean {
  return !/^\s|\s$/.test(tex) && /[\\^_{}=<>+*/]|^[a-zA-Z]$/.test(tex);
}

/**
 * Plain text as HTML with its formulas marked: \(…\), \[…\], $$…$$, and $…$
 * where that is a formula. Null where there is none.
 */
export function markTypedMath(text: string): string | null {
  let found = false;
  let out = "";
  let from = 0;
  for (const m of text.matchAll(marked)) {
    const [whole, line, block, dollars, dollar] = m;
    if (dollar !== undefined && !looksLikeMath(dollar)) continue;
    found = true;
    const display = block !== undefined || dollars !== undefined;
    const tex = (line ?? block ?? dollars ?? dollar ?? "").trim();
    out += escape(text.slice(from, m.index));
    out += `<span data-formula="${escape(tex)}" data-display="${display ? "1" : ""}"></span>`;
    from = m.index + whole.length;
  }
  return found ? out + escape(text.slice(from)) : null;
}

function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
