import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launch } from "./browser";
import { hire, signInToStaff } from "./province";
import { Server } from "./server";
import { Staff } from "./staff";
import { makeQuestions, makeSchools, makeSurvey, schools } from "./survey";

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
    await dialog.getByLabel("Lý do áp dụng").fill("Đã xem từng câu, số liệu dùng được");
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

describe("the analyses of two years", () => {
  const runs: string[] = [];
  let units: Map<string, string>;
  let lastYear: { exam: string; sittings: string[] };

  /** Analyses Toán of an exam, and waits for the end. */
  async function analysed(start: () => Promise<{ id: string }>): Promise<string> {
    const { id } = await start();
    const state = async () =>
      (await analyst.get<{ state: string }>(`/api/analysis/runs/${id}`)).state;
    await expect.poll(state, { timeout: 120_000, interval: 500 }).toBe("done");
    return id;
  }

  /** The row of the table that begins with a text. */
  const row = (text: string) => page.locator("tbody tr.ant-table-row", { hasText: text });

  it("are made of scored exams on screens and on paper", async () => {
    units = await makeSchools(server);
    const bank = await makeQuestions(server);
    lastYear = await makeSurvey(server, bank, { persons: 600, year: 0, genders: true });
    const now = await makeSurvey(server, bank, { persons: 600, year: 1, genders: false });
    for (const { exam } of [lastYear, now]) {
      const spec = { bootstrap: 0, groupings: ["gender", "region", "school_kind", "mode"] };
      const body = { subject: "toan", spec };
      runs.push(await analysed(() => analyst.post(`/api/analysis/exams/${exam}/runs`, body)));
    }
  }, 300_000);

  it("show the item that is harder for girls, and for whom", async () => {
    await page.goto(`/phan-tich/${runs[0] ?? ""}/dif`);
    await page.getByText("Giới tính: Nữ – Nam (300 – 300), C: 1").waitFor(patient);
    await row("khó hơn cho Nữ").getByRole("link", { name: "I.3" }).waitFor(patient);
    await page.getByText("Loại C", { exact: true }).click();
    await expect.poll(() => page.locator("tbody tr.ant-table-row").count(), patient).toBe(1);
    await row("khó hơn cho Nữ").getByText("C", { exact: true }).waitFor(patient);
    await page.locator("canvas").first().waitFor(patient);
  }, 90_000);

  it("say where to record a gender that nobody has, and open what was compared", async () => {
    await page.goto(`/phan-tich/${runs[1] ?? ""}/dif`);
    await page
      .getByText(/^Khu vực: Phòng GDĐT/)
      .first()
      .waitFor(patient);
    await page.getByRole("combobox", { name: "Nhóm so sánh" }).click();
    await page
      .locator(".ant-select-item-option", { hasText: "Giới tính: không so sánh được" })
      .click();
    await page.getByText("Danh sách thí sinh không ghi giới tính").waitFor(patient);
  }, 90_000);

  it("come on one scale, with the leaked item on the watch list, by the run that is chosen", async () => {
    const [from = "", to = ""] = runs;
    const again = await analysed(() => analyst.post(`/api/analysis/runs/${from}/again`));
    await page.goto(`/phan-tich/ket-noi?den=${to}`);
    await page.getByText("Chọn hai lần phân tích khác nhau.").waitFor(patient);
    await page.getByRole("combobox", { name: "Từ thang của", exact: true }).click();
    await page.locator(".ant-select-item-option", { hasText: "Khảo sát năm trước" }).click();
    await page.waitForURL(`**tu=${again}**`);
    await row("I.4 → I.4").getByText("Cần xem").waitFor(patient);
    await row("I.4 → I.4").getByText("dễ đi").waitFor(patient);
    await page.getByText(/; 13 câu neo/).waitFor(patient);
    await page.getByRole("combobox", { name: "Từ thang của: lần phân tích" }).click();
    const options = page.locator(".ant-select-item-option", { hasText: "600 bài" });
    await expect.poll(() => options.count(), patient).toBe(2);
    await options.last().click();
    await page.waitForURL(`**tu=${from}**`);
    await row("I.4 → I.4").getByRole("checkbox").click();
    await page.getByText(/; 12 câu neo/).waitFor(patient);
    expect(errors).toEqual([]);
  }, 180_000);

  it("open a school's report to its head once the results are published, and no other's", async () => {
    const [mine, other] = schools;
    const login = await hire(server, "board", "Hieu Truong", units.get(mine?.code ?? ""));
    const head = await signInToStaff(server, browser, login);
    await head.goto("/phan-tich");
    await head.getByText("Đơn vị của bạn chưa có kì thi nào.").waitFor(patient);
    await head.goto(`/phan-tich/${runs[0] ?? ""}/bao-cao`);
    await head.getByText("chưa công bố").waitFor(patient);
    const board = await Staff.signIn(server.ready.base_url, server.account("board"));
    for (const sitting of lastYear.sittings) {
      await board.post(`/api/results/sittings/${sitting}/publish`, { candidates: [] });
    }
    await head.goto("/phan-tich");
    await head.getByRole("link", { name: "Khảo sát năm trước" }).click();
    await head.getByRole("heading", { name: mine?.name ?? "" }).waitFor(patient);
    await head.getByText("Trường có 150 học sinh dự thi").waitFor(patient);
    const self = await Staff.signIn(server.ready.base_url, login);
    const of = new URL(head.url()).pathname.split("/")[2] ?? "";
    const path = `/api/analysis/runs/${of}/schools`;
    const seen = await self.get<{ schools: { code: string }[] }>(path);
    expect(seen.schools.map((s) => s.code)).toEqual([mine?.code]);
    await expect(self.get(`${path}/${other?.code ?? ""}`)).rejects.toThrow(
      "analysis.school_not_found",
    );
    const pdf = await self.file("GET", `${path}/${mine?.code ?? ""}/pdf`);
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    await head.close();
  }, 120_000);
});
