import { gcm } from "@noble/ciphers/aes.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { gunzipSync } from "fflate";
import { fromBase64, toHex } from "../store/bytes";
import type { Paper } from "./types";

const nonceBytes = 12;

/** Whether bytes are the paper that a hash names. */
export function isPaper(bytes: Uint8Array, hash: string): boolean {
  return toHex(sha256(bytes)) === hash;
}

/** Decrypts and reads a paper: nonce, then AES-256-GCM of gzipped JSON. Throws where the key does not fit. */
export function openPaper(bytes: Uint8Array, key: string): Paper {
  const cipher = gcm(fromBase64(key), bytes.subarray(0, nonceBytes));
  const json = gunzipSync(cipher.decrypt(bytes.subarray(nonceBytes)));
  const paper = JSON.parse(new TextDecoder().decode(json)) as Paper;
  if (paper.v !== 1 || !Array.isArray(paper.parts)) throw new Error("paper.version");
  return paper;
}
