// Files that are handed in. A file is stored first, whole and with its hash;
// only then the answer names it. What the network takes away is sent again.
import { sha256 } from "@noble/hashes/sha2.js";
import type { Clock } from "../engine/clock";
import { toHex } from "../store/bytes";

/** What the desk needs of the engine. */
export interface UploadLog {
  readonly authorization: string;
  /** Records the answer, also just after the deadline where the file was on its way. */
  settle(field: string, value: string): void;
}

/** Sends one file; the answer is the HTTP status (0: none) and the body's text. */
export type Send = (
  url: string,
  authorization: string,
  file: Blob,
  progress: (share: number) => void,
) => { done: Promise<{ status: number; text: string }>; cancel: () => void };

export interface UploadDeps {
  log: UploadLog;
  clock: Clock;
  send: Send;
}

/** Where one file stands. */
export interface UploadState {
  name: string;
  step: "reading" | "sending" | "waiting" | "failed" | "stored";
  /** How much has gone, 0 to 1. */
  share: number;
  /** Why it failed: a code of the server, or of ours. */
  code: string;
}

interface Run {
  cancelled: boolean;
  cancel: () => void;
}

const retryMS = 2_000;
const sliceBytes = 1 << 20;

/** Whether a name ends as one of the types that are asked for; no types take all. */
export function typeAllowed(name: string, types: readonly string[] | undefined): boolean {
  if (!types?.length) return true;
  const dot = name.lastIndexOf(".");
  return dot >= 0 && types.includes(name.slice(dot + 1).toLowerCase());
}

/** A name that the server takes: no path, no control characters, at most 200 bytes. */
export function cleanName(name: string): string {
  let out = name
    .normalize("NFC")
    // eslint-disable-next-line no-control-regex -- exactly what the server refuses
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff/\\]/g, "_");
  const dot = out.lastIndexOf(".");
  const end = dot > 0 ? out.slice(dot).slice(0, 20) : "";
  let head = dot > 0 ? out.slice(0, dot) : out;
  const bytes = (s: string) => new TextEncoder().encode(s).length;
  while (bytes(head + end) > 200) head = Array.from(head).slice(0, -1).join("");
  out = head + end;
  return out || "tep";
}

/** Hashes a file piece by piece, so that the page stays awake. */
export async function hashFile(file: Blob, progress: (share: number) => void): Promise<string> {
  const hash = sha256.create();
  for (let at = 0; at < file.size; at += sliceBytes) {
    hash.update(new Uint8Array(await file.slice(at, at + sliceBytes).arrayBuffer()));
    progress(Math.min(1, (at + sliceBytes) / file.size));
  }
  return toHex(hash.digest());
}

/** The files of one paper by field: they go on while the candidate does other questions. */
export class UploadDesk {
  private readonly states = new Map<string, UploadState>();
  private readonly runs = new Map<string, Run>();
  private readonly listeners = new Set<() => void>();
  private readonly deps: UploadDeps;
  /** Rises with every change. */
  revision = 0;

  constructor(deps: UploadDeps) {
    this.deps = deps;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  state(field: string): UploadState | undefined {
    return this.states.get(field);
  }

  /** Files that are still on their way. */
  get busy(): number {
    return [...this.states.values()].filter((s) => s.step !== "stored" && s.step !== "failed")
      .length;
  }

  /** Hands a file in; one that is on its way for the same field is given up. */
  async start(field: string, file: File): Promise<void> {
    this.cancel(field);
    const run: Run = { cancelled: false, cancel: () => undefined };
    this.runs.set(field, run);
    const name = cleanName(file.name);
    const say = (s: Partial<UploadState>) => {
      if (run.cancelled) return;
      const was = this.states.get(field) ?? { name, step: "reading", share: 0, code: "" };
      this.states.set(field, { ...was, name, ...s });
      this.emit();
    };
    say({ step: "reading", share: 0, code: "" });
    let hash: string;
    try {
      hash = await hashFile(file, (share) => say({ share: share / 10 }));
    } catch {
      say({ step: "failed", code: "upload.unreadable" });
      return;
    }
    const query = new URLSearchParams({ field, sha256: hash, bytes: String(file.size), name });
    const url = `/api/candidate/upload?${query.toString()}`;
    for (;;) {
      if (this.runs.get(field) !== run) return;
      say({ step: "sending" });
      const sending = this.deps.send(url, this.deps.log.authorization, file, (share) =>
        say({ step: "sending", share: 0.1 + 0.9 * share }),
      );
      run.cancel = sending.cancel;
      const { status, text } = await sending.done;
      if (this.runs.get(field) !== run) return;
      if (status === 200) {
        say({ step: "stored", share: 1 });
        this.deps.log.settle(field, `${hash}:${String(file.size)}:${name}`);
        return;
      }
      if (status >= 400 && status < 500 && status !== 429) {
        say({ step: "failed", code: codeOf(text) });
        return;
      }
      say({ step: "waiting" });
      await new Promise<void>((go) => this.deps.clock.after(retryMS, go));
    }
  }

  /** Gives a file up that is on its way. */
  cancel(field: string): void {
    const run = this.runs.get(field);
    if (run) {
      run.cancelled = true;
      run.cancel();
    }
    this.runs.delete(field);
    if (this.states.delete(field)) this.emit();
  }

  private emit(): void {
    this.revision++;
    for (const listener of this.listeners) listener();
  }
}

function codeOf(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
    const code = (body as { code?: unknown } | null)?.code;
    return typeof code === "string" ? code : "server.unavailable";
  } catch {
    return "server.unavailable";
  }
}

/** Sends by XMLHttpRequest, which tells how much has gone. */
export const sendByRequest: Send = (url, authorization, file, progress) => {
  const request = new XMLHttpRequest();
  const done = new Promise<{ status: number; text: string }>((resolve) => {
    const end = () => resolve({ status: request.status, text: request.responseText });
    request.onloadend = end;
    request.upload.onprogress = (e) => {
      if (e.lengthComputable && e.total > 0) progress(e.loaded / e.total);
    };
    request.open("POST", url);
    request.setRequestHeader("Authorization", authorization);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.send(file);
  });
  return { done, cancel: () => request.abort() };
};
