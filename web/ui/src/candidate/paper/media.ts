import { fromBase64 } from "../store/bytes";
import type { Paper } from "./types";

const pictureTypes = new Set([
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "image/svg+xml",
]);

/** MediaShelf makes blob addresses for a paper's pictures, each when it is first shown. They live as long as the page. */
export class MediaShelf {
  private readonly urls = new Map<string, string>();
  private readonly media: NonNullable<Paper["media"]>;

  constructor(paper: Paper) {
    this.media = paper.media ?? {};
  }

  url = (hash: string): string => {
    const known = this.urls.get(hash);
    if (known !== undefined) return known;
    const m = this.media[hash];
    let url = "";
    if (m && pictureTypes.has(m.mime)) {
      const bytes = fromBase64(m.data);
      url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: m.mime }));
    }
    this.urls.set(hash, url);
    return url;
  };
}
