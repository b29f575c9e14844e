import { connect, createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

/** A cable between one browser and the server that a test can pull. */
export class Cable {
  private pulled = false;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;
  private readonly target: { host: string; port: number };

  private constructor(target: { host: string; port: number }) {
    this.target = target;
    this.server = createServer((near) => this.join(near));
  }

  static async lay(target: { host: string; port: number }): Promise<Cable> {
    const cable = new Cable(target);
    await new Promise<void>((resolve) => cable.server.listen(0, "127.0.0.1", resolve));
    return cable;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Ends every connection and takes no new one. */
  pull(): void {
    this.pulled = true;
    for (const s of this.sockets) s.destroy();
  }

  plug(): void {
    this.pulled = false;
  }

  async remove(): Promise<void> {
    this.pull();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private join(near: Socket): void {
    if (this.pulled) {
      near.destroy();
      return;
    }
    const far = connect(this.target.port, this.target.host);
    for (const [s, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(s);
      s.on("error", () => other.destroy());
      s.on("close", () => {
        this.sockets.delete(s);
        other.destroy();
      });
    }
    near.pipe(far).pipe(near);
  }
}
