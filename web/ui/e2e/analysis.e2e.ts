import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launch } from "./browser";
import { signInToStaff } from "./province";
import { Server } from "./server";
import { Staff } from "./staff";

// The day after an exam: the Sở's specialist opens its analysis. The exam is the
// one that the demonstration's fifty simulated candidates sit by themselves.

interface Subject {
  scored: number;
  last?: { id: string };
}

let server: Server;
let browser: Browser;
let page: Page;
let analyst: Staff;
let run = "";
const errors: string[] = [];

/** For what a busy machine may take its time with. */
const patient = { timeout: 30_000 };

beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  analyst = await Staff.signIn(server.ready.base_url, server.account("analyst"));
  page = await signInToStaff(server, browser, "analyst");
  page.on("pageerror", (e) => errors.push(e.message));
  await page.setViewportSize({ width: 1366, height: 768 });
}, 180_000);

afterAll(async () => {
  await browser.close();
  await server.stop();
}, 60_000);

const tab = async (name: string): Promise<void> => {
  await page.getByRole("tab", { name, exact: true }).click();
};

describe("the analysis of an exam", () => {
  it("starts when the exam is scored, shows how far it is, and ends with an overview", async () => {
    const scored = async () => {
      const { exams } = await analyst.get<{ exams: { subjects: Subject[] }[] }>(
        "/api/analysis/exams",
      );
      return Math.max(0, ...exams.flatMap((e) => e.subjects.map((s) => s.scored)));
    };
    await expect.poll(scored, { timeout: 150_000, interval: 500 }).toBe(50);
    await page.goto("/phan-tich");
    await page.getByRole("button", { name: "Phân tích mới" }).click();
    await page.getByText("Cần từ 100 bài, mới có 50: hãy dùng Rasch.").waitFor(patient);
    expect(await page.getByRole("radio", { name: /^2PL/ }).isDisabled()).toBe(true);
    await page.getByText("với 50 bài sẽ không so sánh được nhóm nào").waitFor(patient);
    await page.getByRole("button", { name: "Bắt đầu phân tích" }).click();
    await page.waitForURL(/\/phan-tich\/[0-9a-z]{15,}/);
    run = /phan-tich\/([0-9a-z]+)/.exec(page.url())?.[1] ?? "";
    await page.getByRole("tab", { name: "Tổng quan" }).waitFor({ timeout: 120_000 });
    await page.getByText("Mới có 50 bài: các con số").waitFor(patient);
    await page.getByText("mô hình 2PL cần 100: hãy dùng Rasch.").waitFor(patient);
    await page.locator("canvas").first().waitFor(patient);
  }, 300_000);

  it("lists the items with their numbers, and shows one with its options", async () => {
    await tab("Câu hỏi");
    const items = page.getByRole("tabpanel").locator("tbody tr.ant-table-row");
    await expect.poll(() => items.count(), patient).toBeGreaterThan(10);
    await items.first().getByRole("link").first().click();
    await page.waitForURL(/\/cau\//);
    await page.getByText("Phương án").first().waitFor(patient);
    await page.locator("canvas").first().waitFor(patient);
  }, 90_000);

  it("puts p and discrimination into the bank on a person's word, and says so afterwards", async () => {
    await page.goto(`/phan-tich/${run}/tham-so`);
    await page.getByRole("button", { name: /^Áp dụng tất cả/ }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Lí do áp dụng").fill("Đã xem từng câu, số liệu dùng được");
    await dialog.getByRole("button", { name: "Áp dụng", exact: true }).click();
    // The sentence that stays says it too, in lower case.
    await page.getByText("Đã áp dụng vào ngân hàng.", { exact: true }).waitFor(patient);
    await page.getByText("Đang dùng", { exact: true }).first().waitFor(patient);
    const proposed = page.getByText("Đề xuất", { exact: true });
    await expect.poll(() => proposed.count(), patient).toBe(0);
    const { parameters } = await analyst.get<{
      parameters: { item_id: string; p_points: number; state: string }[];
    }>(`/api/analysis/runs/${run}/parameters`);
    expect(parameters.map((x) => x.state)).toEqual(parameters.map(() => "applied"));
    const first = parameters[0];
    const board = await Staff.signIn(server.ready.base_url, server.account("board"));
    const p = Math.round(1000 * (first?.p_points ?? -1));
    const found = await board.post<{ items: { id: string; stat?: { p?: number } }[] }>(
      "/api/items/find",
      { filter: { use: { p_min: p, p_max: p } }, limit: 200 },
    );
    expect(found.items.find((x) => x.id === first?.item_id)?.stat?.p).toBe(p);
  }, 90_000);

  it("has a report for a school, on the page and on paper", async () => {
    await tab("Báo cáo trường");
    await page.getByRole("combobox", { name: "Trường" }).click();
    await page.locator(".ant-select-item-option").first().click();
    await page.getByText("học sinh", { exact: false }).first().waitFor(patient);
    await page.getByText("Theo mức độ").first().waitFor(patient);
    const code = new URL(page.url()).searchParams.get("truong") ?? "";
    const pdf = await analyst.file("GET", `/api/analysis/runs/${run}/schools/${code}/pdf`);
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
  }, 90_000);

  it("puts two analyses on one scale by their common items", async () => {
    const again = await analyst.post<{ id: string }>(`/api/analysis/runs/${run}/again`);
    const state = async () =>
      (await analyst.get<{ state: string }>(`/api/analysis/runs/${again.id}`)).state;
    await expect.poll(state, { timeout: 120_000, interval: 500 }).toBe("done");
    await page.goto(`/phan-tich/ket-noi?tu=${run}&den=${again.id}`);
    await page.getByText("Các câu neo đi cùng nhau.").waitFor(patient);
    await page.getByText(/θ mới = 1,000 · θ cũ [+−] 0,000/).waitFor(patient);
    expect(errors).toEqual([]);
  }, 180_000);
});
