// Word puts HTML on the clipboard that only Word reads in full: formulas stand
// in comments, their pictures and the fall-backs of drawings between marks that
// are no HTML. This is sorted out in the source, before a parser sees it.

/** A formula found on the clipboard, and how it is written. */
export interface FoundFormula {
  format: "omml" | "mathml";
  xml: string;
  display: boolean;
}

const equation = /<!--\[if gte msEquation 12\]>([\s\S]*?)<!\[endif\]-->/gi;
const equationPicture = /<!\[if !msEquation\]>([\s\S]*?)<!\[endif\]>/gi;
const otherComment = /<!--[\s\S]*?-->/g;
const otherMark = /<!\[(?:if[^\]]*|endif)\]>/gi;

/** Takes the formulas out of Word's HTML; elements named kt-formula stand in their places. */
export function liftWordFormulas(html: string): { html: string; formulas: FoundFormula[] } {
  const formulas: FoundFormula[] = [];
  const lifted = html.replace(equation, (_, inside: string) => {
    const places = splitMath(inside).map((xml) => {
      const display = /^<m:oMathPara\b/.test(xml);
      formulas.push({ format: "omml", xml, display });
      return `<kt-formula data-no="${formulas.length - 1}"></kt-formula>`;
    });
    return places.join("");
  });
  const clean = (formulas.length > 0 ? lifted.replace(equationPicture, "") : lifted)
    .replace(otherComment, "")
    .replace(otherMark, "");
  return { html: clean, formulas };
}

/** The m:oMathPara and m:oMath in a comment, as well-formed XML of their own. */
function splitMath(source: string): string[] {
  const out: string[] = [];
  const start = /<m:(oMathPara|oMath)\b/g;
  for (let m = start.exec(source); m !== null; m = start.exec(source)) {
    const close = `</m:${m[1] ?? ""}>`;
    const end = source.indexOf(close, m.index);
    if (end < 0) break;
    out.push(tidyMath(source.slice(m.index, end + close.length)));
    start.lastIndex = end + close.length;
  }
  return out;
}

const piece = /<(\/?)([A-Za-z][\w:.-]*)([^<>]*?)(\/?)>|([^<]+)|</g;
const value = /\bm:val\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/;

/**
 * Makes XML of Word's mixture: HTML tags between those of the formula go, the
 * text of a run gets the m:t that only files have, and what was left open is closed.
 */
export function tidyMath(source: string): string {
  let out = "";
  const open: string[] = [];
  for (const [, slash, name = "", attributes = "", self, text] of source.matchAll(piece)) {
    if (text !== undefined) {
      if (open.at(-1) === "m:r" && text.trim() !== "") out += `<m:t>${xmlText(text)}</m:t>`;
      else if (open.at(-1) === "m:t") out += xmlText(text);
      continue;
    }
    if (!name.startsWith("m:")) continue;
    if (slash === "/") {
      const at = open.lastIndexOf(name);
      if (at >= 0) for (const n of open.splice(at).reverse()) out += `</${n}>`;
      continue;
    }
    const v = value.exec(attributes);
    out += `<${name}${v ? ` m:val="${xmlText(v[1] ?? v[2] ?? v[3] ?? "")}"` : ""}`;
    out += self === "/" ? "/>" : ">";
    if (self !== "/") open.push(name);
  }
  for (const n of open.reverse()) out += `</${n}>`;
  return out.replace(
    /^<m:\w+/,
    (m) => `${m} xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"`,
  );
}

/** Text with HTML's names for characters, as XML. */
function xmlText(html: string): string {
  const { body } = new DOMParser().parseFromString(html.replaceAll("<", "&lt;"), "text/html");
  // Word breaks its lines anywhere; a blank of a formula never does.
  return body.textContent
    .replace(/[\r\n]+/g, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
