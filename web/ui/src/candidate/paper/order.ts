// Putting options in order: the value is all ids, joined by commas.

/** The ids as they stand on the screen: the candidate's order, or the paper's before any. */
export function shownOrder(ids: readonly string[], value: string): string[] {
  const given = value ? value.split(",") : [];
  const known = given.filter((id, i) => ids.includes(id) && given.indexOf(id) === i);
  return [...known, ...ids.filter((id) => !known.includes(id))];
}

/** The order after one id moved to another place. */
export function moved(order: readonly string[], id: string, to: number): string[] {
  const rest = order.filter((x) => x !== id);
  const at = Math.max(0, Math.min(rest.length, to));
  return [...rest.slice(0, at), id, ...rest.slice(at)];
}
