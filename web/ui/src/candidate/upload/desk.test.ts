// @vitest-environment node
import { describe, expect, it } from "vitest";
import { HandClock } from "../engine/fakes/hand-clock";
import { cleanName, typeAllowed, UploadDesk, type Send } from "./desk";

const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

function world(replies: { status: number; text: string }[]) {
  const clock = new HandClock();
  const settled: string[] = [];
  const urls: string[] = [];
  const send: Send = (url) => {
    urls.push(url);
    return {
      done: Promise.resolve(replies.shift() ?? { status: 0, text: "" }),
      cancel: () => undefined,
    };
  };
  const log = {
    authorization: "Basic x",
    settle: (field: string, value: string) => void settled.push(`${field}=${value}`),
  };
  return { desk: new UploadDesk({ log, clock, send }), clock, settled, urls };
}

async function settle(): Promise<void> {
  for (let i = 0; i < 50; i++) await new Promise((r) => setTimeout(r, 0));
}

describe("a file that is handed in", () => {
  it("is named by the answer only once it is stored", async () => {
    const w = world([{ status: 200, text: "{}" }]);
    await w.desk.start("p4_2", new File(["abc"], "bài.pdf"));
    expect(w.settled).toEqual([`p4_2=${abc}:3:bài.pdf`]);
    expect(w.urls[0]).toContain(`sha256=${abc}`);
    expect(w.desk.state("p4_2")?.step).toBe("stored");
    expect(w.desk.busy).toBe(0);
  });

  it("is sent again when the network takes it away", async () => {
    const w = world([
      { status: 0, text: "" },
      { status: 503, text: '{"code":"server.busy"}' },
      { status: 200, text: "{}" },
    ]);
    const done = w.desk.start("p4_2", new File(["abc"], "a.pdf"));
    for (let i = 0; i < 2; i++) {
      await settle();
      expect(w.desk.state("p4_2")?.step).toBe("waiting");
      expect(w.settled).toEqual([]);
      void w.clock.pass(2_000);
    }
    await done;
    expect(w.settled).toHaveLength(1);
    expect(w.urls).toHaveLength(3);
  });

  it("is given up where the server will never take it", async () => {
    const w = world([{ status: 400, text: '{"code":"upload.type"}' }]);
    await w.desk.start("p4_2", new File(["abc"], "a.exe"));
    expect(w.desk.state("p4_2")).toMatchObject({ step: "failed", code: "upload.type" });
    expect(w.settled).toEqual([]);
    expect(w.desk.busy).toBe(0);
  });

  it("makes way for another file of the same question", async () => {
    const w = world([
      { status: 0, text: "" },
      { status: 200, text: "{}" },
    ]);
    const first = w.desk.start("p4_2", new File(["xyz"], "a.pdf"));
    await settle();
    await w.desk.start("p4_2", new File(["abc"], "b.pdf"));
    void w.clock.pass(2_000);
    await first;
    expect(w.settled).toEqual([`p4_2=${abc}:3:b.pdf`]);
  });

  it("has a name that the server takes", () => {
    expect(cleanName("..\\bài/1.pdf")).toBe(".._bài_1.pdf");
    expect(new TextEncoder().encode(cleanName("ế".repeat(300) + ".docx")).length).toBeLessThan(201);
    expect(cleanName("ế".repeat(300) + ".docx").endsWith(".docx")).toBe(true);
    expect(typeAllowed("A.PDF", ["pdf"])).toBe(true);
    expect(typeAllowed("a.exe", ["pdf"])).toBe(false);
    expect(typeAllowed("a", undefined)).toBe(true);
  });
});
