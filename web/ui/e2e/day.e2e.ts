import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { host, launch, paced } from "./browser";
import { Candidate } from "./candidate";
import { signInToStaff } from "./province";
import { Server } from "./server";
import { Staff, slipsOfPDF } from "./staff";

// What comes before the day, and what only some papers have: the readiness page,
// a practice sitting, tracks, and a sound that may be heard twice.

let server: Server;
let browser: Browser;
let board: Staff;

beforeAll(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  board = await Staff.signIn(server.ready.base_url, server.account("board"));
}, 180_000);

afterAll(async () => {
  await browser.close();
  await server.stop();
}, 60_000);

/** The first candidate of a sitting of the demonstration that runs. */
async function seatIn(name: string): Promise<{ sitting: string; candidate: Candidate }> {
  const sitting = server.ready.sittings.find((s) => s.name.endsWith(name));
  const slip = sitting?.tickets[0];
  if (!sitting || !slip) throw new Error(`the demonstration has no ticket of ${name}`);
  const candidate = await Candidate.seat(browser, server.target, slip);
  await candidate.signIn();
  await candidate.waitForPaper();
  return { sitting: sitting.id, candidate };
}

it("checks a machine, whose result the board sees", async () => {
  const page = await paced(await browser.newPage());
  await page.goto(`http://${host}:${server.target.port}/thi/kiem-tra`);
  const begin = page.getByRole("button", { name: "Bắt đầu kiểm tra" });
  expect(await begin.isEnabled()).toBe(false); // a machine has a name
  await page.getByLabel(/^Tên máy/).fill("Máy 07");
  await begin.click();
  await page.getByRole("button", { name: "Phát âm thử" }).click({ timeout: 40_000 });
  await page.getByRole("button", { name: "Nghe rõ" }).click();
  const rows = page.locator(".ready-row");
  expect(await rows.count()).toBe(10);
  expect(await page.locator(".ready-row.busy, .ready-row.bad").allInnerTexts()).toEqual([]);
  await page.getByRole("button", { name: "Gửi kết quả cho hội đồng thi" }).click();
  await page.getByText("Máy 07 có trong bảng").waitFor();
  await page.close();
  const { machines } = await board.get<{
    machines: { machine: string; checks: Record<string, { state: string }> }[];
  }>("/api/machines");
  const checks = machines.find((m) => m.machine === "Máy 07")?.checks ?? {};
  for (const name of ["browser", "clock", "network", "screen", "sound"])
    expect(checks[name]?.state, name).toMatch(/^(good|warn)$/);
}, 60_000);

