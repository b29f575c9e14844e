import { inflateSync } from "node:zlib";
import type { Slip } from "./candidate";

/** The staff's API as one signed-in person. */
export class Staff {
  private readonly base: string;
  private readonly cookie: string;
  private readonly csrf: string;
  /** The unit of the person. */
  readonly unit: string;

  private constructor(base: string, cookie: string, csrf: string, unit: string) {
    this.base = base;
    this.cookie = cookie;
    this.csrf = csrf;
    this.unit = unit;
  }

  static async signIn(base: string, who: { user: string; password: string }): Promise<Staff> {
    const response = await fetch(`${base}/api/session`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ username: who.user, password: who.password }),
    });
    if (!response.ok) throw new Error(`sign-in of ${who.user}: ${await response.text()}`);
    const session = (await response.json()) as { csrf: string; grants: { unit_id: string }[] };
    const cookie = response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    return new Staff(base, cookie, session.csrf, session.grants[0]?.unit_id ?? "");
  }

  async get<T>(path: string): Promise<T> {
    return (await (await this.ask("GET", path)).json()) as T;
  }

  /** Sends JSON, or a form with a file, and reads JSON; an empty answer is undefined. */
  async post<T>(path: string, body: unknown = {}): Promise<T> {
    const text = await (await this.ask("POST", path, body)).text();
    return (text ? JSON.parse(text) : undefined) as T;
  }

  async put(path: string, body: unknown): Promise<void> {
    await this.ask("PUT", path, body);
  }

  async file(method: "GET" | "POST", path: string): Promise<Buffer> {
    return Buffer.from(await (await this.ask(method, path)).arrayBuffer());
  }

  private async ask(method: string, path: string, body?: unknown): Promise<Response> {
    const headers: Record<string, string> = { Cookie: this.cookie, "X-CSRF-Token": this.csrf };
    const form = body instanceof FormData;
    if (body !== undefined && !form) headers["Content-Type"] = "application/json";
    const response = await fetch(this.base + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
    });
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    }
    return response;
  }
}

const escapes: Record<string, string> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

/** Every text of a PDF that our printer made, in order: UTF-16 in plain Tj operators. */
export function textsOfPDF(pdf: Buffer): string[] {
  const out: string[] = [];
  for (const [, raw = ""] of pdf.toString("latin1").matchAll(/stream\r?\n([\s\S]*?)endstream/g)) {
    let page: string;
    try {
      page = inflateSync(Buffer.from(raw, "latin1")).toString("latin1");
    } catch {
      continue; // a font or a picture
    }
    for (const [, text = ""] of page.matchAll(/\(((?:\\[\s\S]|[^\\)])*)\) ?Tj/g)) {
      const plain = text.replace(/\\([\s\S])/g, (_, c: string) => escapes[c] ?? c);
      const bytes = Buffer.from(plain, "latin1");
      if (bytes.length % 2 === 0) out.push(bytes.swap16().toString("utf16le"));
    }
  }
  return out;
}

/** Numbers and tickets of the printed slips, by candidate number. */
export function slipsOfPDF(pdf: Buffer): Slip[] {
  const texts = textsOfPDF(pdf);
  const slips: Slip[] = [];
  let number = "";
  for (const [i, text] of texts.entries()) {
    if (text === "Số báo danh") number = texts[i + 1] ?? "";
    if (/^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$/.test(text)) slips.push({ number, code: text });
  }
  return slips.sort((a, b) => a.number.localeCompare(b.number));
}
