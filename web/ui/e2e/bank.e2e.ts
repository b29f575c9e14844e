import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { strFromU8, unzipSync } from "fflate";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launch } from "./browser";
import { everyKind, formOf, write } from "./kinds";
import { approve, signInToStaff } from "./province";
import { binary, Server } from "./server";
import { Staff } from "./staff";
import { wordFile } from "./wordfile";

// What a teacher, a reviewer and a board do with the bank, each in a window of their own.

let server: Server;
let browser: Browser;
let teacher: Staff;
let page: Page;
let review: Page;
const errors: string[] = [];

/** For what a busy machine may take its time with. */
const patient = { timeout: 20_000 };

beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  teacher = await Staff.signIn(server.ready.base_url, server.account("teacher"));
  page = await open("teacher");
  review = await open("reviewer");
}, 180_000);

afterAll(async () => {
  await browser.close();
  await server.stop();
}, 60_000);

async function open(role: string): Promise<Page> {
  const made = await signInToStaff(server, browser, role);
  made.on("pageerror", (e) => errors.push(e.message));
  await made.setViewportSize({ width: 1366, height: 768 });
  return made;
}

/** A button by what it says; an icon before that has a name of its own. */
const button = (of: Page | Locator, name: string): Locator =>
  of.getByRole("button").filter({ hasText: new RegExp(`^${name.replace(/[().]/g, "\\$&")}$`) });

/** The questions that the page of the bank shows. */
const rows = (): Locator => page.locator(".kt-found-row");

/** Waits until the page of the bank shows so many questions. */
const shows = (n: number) => expect.poll(() => rows().count(), patient).toBe(n);

describe("a Word file", () => {
  it("shows what is refused, then brings in the rest with picture and formula", async () => {
    await page.goto("/ngan-hang/nhap");
    await page.locator("input[type=file]").setInputFiles({
      name: "đề cũ.docx",
      mimeType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      buffer: Buffer.from(wordFile()),
    });
    await page.getByText("đề cũ.docx: 1 lỗi").waitFor();
    const refused = page.getByRole("row").filter({ hasText: "Câu 2" });
    await refused.getByText("Lỗi", { exact: true }).waitFor();
    await page.getByRole("tab", { name: "Các câu như máy đã đọc" }).click();
    const first = page.getByRole("region", { name: /^Câu 1/ });
    await first.locator(".katex").first().waitFor();
    expect(await first.locator("img[alt='Đồ thị trong tệp Word']").evaluate(drawn)).toBe(true);
    await page.locator("#pool").fill("Kho Word");
    await page.keyboard.press("Escape");
    await button(page, "Bỏ qua câu lỗi…").click();
    await button(page, "Bỏ qua câu lỗi, nhập 2 câu còn lại").click();
    await page.getByText("Đã nhập 2 câu.").waitFor();
    await button(page, "Xem các câu vừa nhập").click();
    await shows(2);
    await page.locator(".kt-find-preview .katex").or(rows().locator(".katex")).first().waitFor();
  }, 60_000);
});

/** Whether a picture has come and has a size. */
const drawn = async (img: HTMLImageElement): Promise<boolean> => {
  await img.decode();
  return img.naturalWidth > 0;
};

describe("the page of the bank", () => {
  const pool = "Kho tìm kiếm";

  beforeAll(async () => {
    const kinds = ["Đạo hàm của hàm số mũ", "Đạo hàm của hàm số bậc hai", "Nguyên hàm của hàm số"];
    const bodies = kinds.flatMap((stem) =>
      [1, 2, 3, 4].map((n) => ({
        question: { kind: "short", stem: `${stem} câu ${n}`, grid: { max: 4 } },
        key: { accepted: [String(n)] },
      })),
    );
    await write(teacher, pool, bodies);
  }, 60_000);

  it("finds without accents, narrows by a filter, and the address holds both", async () => {
    await page.goto("/ngan-hang");
    const side = page.locator(".kt-find-side");
    await side.getByRole("checkbox", { name: pool }).click(); // ticked once the address has it
    await shows(12);
    const search = page.getByRole("searchbox", { name: "Tìm câu hỏi" });
    await search.fill('"dao ham"');
    await shows(8);
    await search.fill('"dao ham" -mũ');
    await shows(4);
    await search.fill("dao ham bac hai");
    await page.waitForURL((u) => u.searchParams.get("q") === "dao ham bac hai");
    await shows(4);
    await side.getByRole("checkbox", { name: "Trả lời ngắn" }).click();
    await page.waitForURL(/kind=short/);
    await page.reload();
    await shows(4);
    expect(await search.inputValue()).toBe("dao ham bac hai");
    expect(await side.getByRole("checkbox", { name: pool }).isChecked()).toBe(true);
  }, 60_000);

  it("tags all that were found at once, and takes it back", async () => {
    await page.goto(
      `/ngan-hang?pool=${encodeURIComponent(pool)}&q=${encodeURIComponent("nguyen ham")}`,
    );
    await shows(4);
    await page.keyboard.press("x");
    await button(page, "Chọn cả 4 câu").click();
    await page.getByText("Đã chọn 4 câu").waitFor();
    await button(page, "Gắn nhãn").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("combobox", { name: "Thêm nhãn" }).fill("ôn tập");
    await page.keyboard.press("Enter");
    await button(dialog, "Xem trước").click();
    await dialog.getByText("Sẽ đổi 4 câu").waitFor();
    await button(dialog, "Đổi 4 câu").click();
    await expect.poll(() => rows().getByText("ôn tập").count(), patient).toBe(4);
    await button(page, "Hoàn tác").click();
    await expect.poll(() => rows().getByText("ôn tập").count(), patient).toBe(0);
  }, 60_000);
});

