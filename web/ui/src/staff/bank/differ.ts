/** A piece of a text, and whether the other text has it too. */
export interface Piece {
  text: string;
  same: boolean;
}

/** The most words that are compared; what is beyond counts as different. */
const mostWords = 400;

/** The words of a, marked where b lacks them: the longest common subsequence. */
export function differ(a: string, b: string): Piece[] {
  const x = a.split(/\s+/).filter(Boolean);
  const y = b.split(/\s+/).filter(Boolean).slice(0, mostWords);
  const head = x.slice(0, mostWords);
  const width = y.length + 1;
  const best = new Uint16Array((head.length + 1) * width);
  const at = (i: number, j: number) => best[i * width + j] ?? 0;
  for (let i = head.length - 1; i >= 0; i--) {
    for (let j = y.length - 1; j >= 0; j--) {
      best[i * width + j] =
        head[i] === y[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const out: Piece[] = [];
  const push = (text: string, same: boolean) => {
    const last = out.at(-1);
    if (last?.same === same) last.text += ` ${text}`;
    else out.push({ text, same });
  };
  let j = 0;
  head.forEach((word, i) => {
    while (j < y.length && y[j] !== word && at(i, j + 1) === at(i, j)) j++;
    const same = j < y.length && y[j] === word && at(i, j) === at(i + 1, j + 1) + 1;
    push(word, same);
    if (same) j++;
  });
  for (const word of x.slice(mostWords)) push(word, false);
  return out;
}

/** The text of HTML in the subset. */
export function plainText(html: string): string {
  const box = new DOMParser().parseFromString(
    html.replaceAll(/<(?:br|\/p|\/li|\/td)[^>]*>/g, " $&"),
    "text/html",
  );
  return box.body.textContent.replaceAll(/\s+/g, " ").trim();
}
