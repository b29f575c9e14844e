/** The words of HTML in the subset, for lists and labels: formulas as LaTeX, pictures as a sign. */
export function bankText(html: string, most = 80): string {
  const text = html
    .replace(/<img[^>]*>/g, " ▣ ")
    .replace(/<audio[^>]*>/g, " ♪ ")
    .replace(/<span data-gap="([^"]*)">/g, " ($1) … ")
    .replace(/<(?:br\/?|\/p|\/li|\/td|\/th)>/g, " ")
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&#34;", '"')
    .replaceAll("&amp;", "&")
    .replace(/\s+/g, " ")
    .trim();
  const letters = Array.from(text);
  return letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : text;
}
