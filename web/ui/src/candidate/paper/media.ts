import { fromBase64 } from "../store/bytes";
import type { Paper } from "./types";

const mediaTypes = new Set([
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "image/svg+xml",
  "audio/mpeg",
  "audio/mp4",
  "audio/aac",
  "audio/ogg",
  "audio/wav",
]);

/** MediaShelf makes blob addresses for a paper's pictures and sounds, each when it is first needed. They live as long as the page. */
export class MediaShelf {
  private readonly urls = new Map<string, string>();
  private readonly media: NonNullable<Paper["media"]>;

  constructor(paper: Paper) {
    this.media = paper.media ?? {};
  }

  /** How often a sound may be started; 0 is no limit. */
  plays = (hash: string): number => this.media[hash]?.plays ?? 0;

  url = (hash: string): string => {
    const known = this.urls.get(hash);
    if (known !== undefined) return known;
    const m = this.media[hash];
    let url = "";
    if (m && mediaTypes.has(m.mime)) {
      const bytes = fromBase64(m.data);
      url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: m.mime }));
    }
    this.urls.set(hash, url);
    return url;
  };
}
