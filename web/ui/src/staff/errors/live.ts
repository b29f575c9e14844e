import type { Sentences } from ".";

/** Codes of the live room. */
export const liveErrors: Sentences = {
  "sitting.not_live": {
    vi: "Ca thi này chưa mở hoặc đã kết thúc.",
    en: "This sitting is not open yet, or it is over.",
  },
};