interface Found {
  items: {
    id: string;
    state: string;
    current: { no: number; body: { question: { stem: string } } };
  }[];
}

describe("the queue of reviews", () => {
  const pool = "Kho phản biện";
  const only = async () =>
    (await teacher.get<Found>(`/api/items?pool=${encodeURIComponent(pool)}`)).items[0];

  it("returns a question with a comment; mended, another person approves it", async () => {
    const [item] = await write(teacher, pool, [
      {
        question: { kind: "short", stem: "Tính 2 + 3 bằng mấi?", grid: { max: 4 } },
        key: { accepted: ["5"] },
      },
    ]);
    await page.goto(`/ngan-hang?pool=${encodeURIComponent(pool)}`);
    await rows().first().waitFor();
    await page.keyboard.press("Enter");
    const drawer = page.getByRole("dialog");
    expect(await button(drawer, "Duyệt").count()).toBe(0); // not one's own
    await button(drawer, "Gửi duyệt").click();
    await page.getByText("Đã gửi duyệt.").waitFor();

    await review.goto("/ngan-hang/duyet");
    await review.locator(".kt-review-item").getByText("Tính 2 + 3 bằng mấi?").waitFor();
    await review.getByRole("textbox", { name: "Nhận xét" }).fill("“mấi” là “mấy”");
    await button(review, "Gửi").click();
    await review.getByRole("article").getByText("“mấi” là “mấy”").waitFor();
    await review.locator("h1").click(); // out of the box: keys are shortcuts again
    await review.keyboard.press("r");
    await review.getByRole("textbox", { name: "Lý do" }).fill("Sửa lỗi chính tả");
    await button(review.getByRole("dialog"), "Trả lại").click();
    await review.getByText("Không còn câu nào chờ duyệt.").waitFor();
    expect((await only())?.state).toBe("draft");

    await page.goto(`/ngan-hang/cau/${item?.id ?? ""}`);
    const stem = page.getByRole("textbox", { name: "Câu hỏi", exact: true });
    await stem.click();
    await page.keyboard.press("Control+a");
    await page.keyboard.type("Tính 2 + 3 bằng mấy?", { delay: 10 });
    await button(page, "Lưu").click();
    await page.waitForURL("**/ngan-hang");
    await page.goto(`/ngan-hang?pool=${encodeURIComponent(pool)}`);
    await rows().first().waitFor();
    await page.keyboard.press("Enter");
    await drawer.getByText("“mấi” là “mấy”").waitFor();
    await button(drawer, "Gửi duyệt").click();
    await expect.poll(async () => (await only())?.state, patient).toBe("review");

    await review.goto("/ngan-hang/duyet");
    await review.getByRole("tab", { name: "Phiên bản (2)" }).click();
    const changed = review.locator(".kt-compare .kt-changed");
    await changed.first().waitFor();
    expect(await changed.locator("td").allInnerTexts()).toEqual([
      "Tính 2 + 3 bằng mấi?",
      "Tính 2 + 3 bằng mấy?",
    ]);
    await review.locator("h1").click();
    await review.keyboard.press("a");
    await review.getByText("Không còn câu nào chờ duyệt.").waitFor();
    expect(await only()).toMatchObject({ state: "approved", current: { no: 2 } });
  }, 120_000);
});

