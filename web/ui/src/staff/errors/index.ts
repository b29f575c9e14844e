import { ApiError } from "../api";
import type { Both, Language } from "../text/language";
import { analysisErrors } from "./analysis";
import { bankErrors } from "./bank";
import { boardErrors } from "./board";
import { identityErrors } from "./identity";
import { liveErrors } from "./live";
import { requestErrors } from "./request";
import { rescueErrors } from "./rescue";
import { resultErrors } from "./results";
import { sheetErrors } from "./sheets";
import { unsavedErrors } from "./unsaved";

/** A sentence for a code, or a function that makes one of the error's detail. */
export type Sentence = Both | ((detail: Record<string, unknown>) => Both);

export type Sentences = Record<string, Sentence>;

/**
 * Every code that the server sends has a sentence. A part adds a file beside
 * this one and a line here.
 */
const sentences: Sentences = {
  ...requestErrors,
  ...identityErrors,
  ...resultErrors,
  ...boardErrors,
  ...sheetErrors,
  ...analysisErrors,
  ...bankErrors,
  ...liveErrors,
  ...rescueErrors,
  ...unsavedErrors,
};

const unknown: Both = {
  vi: "Máy chủ gặp lỗi. Lỗi đã được ghi lại; xin thử lại sau ít phút.",
  en: "The server failed. The error was recorded; please try again in a few minutes.",
};

/** What a person reads about an error, in their language. */
export function sentence(error: unknown, language: Language): string {
  if (!(error instanceof ApiError)) return unknown[language];
  const found = sentences[error.code];
  if (found === undefined) {
    return error.code === "internal" ? unknown[language] : `${unknown[language]} (${error.code})`;
  }
  return (typeof found === "function" ? found(error.detail) : found)[language];
}

/** Reads a number of an error's detail. */
export function numberOf(detail: Record<string, unknown>, name: string): number {
  const value = detail[name];
  return typeof value === "number" ? value : 0;
}

/** Reads a text of an error's detail. */
export function textOf(detail: Record<string, unknown>, name: string): string {
  const value = detail[name];
  return typeof value === "string" ? value : "";
}
