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

/** Everything that a page was sent, and every error that it reported. */
export class Traffic {
  readonly errors: string[] = [];
  readonly texts: string[] = [];

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
      ws.on("framereceived", (f) => this.texts.push(String(f.payload)));
    });
    page.on("response", (r) => {
      if (!/\/api\/|\/papers\//.test(r.url())) return;
      void r.text().then(
        (text) => this.texts.push(text),
        () => undefined,
      );
    });
  }
}
