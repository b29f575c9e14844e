import { createCipheriv, createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import { HandClock, settle } from "../engine/fakes/hand-clock";
import { buildContent } from "./content";
import { PaperLoader } from "./loader";
import { isPaper, openPaper } from "./open";
import { cleanShort, hintShort, isGrid } from "./short";
import { placeQuestions, type Paper } from "./types";

const paper: Paper = {
  v: 1,
  form_code: "0101",
  title: "Đề",
  subject: "Toán",
  duration_s: 60,
  parts: [
    {
      part: 1,
      title: "PHẦN I",
      questions: [{ no: 1, kind: "single", stem: "?", field: "p1_7", options: [] }],
    },
    {
      part: 2,
      title: "PHẦN II",
      questions: [
        {
          no: 1,
          kind: "cluster",
          stem: "?",
          statements: [
            { field: "p2_1c", html: "c" },
            { field: "p2_1a", html: "a" },
          ],
        },
      ],
    },
  ],
};
const key = Buffer.alloc(32, 3);
const nonce = Buffer.alloc(12, 1);

/** The paper as docs/protocol.md says, made by another implementation (OpenSSL). */
function blob(content: unknown): Uint8Array {
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const body = gzipSync(JSON.stringify(content));
  return new Uint8Array(
    Buffer.concat([nonce, cipher.update(body), cipher.final(), cipher.getAuthTag()]),
  );
}

const sha = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

describe("a paper", () => {
  it("is told by its hash and opened by its key", () => {
    const bytes = blob(paper);
    expect(isPaper(bytes, sha(bytes))).toBe(true);
    expect(isPaper(bytes.subarray(1), sha(bytes))).toBe(false);
    expect(openPaper(bytes, key.toString("base64"))).toEqual(paper);
  });

  it("does not open with another key, when changed, or in another version", () => {
    const bytes = blob(paper);
    expect(() => openPaper(bytes, Buffer.alloc(32).toString("base64"))).toThrow();
    const changed = Uint8Array.from(bytes);
    changed[40] = (changed[40] ?? 0) ^ 1;
    expect(() => openPaper(changed, key.toString("base64"))).toThrow();
    expect(() => openPaper(blob({ ...paper, v: 2 }), key.toString("base64"))).toThrow();
  });

  it("places its questions in the order of the screen", () => {
    expect(placeQuestions(paper).map((q) => [q.index, q.name, q.fields])).toEqual([
      [0, "p1_7", ["p1_7"]],
      [1, "p2_1", ["p2_1c", "p2_1a"]],
    ]);
  });
});

describe("the loader", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("fetches again after a failure and a broken copy, then opens with the key", async () => {
    const bytes = blob(paper);
    const caches: (RequestCache | undefined)[] = [];
    const answers = [
      () => Promise.reject(new Error("no network")),
      () => Promise.resolve(new Response(Buffer.from(bytes.subarray(0, 9)))),
      () => Promise.resolve(new Response(Buffer.from(bytes))),
    ];
    vi.stubGlobal("fetch", (_: string, init: RequestInit) => {
      caches.push(init.cache);
      return answers[caches.length - 1]?.();
    });
    const clock = new HandClock();
    const loader = new PaperLoader(sha(bytes), bytes.length, clock);
    loader.start();
    loader.unlock(key.toString("base64"));
    for (let i = 0; i < 20; i++) {
      await new Promise((r) => setTimeout(r, 1));
      await clock.pass(1_000);
    }
    expect(caches).toEqual(["default", "reload", "reload"]);
    expect(loader.state).toEqual({ step: "open", paper });
  });

  it("says when the key does not fit", async () => {
    const bytes = blob(paper);
    vi.stubGlobal("fetch", () => Promise.resolve(new Response(Buffer.from(bytes))));
    const loader = new PaperLoader(sha(bytes), bytes.length, new HandClock());
    loader.start();
    await vi.waitFor(() => expect(loader.state.step).toBe("ready"));
    loader.unlock(Buffer.alloc(32).toString("base64"));
    await settle();
    expect(loader.state.step).toBe("failed");
  });
});

describe("question HTML", () => {
  const hash = "a".repeat(64);
  const build = (html: string): string => {
    const box = document.createElement("div");
    box.appendChild(buildContent(html, (h) => (h === hash ? "blob:x" : ""), "Phóng to"));
    return box.innerHTML;
  };

  it.each([
    ["plain and marked text", "<p>a <b>b</b><br>c</p>", "<p>a <b>b</b><br>c</p>"],
    ["script", "a<script>alert(1)</script>b", "ab"],
    ["style", "<style>*{display:none}</style>x", "x"],
    ["handlers", '<p onclick="x()" style="color:red" class="c">t</p>', "<p>t</p>"],
    ["links become text", '<a href="javascript:x()">t</a>', "t"],
    ["unknown tags become their content", "<section><p>t</p></section>", "<p>t</p>"],
    ["frames", '<iframe src="//evil"></iframe>t', "t"],
    ["foreign pictures become their description", '<img src="http://evil/x" alt="hình">', "hình"],
    ["missing pictures", `<img src="media:${"b".repeat(64)}" alt="hình">`, "hình"],
    ["svg", "<svg><script>x</script><text>t</text></svg>", "t"],
    [
      "spans of cells, numbers only",
      '<table><tr><td colspan="2" rowspan="x">t</td></tr></table>',
      '<div class="table-scroll"><table><tbody><tr><td colspan="2">t</td></tr></tbody></table></div>',
    ],
  ])("%s", (_, html, want) => {
    expect(build(html)).toBe(want);
  });

  it("makes pictures of the paper zoomable", () => {
    expect(build(`<img src="media:${hash}" alt="Đồ thị">`)).toBe(
      '<button type="button" class="picture" aria-label="Phóng to: Đồ thị"><img src="blob:x" alt="Đồ thị"></button>',
    );
  });

  it("finds formulas in text, and shows what is no formula", () => {
    expect(build("a \\(x&lt;y\\) b \\[z\\] \\(open")).toBe(
      'a <span class="math" data-display="">x&lt;y</span> b <span class="math" data-display="1">z</span> \\(open',
    );
  });

  it("bears deep nesting", () => {
    expect(build("<b>".repeat(300) + "x").length).toBeLessThan(300);
  });
});

describe("a short answer", () => {
  const charset = "0123456789-,";
  it.each([
    ["-1.5", "-1,5"],
    ["−12", "-12"],
    ["1 2a3", "123"],
    ["123456", "1234"],
  ])("cleans %s to %s", (text, want) => {
    expect(cleanShort(text, charset, 4)).toBe(want);
  });

  it("keeps free text, in composed form", () => {
    expect(cleanShort("Ha\u0300 Nội.", undefined, undefined)).toBe("Hà Nội.");
  });

  it.each([
    ["", null],
    ["-1,5", null],
    ["0,25", null],
    ["12,5", null],
    ["1-2", "minus"],
    ["--1", "minus"],
    [",5", "comma_place"],
    ["123,", "comma_place"],
    ["1,2,", "commas"],
    ["-", "no_digit"],
  ])("hints at %s: %s", (value, want) => {
    expect(hintShort(value)).toBe(want);
  });

  it("is a grid only in the 2025 format", () => {
    expect(isGrid(charset, 4)).toBe(true);
    expect(isGrid(charset, 6)).toBe(false);
    expect(isGrid(undefined, 4)).toBe(false);
  });
});
