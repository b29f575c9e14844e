import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launch } from "./browser";
import { approve, signInToStaff } from "./province";
import { Server } from "./server";
import { Staff } from "./staff";

const pool = "Kho ma trận";

let server: Server;
let browser: Browser;
let page: Page;

/** Questions of one topic by a teacher, approved by a reviewer. */
async function fill(): Promise<void> {
  const teacher = await Staff.signIn(server.ready.base_url, server.account("teacher"));
  const items: { id: string; current: { hash: string } }[] = [];
  for (let i = 0; i < 12; i++) {
    const item = await teacher.post<{ id: string; current: { hash: string } }>("/api/items", {
      pool,
      item: {
        question: {
          kind: "single",
          stem: `<p>Câu ma trận ${String(i)}: \\(${String(i)}+1\\) bằng bao nhiêu?</p>`,
          options: [0, 1, 2, 3].map((k) => ({
            id: `o${String(k)}`,
            html: `<p>${String(i + k)}</p>`,
          })),
        },
        key: { options: ["o1"] },
        tags: {
          subject: "toan",
          grade: 12,
          topic: "Phép cộng ma trận",
          level: i < 9 ? "biet" : "vandung",
        },
      },
    });
    items.push(item);
  }
  const reviewer = await Staff.signIn(server.ready.base_url, server.account("reviewer"));
  await approve(reviewer, items);
}

beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  await fill();
  page = await signInToStaff(server, browser, "teacher");
}, 180_000);

afterAll(async () => {
  await browser.close();
  await server.stop();
});

const cell = (row: number, column: number) =>
  page.locator(`input[data-cell="${String(row)}-${String(column)}"]`);

describe("a matrix in a browser", () => {
  it("is typed like a spreadsheet, with totals and what the bank has", async () => {
    await page.goto("/ma-tran");
    await page.getByRole("button", { name: "Tạo ma trận" }).click();
    await page.getByPlaceholder("Kiểm tra cuối học kì I").fill("Ma trận trong trình duyệt");
    await page.getByRole("button", { name: "Tạo", exact: true }).click();
    await page.getByLabel("Chủ đề hàng 1").fill("phep cong ma tran");
    await cell(0, 0).click();
    await page.keyboard.type("4");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.type("7");
    await page.keyboard.press("Control+z");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.type("2");
    expect(await cell(0, 0).inputValue()).toBe("4");
    expect(await cell(0, 1).inputValue()).toBe("");
    expect(await cell(0, 2).inputValue()).toBe("2");
    await expect.poll(() => cell(0, 0).locator("xpath=..").innerText()).toContain("/9");
    expect(await cell(0, 2).locator("xpath=..").innerText()).toContain("/3");
    expect(await page.locator("td[data-total]").innerText()).toBe("1,5");
    await page.getByRole("tab", { name: "Phần và điều kiện" }).click();
    await page.getByRole("button", { name: "Xoá phần 3" }).click();
    await page.getByRole("button", { name: "Xoá phần 2" }).click();
    await page.getByRole("button", { name: /Lưu$/ }).click();
    await page.getByText("Đã lưu ma trận.").waitFor();
    expect(await page.getByText("Chưa rút đề được").count()).toBe(0);
  }, 60_000);

  it("becomes forms that share nothing and follow it", async () => {
    await page.getByRole("tab", { name: "Rút đề" }).click();
    await page.getByLabel("Số đề gốc khác nhau").fill("1");
    await page.getByRole("button", { name: "Rút đề" }).click();
    await page.getByText("Đã rút 1 đề gốc.").waitFor({ timeout: 30_000 });
    await page.getByRole("link", { name: "Đề gốc 1" }).click();
    // The page that is left has a tab of this name too, and stays until the next one is loaded.
    await page.getByRole("tab", { name: "Xem như thí sinh" }).waitFor();
    await page.getByRole("tab", { name: "Ma trận" }).click();
    await page.locator(".kt-matrix").waitFor();
    await page.getByRole("combobox", { name: "So với ma trận" }).click();
    await page.getByTitle("Ma trận trong trình duyệt").click();
    await page.getByText("Đề đúng ma trận.").waitFor();
    await page.goBack();
    await page.getByRole("tab", { name: "Rút đề" }).waitFor();
  }, 60_000);

  it("names the cell that the bank cannot fill", async () => {
    await page.getByRole("tab", { name: "Ma trận" }).click();
    await cell(0, 2).fill("5");
    await page.getByRole("tab", { name: "Rút đề" }).click();
    await page.getByRole("button", { name: "Lưu và rút đề" }).click();
    await page
      .getByText("Nhiều lựa chọn · Vận dụng cần 5 câu, ngân hàng còn 3.")
      .waitFor({ timeout: 30_000 });
  }, 60_000);

  it("goes to a workbook and comes back", async () => {
    const board = await Staff.signIn(server.ready.base_url, server.account("teacher"));
    const { blueprints } = await board.get<{ blueprints: { id: string; name: string }[] }>(
      "/api/blueprints",
    );
    const mine = blueprints.find((b) => b.name === "Ma trận trong trình duyệt");
    const book = await board.file("GET", `/api/blueprints/${mine?.id ?? ""}/matrix.xlsx`);
    await page.goto("/ma-tran");
    await page.locator("input[type=file]").setInputFiles({
      name: "Từ tệp.xlsx",
      mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      buffer: book,
    });
    await page.getByRole("heading", { name: "Từ tệp" }).waitFor();
    expect(await cell(0, 0).inputValue()).toBe("4");
    expect(await cell(0, 2).inputValue()).toBe("5");
  }, 60_000);
});
