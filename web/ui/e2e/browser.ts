import { existsSync } from "node:fs";
import { chromium, type Browser, type Page } from "playwright-core";

/** A host name that is neither localhost nor served by TLS: as in a computer room. */
export const host = "phongthi.test";

const places = [
  process.env.KHAOTHI_CHROMIUM ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

/** Starts Chromium with our host name pointing at this machine. */
export async function launch(): Promise<Browser> {
  const executablePath = places.find((p) => p !== "" && existsSync(p));
  if (!executablePath) throw new Error("Chromium is missing: apt-get install chromium");
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      `--host-resolver-rules=MAP ${host} 127.0.0.1`,
    ],
  });
}

/** How many times slower every page computes: finds the steps that need a fast machine. */
const slow = Number(process.env.KHAOTHI_E2E_SLOW ?? 1);

/** Milliseconds that each answer of the server may take longer, drawn for each: finds the steps that need a near one. */
const lag = Number(process.env.KHAOTHI_E2E_LAG ?? 0);

/** Has a new page compute and load as slowly as KHAOTHI_E2E_SLOW and KHAOTHI_E2E_LAG ask. */
export async function paced(page: Page): Promise<Page> {
  if (slow > 1) {
    const chrome = await page.context().newCDPSession(page);
    await chrome.send("Emulation.setCPUThrottlingRate", { rate: slow });
  }
  if (lag > 0) {
    await page.route(/\/(api|assets)\//, async (route) => {
      await new Promise((done) => setTimeout(done, Math.random() * lag));
      // A page that was left has no use for it any more.
      await route.continue().catch(() => undefined);
    });
  }
  return page;
}

/** Everything that a page was sent, and every error that it reported. */
export class Traffic {
  readonly errors: string[] = [];
  readonly texts: string[] = [];
  private readonly sent = new Map<number, string>();
  private saved = 0;

  /** The highest number that the server acknowledged to this candidate. */
  get highestSaved(): number {
    return this.saved;
  }

  /** The answers that the browser sent, by number: `7 p1_3=k3fz`. */
  sentAnswers(): string[] {
    return [...this.sent].sort(([a], [b]) => a - b).map(([seq, text]) => `${seq} ${text}`);
  }

  /** Listens to a page; binary bodies are left out, they are encrypted. */
  watch(page: Page): void {
    page.on("pageerror", (e) => this.errors.push(e.message));
    page.on("console", (m) => {
      // A pulled cable makes the browser itself report failed loads.
      if (m.type() === "error" && !/net::ERR_|WebSocket|Failed to load/.test(m.text())) {
        this.errors.push(m.text());
      }
    });
    page.on("websocket", (ws) => {
      ws.on("framereceived", (f) => this.received(String(f.payload)));
      ws.on("framesent", (f) => this.noteSent(String(f.payload)));
    });
    page.on("response", (r) => {
      if (!/\/api\/|\/papers\//.test(r.url())) return;
      void r.text().then(
        (text) => this.texts.push(text),
        () => undefined,
      );
    });
  }

  private received(text: string): void {
    this.texts.push(text);
    const m = JSON.parse(text) as { t: string; seq?: number };
    if (m.t === "saved") this.saved = Math.max(this.saved, m.seq ?? 0);
  }

  private noteSent(text: string): void {
    const m = JSON.parse(text) as { t: string; seq?: number; field?: string; value?: string };
    if (m.t === "answer") this.sent.set(m.seq ?? 0, `${m.field ?? ""}=${m.value ?? ""}`);
  }
}
