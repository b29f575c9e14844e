/** `9:05` or `1:02:03`. Rounds up: the clock shows 0:00 only when nothing is left. */
export function formatClock(ms: number): string {
  const all = Math.max(0, Math.ceil(ms / 1000));
  const pad = (n: number) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  return h > 0 ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
}

/** `2008-09-04` as `04/09/2008`; other text as it is. */
export function formatDate(text: string): string {
  const m = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
  return m ? `${m[3] ?? ""}/${m[2] ?? ""}/${m[1] ?? ""}` : text;
}

/** A ticket without what does not matter: capitals and digits only. */
export function plainTicket(text: string): string {
  return text.toUpperCase().replace(/[^A-Z0-9]/g, "");
}

/** A ticket in groups of four: `K7QF-2MXA-9RTD`. */
export function formatTicket(text: string): string {
  return (
    plainTicket(text)
      .slice(0, 16)
      .match(/.{1,4}/g) ?? []
  ).join("-");
}

/** The letter of an option by its place on the screen: A, B, C, … */
export function letter(index: number): string {
  return String.fromCharCode(65 + index);
}
