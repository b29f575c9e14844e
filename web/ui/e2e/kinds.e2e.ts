import { readFileSync } from "node:fs";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launch } from "./browser";
import { Candidate } from "./candidate";
import { Keyboard } from "./keyboard";
import { everyKind, formOf, write } from "./kinds";
import { approve, hire, openSitting, signInToStaff, type Login, type Sitting } from "./province";
import { Server } from "./server";
import { Staff } from "./staff";

// A candidate without a mouse answers every kind of question; then three people
// mark what people mark, and the points are whole.

const essay = "Quê em ở bên sông.\nMùa nước nổi, đồng trắng như gương.";
const program = "print('xin chào')\n";

let server: Server;
let browser: Browser;
let board: Staff;
let sitting: Sitting;
let candidate: Candidate;
let keys: Keyboard;
let page: Page;

/** A locked form of all kinds, its sitting, and a candidate before the first page. */
beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  const teacher = await Staff.signIn(server.ready.base_url, server.account("teacher"));
  const reviewer = await Staff.signIn(server.ready.base_url, server.account("reviewer"));
  const items = await write(teacher, "Kho đủ dạng", await everyKind(teacher));
  await approve(reviewer, items);
  const form = await formOf(teacher, "Đề đủ dạng", items);
  const plan = { candidates: 1, durationS: 1200, graceS: 5, rule: "generic" };
  sitting = await openSitting(server, form, plan);
  const slip = sitting.slips[0];
  if (!slip) throw new Error("no ticket was printed");
  candidate = await Candidate.seat(browser, server.target, slip);
  page = candidate.page;
  keys = new Keyboard(page);
  board = await Staff.signIn(server.ready.base_url, server.account("board"));
}, 180_000);

afterAll(async () => {
  await candidate.leave();
  await browser.close();
  await server.stop();
}, 60_000);

const rowOf = (list: string, text: string): Locator =>
  page.locator(list).filter({ hasText: text }).first();

/** How each question is answered right by keys alone, by a piece of its text. */
const answers: Record<string, () => Promise<void>> = {
  "Chọn một": () => pick("8"),
  "Chọn mọi số": async () => {
    await pick("2");
    await pick("7");
  },
  "Xét hàm số": async () => {
    for (const [text, right] of [
      ["parabol", true],
      ["hàm số lẻ", false],
      ["nhỏ nhất", true],
      ["luôn tăng", false],
    ] as const) {
      const statement = page.locator(".statement").filter({ hasText: new RegExp(text, "i") });
      await keys.on(statement.getByRole("radio").first(), "Space");
      if (!right) await keys.press("ArrowRight");
    }
  },
  "Điền số": async () => {
    await keys.to(page.locator("#short-answer"));
    await keys.type("0,5");
  },
  "Số pi": async () => {
    await keys.to(page.locator("#short-answer"));
    await keys.type("3,141");
  },
  "Thủ đô": async () => {
    await keys.to(page.locator("input.gap-input"));
    await keys.type("hà nội");
    await keys.choose(page.locator(".gap-select").first(), "chó");
    await keys.choose(page.locator(".gap-select").last(), "hồ");
  },
  "Ghép phép": async () => {
    for (const [row, target] of [
      ["1+1", "2"],
      ["7+3", "10"],
    ] as const) {
      await keys.choose(selectOf(row), await letterOf(target));
    }
  },
  "Xếp vào": async () => {
    for (const [row, target] of [
      ["cây tre", "thực vật"],
      ["con mèo", "động vật"],
      ["cây lúa", "thực vật"],
    ] as const) {
      await keys.choose(selectOf(row), target);
    }
  },
  "Xếp theo": async () => {
    for (const [at, text] of ["một", "mười", "trăm", "nghìn"].entries()) {
      const item = rowOf(".order-item", text);
      await keys.to(item.locator(".order-grip"));
      const now = Number(await item.locator(".order-grip").innerText()) - 1;
      await keys.press("ArrowUp", now - at);
    }
    const keep = page.getByRole("button", { name: "Giữ thứ tự này" });
    if (await keep.isEnabled()) await keys.on(keep);
  },
  "Bấm vào hồ": () => keys.on(page.getByRole("checkbox", { name: "hình chữ nhật" }), "Space"),
  "Đánh dấu": async () => {
    await keys.to(page.getByRole("application"));
    await keys.press("ArrowRight", 8); // from the middle, a step is 3 % of the width
    await keys.press("Enter");
    await page.locator(".points-list li").waitFor();
  },
  "Viết một": async () => {
    await keys.to(page.locator("#essay-answer"));
    await keys.type(essay);
  },
  "Nộp chương": async () => {
    const opened = page.waitForEvent("filechooser");
    await keys.on(page.locator("#upload-file"));
    const chooser = await opened;
    const buffer = Buffer.from(program);
    await chooser.setFiles({ name: "bai.py", mimeType: "text/x-python", buffer });
    await page.locator(".upload-done").waitFor();
  },
};

/** Presses the letter of the option whose text is given. */
async function pick(text: string): Promise<void> {
  const texts = await page.locator(".option").allInnerTexts();
  const at = texts.findIndex((t) => t.split("\n").at(-1)?.trim() === text);
  if (at < 0) throw new Error(`no option ${text} in ${texts.join(" | ")}`);
  await keys.press(String.fromCharCode(97 + at));
}

