import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import type { AnswerEvent } from "../engine/log";
import { fromBase64, toBase64 } from "./bytes";
import type { Parcel } from "./shelf";

const nonceBytes = 24;

// crypto.getRandomValues needs no secure context, unlike crypto.subtle.
function randomNonce(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(nonceBytes));
}

/** Name of an event in the store: bound into its encryption, so that parcels cannot be swapped. */
export function parcelID(attempt: string, e: { epoch: number; ord: number }): string {
  return `${attempt}/${e.epoch}/${e.ord}`;
}

/** Encrypts an event with XChaCha20-Poly1305 under the store key of its attempt. */
export function pack(attempt: string, key: Uint8Array, e: AnswerEvent): Parcel {
  const id = parcelID(attempt, e);
  const nonce = randomNonce();
  const { seq, field, value, prev, at } = e;
  const plain = new TextEncoder().encode(JSON.stringify({ seq, field, value, prev, at }));
  const sealed = xchacha20poly1305(key, nonce, new TextEncoder().encode(id)).encrypt(plain);
  const box = new Uint8Array(nonceBytes + sealed.length);
  box.set(nonce);
  box.set(sealed, nonceBytes);
  return { id, attempt, epoch: e.epoch, ord: e.ord, box: toBase64(box) };
}

/** Decrypts a parcel; null where the key does not fit. */
export function unpack(key: Uint8Array, p: Parcel): AnswerEvent | null {
  try {
    const box = fromBase64(p.box);
    const cipher = xchacha20poly1305(
      key,
      box.subarray(0, nonceBytes),
      new TextEncoder().encode(p.id),
    );
    const plain = new TextDecoder().decode(cipher.decrypt(box.subarray(nonceBytes)));
    const event = JSON.parse(plain) as Omit<AnswerEvent, "ord" | "epoch">;
    return { ...event, ord: p.ord, epoch: p.epoch };
  } catch {
    return null;
  }
}
