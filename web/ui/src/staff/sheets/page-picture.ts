/** The pages that were looked at last, decoded: the next field of a sheet shows at once. */
const pages = new Map<string, Promise<HTMLImageElement>>();
const kept = 4;

/** The page of a sheet as it was scanned. */
export function pagePicture(sheet: string): Promise<HTMLImageElement> {
  const known = pages.get(sheet);
  if (known) return known;
  const page = new Image();
  page.src = `/api/sheets/${sheet}/page`;
  const made = page.decode().then(() => page);
  made.catch(() => pages.delete(sheet)); // a page that did not come is asked for again
  pages.set(sheet, made);
  for (const old of pages.keys()) {
    if (pages.size <= kept) break;
    pages.delete(old);
  }
  return made;
}