const selectOf = (row: string): Locator => rowOf(".row", row).locator("select");

/** The letter before an option that is a formula: the list of choices shows letters alone. */
async function letterOf(text: string): Promise<string> {
  return `${(await rowOf(".legend-options li", text).locator(".option-letter").innerText()).trim()}.`;
}

describe("every kind of question", () => {
  it("is answered with the keyboard alone", async () => {
    await page.goto(candidate.url);
    await keys.to(page.getByLabel(/^Số báo danh/));
    await keys.type(candidate.slip.number);
    await keys.to(page.getByLabel(/^Mã vào thi/));
    await keys.type(candidate.slip.code.toLowerCase());
    await keys.press("Enter");
    await keys.on(page.getByRole("checkbox"), "Space");
    await keys.on(page.getByRole("button", { name: /vào phòng thi/ }));
    await board.post(`/api/sittings/${sitting.sitting}/start`);
    await candidate.waitForPaper();
    const names = Object.keys(answers);
    for (let n = 1; n <= names.length; n++) {
      await page.getByRole("heading", { level: 1, name: `Câu ${n}`, exact: true }).waitFor();
      const stem = await page.locator(".stem").innerText();
      const name = names.find((s) => stem.includes(s));
      if (!name) throw new Error(`no answer to “${stem}”`);
      await answers[name]?.();
      await page.locator(".answer-state.saved, .answer-state.archived").waitFor();
      if (n < names.length) await keys.on(page.getByRole("button", { name: /Câu sau/ }));
    }
    await candidate.waitSaved();
    await keys.on(page.getByRole("banner").getByRole("button", { name: "Nộp bài" }));
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Em đã trả lời tất cả 13 câu").waitFor();
    await keys.on(dialog.getByRole("button", { name: "Nộp bài" }));
    await candidate.receipt();
    expect(candidate.traffic.errors).toEqual([]);
  }, 400_000);

  it("is scored right, but for what people mark", async () => {
    await board.post(`/api/sittings/${sitting.sitting}/close`);
    await expect.poll(row, { timeout: 30_000 }).toMatchObject({ pending: 2 });
  }, 60_000);

  it("is marked twice under an alias, and a third person decides where the two differ", async () => {
    const third = await hire(server, "teacher", "Tran Van Ba");
    const whole = { essay: ["3", "1"], upload: ["2"] };
    const seen = [
      await mark("teacher", whole),
      await mark("reviewer", { essay: ["0", "0,5"], upload: ["2"] }),
    ];
    expect(seen.map((s) => s.sort())).toEqual([
      ["essay", "upload"],
      ["essay", "upload"],
    ]);
    const { sittings } = await board.get<{ sittings: object[] }>("/api/marking/sittings");
    expect(sittings).toMatchObject([{ works: 2, settled: 1, disputed: 1 }]);
    expect(await mark(third, whole)).toEqual(["essay"]);
    await expect.poll(row, { timeout: 15_000 }).toMatchObject({ points: 1000, pending: 0 });
  }, 300_000);
});

type Marks = Record<"essay" | "upload", string[]>;

/** Marks what is offered until nothing is left; says which works were. */
async function mark(who: string | Login, marks: Marks): Promise<string[]> {
  const desk = await signInToStaff(server, browser, who);
  await desk.goto("/cham-bai");
  await desk.getByRole("button", { name: "Chấm bài" }).click();
  const done: string[] = [];
  const nothing = desk.getByText("Không còn bài nào chờ bạn chấm");
  const title = desk.locator(".kt-desk .ant-card-head-title").first();
  for (;;) {
    await title.or(nothing).first().waitFor();
    if (await nothing.isVisible()) break;
    const alias = await title.innerText();
    expect(await desk.locator("body").innerText()).not.toContain(candidate.slip.number);
    const kind = (await desk.locator(".kt-desk-text").count()) > 0 ? "essay" : "upload";
    if (kind === "essay") {
      expect(await desk.locator(".kt-desk-text").innerText()).toBe(essay);
    } else {
      const file = desk.getByRole("link", { name: /Tải tệp bài làm/ });
      const [got] = await Promise.all([desk.waitForEvent("download"), file.click()]);
      expect(readFileSync(await got.path(), "utf8")).toBe(program);
    }
    if (typeof who !== "string")
      await desk.getByText(/Hai người chấm lệch nhau: 4,00 và 0,50/).waitFor();
    for (const [i, points] of marks[kind].entries()) {
      await desk
        .getByRole("spinbutton", { name: /^Điểm: / })
        .nth(i)
        .fill(points);
    }
    await desk.keyboard.press("Enter");
    done.push(kind);
    await desk.locator(".kt-desk").filter({ hasText: alias }).waitFor({ state: "detached" });
  }
  await desk.close();
  return done;
}

interface Row {
  points: number | null;
  pending: number;
}

async function row(): Promise<Row | undefined> {
  const roll = await board.get<{ rows: Row[] }>(`/api/results/sittings/${sitting.sitting}`);
  return roll.rows[0];
}
