import { describe, expect, it } from "vitest";
import { cleanLabel } from "../store/machine";
import * as check from "./checks";
import { report } from "./report";

interface Line {
  /** Milliseconds of each round trip. */
  ms: number[];
  offset: number;
  failing?: (n: number) => boolean;
}

/** A line whose clock moves as told. */
function probe(line: Line): check.Probe {
  let now = 0;
  let n = 0;
  return {
    now: () => now,
    wall: () => 1_790_000_000_000 + now + line.offset,
    socket: () => {
      throw new Error("no socket here");
    },
    fetch: () => {
      const i = n++;
      const ms = line.ms[i % line.ms.length] ?? 0;
      const serverMS = 1_790_000_000_000 + now + ms / 2;
      now += ms;
      if (line.failing?.(i)) return Promise.reject(new Error("cut"));
      return Promise.resolve(Response.json({ server_ms: serverMS }));
    },
  };
}

describe("the round trips", () => {
  it("give the median, the slowest, and the clock's offset from the fastest", async () => {
    const { network, clock } = await check.checkTrips(
      probe({ ms: [10, 12, 8, 200], offset: 3_000 }),
    );
    expect(network).toEqual({ state: "good", value: "12 ms · max 200 ms · 20/20" });
    expect(clock).toEqual({ state: "good", value: "+3.0 s" });
  });

  it("a wrong clock is shown, and never worse than amber", async () => {
    const { clock } = await check.checkTrips(probe({ ms: [10], offset: -3 * 3_600_000 }));
    expect(clock).toEqual({ state: "warn", value: "−3.0 h" });
  });

  it("a line that drops is amber, one that drops often or is dead is red", async () => {
    const some = await check.checkTrips(probe({ ms: [10], offset: 0, failing: (i) => i === 5 }));
    expect(some.network.state).toBe("warn");
    const often = await check.checkTrips(
      probe({ ms: [10], offset: 0, failing: (i) => i % 4 === 0 }),
    );
    expect(often.network.state).toBe("bad");
    const dead = await check.checkTrips(probe({ ms: [10], offset: 0, failing: () => true }));
    expect(dead.network.state).toBe("bad");
  });
});

describe("the machine itself", () => {
  it.each([
    ["Mozilla/5.0 (Windows NT 6.1) Chrome/86.0.4240.75 Safari/537.36", "bad"],
    ["Mozilla/5.0 (Windows NT 6.1) Chrome/87.0.4280.66 Safari/537.36", "good"],
    ["Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0", "warn"],
  ])("%s", (agent, state) => {
    const scope = { WebSocket: 1, fetch: 1, Intl: 1, Promise: 1, Map: 1 };
    expect(check.checkBrowser(agent, scope).state).toBe(state);
    expect(check.checkBrowser(agent, { ...scope, WebSocket: undefined }).state).toBe(state);
    expect(check.checkBrowser(agent, { fetch: 1 }).state).toBe("bad");
  });

  it("encrypts and reads again", () => {
    expect(check.checkCrypto().state).toBe("good");
  });

  it.each([
    [1366, 657, "good"],
    [1024, 490, "good"],
    [800, 600, "warn"],
    [390, 844, "warn"],
    [300, 200, "bad"],
  ])("a window of %i × %i is %s", (innerWidth, innerHeight, state) => {
    expect(check.checkScreen({ innerWidth, innerHeight, devicePixelRatio: 1 }).state).toBe(state);
  });

  it("the worst counts", () => {
    const f = (state: check.State): check.Found => ({ state, value: "" });
    expect(check.verdict([f("good"), f("good")])).toBe("good");
    expect(check.verdict([f("good"), f("warn")])).toBe("warn");
    expect(check.verdict([f("bad"), f("warn")])).toBe("bad");
  });

  it("no websocket is red, not an exception", async () => {
    expect((await check.checkSocket(probe({ ms: [1], offset: 0 }))).state).toBe("bad");
  });
});

describe("the report", () => {
  it("is what the server takes, whatever a check found", async () => {
    let body = "";
    const code = await report(
      "Máy 07",
      { screen: { state: "warn", value: "a\u0007" + "b".repeat(300) } },
      (_, init) => {
        body = init?.body as string;
        return Promise.resolve(new Response("{}"));
      },
    );
    expect(code).toBe("");
    const sent = JSON.parse(body) as {
      machine: string;
      verdict: string;
      checks: Record<string, check.Found>;
    };
    expect(sent).toMatchObject({ machine: "Máy 07", verdict: "warn" });
    expect(sent.checks.screen?.value).toHaveLength(200);
  });

  it("says why it did not arrive", async () => {
    const limited = Response.json({ code: "readiness.limited" }, { status: 429 });
    expect(await report("M", {}, () => Promise.resolve(limited))).toBe("readiness.limited");
    expect(await report("M", {}, () => Promise.reject(new Error()))).toBe("network");
  });
});

describe("the label of a machine", () => {
  it.each([
    ["  Máy   07 ", "Máy 07"],
    ["Ma\u0301y\u000007\n", "Máy 07"],
    ["ạ".repeat(40), "ạ".repeat(32)],
    [" \t ", ""],
  ])("%j becomes %j", (typed, kept) => {
    expect(cleanLabel(typed)).toBe(kept);
  });
});