describe("a confidential pool", () => {
  const pool = "Kho mật kiểm thử";
  const phrase = { reviewer: "đồng lúa chín vàng ươm", board: "sông dài biển rộng trời cao" };
  const secret = "Câu không ai được thấy trước";

  const key = async (of: Page, words: string) => {
    await of.goto("/ngan-hang/kho-mat");
    await button(of, "Tạo khoá").click();
    await of.getByLabel("Cụm mật khẩu (bốn từ trở lên)").fill(words);
    await of.getByLabel("Gõ lại").fill(words);
    await button(of.getByRole("dialog"), "Tạo khoá").click();
    await button(of, "Tạo khoá").first().waitFor({ state: "detached" });
  };

  it("is made of two keepers and an escrow key, and opened with a reason", async () => {
    const board = await open("board");
    await key(board, phrase.board);
    await key(review, phrase.reviewer);
    const escrow = execFileSync(binary, ["admin", "escrow-key", `${server.dir}/escrow`], {
      encoding: "utf8",
    });
    await button(review, "Lập kho mật").click();
    const dialog = review.getByRole("dialog");
    await dialog.getByLabel("Tên kho").fill(pool);
    await dialog.getByLabel("Người giữ khoá (ít nhất hai)").click();
    for (const name of ["Lê Văn Soạn", "Nguyễn Đức Khảo"])
      await review.getByTitle(name, { exact: true }).click();
    await review.keyboard.press("Escape");
    await dialog.getByLabel("Khoá công khai dự phòng").fill(escrow.trim());
    await button(dialog, "Lập kho").click();
    const card = review.locator(".ant-card").filter({ hasText: pool });
    await button(card, "Mở kho").click();
    await review.getByLabel("Lý do mở kho (ghi vào nhật ký)").fill("Soạn đề thi thử");
    await review.getByLabel("Cụm mật khẩu của thầy/cô").fill("không phải cụm này đâu");
    await button(review, "Mở kho 30 phút").click();
    await review
      .getByText(/Cụm mật khẩu (không|chưa) đúng|sai/i)
      .first()
      .waitFor();
    await review.getByLabel("Cụm mật khẩu của thầy/cô").fill(phrase.reviewer);
    await button(review, "Mở kho 30 phút").click();
    await card.getByText("đang mở đến").waitFor();
    await board.close();
  }, 120_000);

  it("hides its questions from who is no keeper, and from keepers once it is shut", async () => {
    const keeper = await Staff.signIn(server.ready.base_url, server.account("reviewer"));
    await write(keeper, pool, [
      { question: { kind: "short", stem: secret, grid: { max: 4 } }, key: { accepted: ["7"] } },
    ]);
    const shut = "Câu này nằm trong kho mật đang đóng";
    expect(await opened(review)).toContain(secret);
    expect(await opened(page)).toContain(shut);
    expect(await page.content()).not.toContain(secret);
    await review.goto("/ngan-hang/kho-mat");
    await button(review, "Đóng lại").click();
    await review.getByText("Đã đóng kho.").waitFor();
    expect(await opened(review)).toContain(shut);
    expect(await review.content()).not.toContain(secret);
  }, 60_000);

  /** What somebody sees who opens the question of the pool. */
  async function opened(by: Page): Promise<string> {
    await by.goto(`/ngan-hang?pool=${encodeURIComponent(pool)}`);
    await by.locator(".kt-found-row").getByText("Câu trong kho mật").waitFor();
    await by.keyboard.press("Enter");
    const drawer = by.getByRole("dialog");
    await drawer.getByRole("tab").first().waitFor();
    return drawer.innerText();
  }
});

describe("the print tab", () => {
  it("saves papers, keys and solutions that open", async () => {
    const reviewer = await Staff.signIn(server.ready.base_url, server.account("reviewer"));
    const items = await write(teacher, "Kho in", await everyKind(teacher));
    await approve(reviewer, items);
    const form = await formOf(teacher, "Đề in thử", items);
    await page.goto(`/de-thi/${form}`);
    await page.getByRole("tab", { name: "Xem như thí sinh" }).click();
    const paper = page.locator(".kt-paper");
    await paper.locator(".gap-slot, .kt-html").first().waitFor();
    expect(await paper.locator(".kt-question-picture").count()).toBe(2);
    expect(await paper.innerText()).toContain("(a) ……");
    await page.getByRole("tab", { name: "In đề, đáp án" }).click();
    const docx = unzipSync(await save("Đề thi (.docx)"));
    expect(strFromU8(docx["word/document.xml"] ?? new Uint8Array()).includes("ĐỀ IN THỬ")).toBe(
      true,
    );
    const pdf = await save("Đề thi (.pdf)");
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect(pdf.length).toBeGreaterThan(10_000);
    const papers = unzipSync(await save("Tất cả đề (.docx, .zip)"));
    const names = Object.keys(papers).filter((n) => n.endsWith(".docx"));
    expect(names).toHaveLength(2);
    for (const name of names)
      expect(unzipSync(papers[name] ?? new Uint8Array())).toHaveProperty("word/document.xml");
    expect(unzipSync(await save("Bảng đáp án (.xlsx)"))).toHaveProperty("xl/workbook.xml");
    expect(unzipSync(await save("Hướng dẫn giải (.docx)"))).toHaveProperty("word/document.xml");
    expect(errors).toEqual([]);
  }, 120_000);
});

/** Presses a button of the print tab and returns the file that the browser saves. */
async function save(name: string): Promise<Buffer> {
  const [got] = await Promise.all([
    page.waitForEvent("download", { timeout: 60_000 }),
    button(page, name).click(),
  ]);
  return readFileSync(await got.path());
}
