import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** What `khaothi demo --ready-file` writes. */
export interface Ready {
  base_url: string;
  database_url: string;
  edu_database_url: string;
  accounts: { role: string; user: string; password: string }[];
  sittings: { id: string; name: string; tickets: { number: string; code: string }[] }[];
}

/** The program under test. */
export const binary =
  process.env.KHAOTHI_BIN ?? resolve(import.meta.dirname, "../../../bin/khaothi");
const readyWithinMS = 120_000;

/** A demonstration province of its own, in a directory of its own. */
export class Server {
  readonly ready: Ready;
  private readonly process: ChildProcess;
  /** A directory of its own, removed at the end. */
  readonly dir: string;

  private constructor(process: ChildProcess, dir: string, ready: Ready) {
    this.process = process;
    this.dir = dir;
    this.ready = ready;
  }

  static async start(): Promise<Server> {
    if (!existsSync(binary)) throw new Error(`${binary} is missing: run make build first`);
    const dir = mkdtempSync(join(tmpdir(), "khaothi-e2e-"));
    // As root the servers run as another user, who must be able to enter.
    chmodSync(dir, 0o711);
    const readyFile = join(dir, "ready.json");
    const child = spawn(
      binary,
      ["demo", "--data", join(dir, "data"), "--addr", "127.0.0.1:0", "--ready-file", readyFile],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    let output = "";
    child.stdout.on("data", (b: Buffer) => (output += b.toString()));
    child.stderr.on("data", (b: Buffer) => (output += b.toString()));
    for (const end = Date.now() + readyWithinMS; !existsSync(readyFile);) {
      if (child.exitCode !== null || Date.now() > end) {
        child.kill("SIGKILL");
        throw new Error(`khaothi demo did not get ready:\n${output}`);
      }
      await new Promise((r) => setTimeout(r, 100));
    }
    return new Server(child, dir, JSON.parse(readFileSync(readyFile, "utf8")) as Ready);
  }

  get target(): { host: string; port: number } {
    const url = new URL(this.ready.base_url);
    return { host: url.hostname, port: Number(url.port) };
  }

  account(role: string): { user: string; password: string } {
    const found = this.ready.accounts.find((a) => a.role === role);
    if (!found) throw new Error(`the demonstration has no ${role}`);
    return found;
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null) {
      const ended = new Promise((r) => this.process.once("exit", r));
      this.process.kill("SIGTERM");
      await ended;
    }
    rmSync(this.dir, { recursive: true, force: true });
  }
}