it("trains in a sitting that is never scored", async () => {
  const { exams } = await board.get<{ exams: { id: string; name: string }[] }>("/api/exams");
  const exam = exams.find((e) => e.name.startsWith("Kiểm tra nghe"))?.id ?? "";
  const { id } = await board.post<{ id: string }>(`/api/exams/${exam}/practice`);
  const [slip] = slipsOfPDF(await board.file("POST", `/api/sittings/${id}/tickets.pdf`));
  if (!slip) throw new Error("no ticket was printed");
  const candidate = await Candidate.seat(browser, server.target, slip);
  const { page } = candidate;
  await candidate.signIn();
  await page.getByText("THI THỬ").first().waitFor(); // in the waiting room
  await board.post(`/api/sittings/${id}/start`);
  await candidate.waitForPaper();
  await page.getByText("THI THỬ").first().waitFor(); // and at work
  await page.locator(".option").first().click();
  await candidate.waitSaved();
  await page.getByRole("banner").getByRole("button", { name: "Nộp bài" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Nộp bài" }).click();
  await candidate.receipt();
  await board.post(`/api/sittings/${id}/close`);
  await expect(board.get(`/api/results/sittings/${id}`)).rejects.toThrow(/practice/);
  expect(candidate.traffic.errors).toEqual([]);
  await candidate.leave();
}, 60_000);

it("lets a candidate do one of two tracks, and keeps the choice", async () => {
  const { candidate } = await seatIn("Tin học – ca đang thi");
  const clusters = () =>
    candidate.page.locator("aside .navigator section").nth(1).locator("button[aria-label]");
  const verdicts = () => candidate.page.locator(".statement").getByRole("radio");
  const note = () => candidate.page.locator(".track-note");
  expect(await clusters().count()).toBe(6);
  await clusters().nth(0).click(); // for everybody
  await candidate.page.locator(".verdict").first().click();
  await clusters().nth(4).click(); // of the second track: nothing is chosen yet
  await note().getByText("thuộc phần “Tin học ứng dụng”").waitFor();
  expect(await verdicts().first().isEnabled()).toBe(false);
  await note().getByText("Tin học ứng dụng", { exact: true }).click();
  await expect.poll(() => verdicts().first().isEnabled()).toBe(true);
  await candidate.page.locator(".verdict").first().click();
  await candidate.waitSaved();
  await candidate.closeTab();
  await candidate.signIn();
  await candidate.waitForPaper();
  expect(await clusters().count()).toBe(4); // the other track is folded away
  await candidate.page.locator("aside").getByText("Không làm: Khoa học máy tính").waitFor();
  await clusters().nth(2).click();
  await expect.poll(() => verdicts().first().isChecked()).toBe(true);
  expect(candidate.traffic.errors).toEqual([]);
  await candidate.leave();
}, 60_000);

it("counts what was heard over a reload, and gives a play back", async () => {
  const { sitting, candidate } = await seatIn("Tiếng Anh – ca có bài nghe");
  const player = () => candidate.page.locator(".player").first();
  const left = (text: string) => player().getByText(text).waitFor();
  const toTheSound = () => candidate.open(1, "low tones");
  await toTheSound();
  await left("Còn 2 lần nghe");
  await player().getByRole("button").click();
  await player().getByText("Đang phát").waitFor();
  await left("Còn 1 lần nghe");
  await candidate.closeTab(); // the power goes in the middle of it
  await candidate.signIn();
  await candidate.waitForPaper();
  await toTheSound();
  await left("Còn 1 lần nghe");
  await player().getByRole("button").click();
  await left("Đã hết lần nghe");
  await expect.poll(() => player().getByText("Đang phát").count(), { timeout: 20_000 }).toBe(0);
  expect(await player().getByRole("button").isEnabled()).toBe(false);

  const room = await signInToStaff(server, browser, "invigilator");
  await giveBack(room, sitting, candidate);
  await candidate.page.locator(".toast").getByText("Em được nghe thêm một lượt").waitFor();
  await left("Còn 1 lần nghe");
  await player().getByRole("button").click();
  await player().getByText("Đang phát").waitFor();
  await left("Đã hết lần nghe");
  await room.close();
  expect(candidate.traffic.errors).toEqual([]);
  await candidate.leave();
}, 90_000);

/** The invigilator gives a play back in the drawer of the seat. */
async function giveBack(room: Page, sitting: string, to: Candidate): Promise<void> {
  await room.setViewportSize({ width: 1366, height: 768 });
  await room.goto(`/phong-thi?ca=${sitting}`);
  await room.locator(".kt-seat").filter({ hasText: to.slip.number }).click();
  const drawer = room.locator(".ant-drawer-content-wrapper");
  await drawer.getByRole("button", { name: "Cho nghe lại" }).click();
  const dialog = room.getByRole("dialog").filter({ has: room.locator(".kt-act-effect") });
  await dialog.getByText(/Phần I, câu \d: đã nghe 2\/2 lượt/).waitFor();
  await dialog.locator("textarea:focus").waitFor(); // who types a reason types it at once
  await dialog.getByText("Mất điện", { exact: true }).click();
  await dialog.locator(".ant-modal-footer .ant-btn-primary").click();
  await dialog.waitFor({ state: "detached" });
  await drawer.locator(".kt-ledger").getByText("Cho nghe lại").waitFor();
}
