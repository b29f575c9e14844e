import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launch } from "./browser";
import { Candidate } from "./candidate";
import { importByPage, makeForm, openSitting, signInToStaff, type Sitting } from "./province";
import { right, single } from "./questions";
import { Server } from "./server";
import { Staff } from "./staff";

// An invigilator in one window, a candidate in another one.

let server: Server;
let browser: Browser;
let sitting: Sitting;
let candidate: Candidate;
let other: Candidate;
let room: Page;

beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  await importByPage(browser, server);
  const form = await makeForm(server);
  sitting = await openSitting(server, form, { candidates: 2, durationS: 900, graceS: 5 });
  const [slip, second] = sitting.slips;
  if (!slip || !second) throw new Error("no ticket was printed");
  candidate = await Candidate.seat(browser, server.target, slip);
  other = await Candidate.seat(browser, server.target, second);
  await candidate.signIn();
  await other.signIn();
  const board = await Staff.signIn(server.ready.base_url, server.account("board"));
  await board.post(`/api/sittings/${sitting.sitting}/start`);
  await candidate.waitForPaper();
  await other.waitForPaper();
  room = await signInToStaff(server, browser, "invigilator");
  await room.setViewportSize({ width: 1366, height: 768 });
  await room.goto(`/phong-thi?ca=${sitting.sitting}`);
}, 240_000);

afterAll(async () => {
  await candidate.leave();
  await other.leave();
  await browser.close();
  await server.stop();
});

const card = (of = candidate) => room.locator(".kt-seat").filter({ hasText: of.slip.number });

/** Gives the reason in the dialog that is open, and confirms. */
async function confirm(page: Page, reason?: string): Promise<void> {
  const dialog = page.getByRole("dialog").filter({ has: page.locator(".kt-act-effect") });
  if (reason !== undefined) await dialog.getByText(reason, { exact: true }).click();
  await dialog.locator(".ant-modal-footer .ant-btn-primary").click();
  await dialog.waitFor({ state: "detached" });
}

/** Does one thing to a candidate in the drawer of the seat. */
async function act(verb: string, reason?: string, of = candidate): Promise<void> {
  await card(of).click();
  const drawer = room.locator(".ant-drawer-content-wrapper");
  await drawer.getByRole("button", { name: verb, exact: true }).click();
  await confirm(room, reason);
  const print = room.getByRole("dialog").filter({ hasText: "In bản ghi bài làm trên máy" });
  if (verb === "Chuyển sang giấy") {
    await print.getByRole("button", { name: "Đóng" }).click();
    await print.waitFor({ state: "detached" });
  }
  await room.locator(".ant-drawer-close").click();
  await drawer.waitFor({ state: "hidden" });
}

it("shows what the candidate does without being asked again", async () => {
  await candidate.choose(single(1), right(1));
  await candidate.waitSaved();
  await card().getByText("1/", { exact: false }).waitFor({ timeout: 20_000 });
  await room.getByText("trực tiếp", { exact: true }).waitFor();
}, 120_000);

it("stops the candidate's clock, and lets it go on", async () => {
  await act("Tạm dừng", "Mất điện");
  await card().getByText("Tạm dừng").waitFor({ timeout: 20_000 });
  await expect.poll(() => standsStill(candidate), { timeout: 30_000 }).toBe(true);
  await act("Tiếp tục");
  await card().getByText("Đang làm").waitFor({ timeout: 20_000 });
  await expect.poll(() => standsStill(candidate), { timeout: 30_000 }).toBe(false);
}, 120_000);

it("gives five minutes, which both windows show", async () => {
  const before = await candidate.secondsLeft();
  await act("Thêm giờ", "Máy hỏng");
  await card().getByText("+5 phút").waitFor({ timeout: 20_000 });
  await expect
    .poll(() => candidate.secondsLeft(), { timeout: 20_000 })
    .toBeGreaterThan(before + 240);
  await candidate.choose(single(2), right(2)); // work goes on
  await candidate.waitSaved();
  await room.getByRole("tab", { name: /Nhật ký phòng thi/ }).click();
  const ledger = room.locator(".kt-ledger");
  await ledger.getByText("Cho thêm giờ").waitFor();
  expect(await ledger.locator("li").count()).toBe(3);
  expect(await ledger.innerText()).toContain("Mất điện");
}, 120_000);

it("sends a candidate to another computer, where everything is there", async () => {
  await room.getByRole("tab", { name: /Chỗ ngồi/ }).click();
  await act("Đổi máy", "Màn hình, bàn phím hoặc chuột hỏng");
  await candidate.page.getByText("Bài đang mở ở nơi khác").waitFor({ timeout: 20_000 });
  const spare = await Candidate.seat(browser, server.target, candidate.slip);
  await candidate.leave();
  candidate = spare;
  await spare.signIn();
  await spare.waitForPaper();
  await spare.open(1, single(2));
  expect(await spare.page.getByRole("radio", { checked: true }).count()).toBe(1);
  await spare.choose(single(3), right(3));
  await spare.waitSaved();
}, 120_000);

it("moves a candidate to paper, with what was answered to print", async () => {
  await other.choose(single(1), right(1));
  await other.waitSaved();
  await act("Chuyển sang giấy", "Hết máy dự phòng", other);
  await other.page.getByText("Em chuyển sang làm bài trên giấy").waitFor({ timeout: 20_000 });
  await card(other).getByText("Làm trên giấy").waitFor({ timeout: 20_000 });
}, 120_000);

it("takes in what came too late, when two people agree", async () => {
  candidate.cable.pull();
  await candidate.page.getByTestId("lost").waitFor();
  await candidate.choose(single(4), right(4));
  await act("Thu bài", "Thí sinh xin nộp sớm");
  await card()
    .getByText(/Đã nộp bài|Giám thị thu bài/)
    .first()
    .waitFor({ timeout: 20_000 }); // before it, the answer is in time
  candidate.cable.plug();
  await candidate.page.getByText("1 thay đổi đến muộn").waitFor({ timeout: 30_000 });
  const before = await candidate.receipt();
  await room.getByRole("tab", { name: /Đến muộn/ }).click();
  await room.getByRole("button", { name: "Đề nghị công nhận (1)" }).click({ timeout: 20_000 });
  await confirm(room, "Mất mạng đúng lúc hết giờ");
  await room.getByText("Chờ người thứ hai quyết định").waitFor({ timeout: 20_000 });
  const board = await signInToStaff(server, browser, "board");
  await board.goto(`/phong-thi?ca=${sitting.sitting}`);
  await board.getByRole("tab", { name: /Đến muộn/ }).click();
  await board.getByRole("button", { name: "Đồng ý", exact: true }).click({ timeout: 20_000 });
  await confirm(board, "Đã đối chiếu với biên bản sự cố");
  await board.getByText("Được tính", { exact: true }).waitFor({ timeout: 20_000 });
  await board.close();
  // What counts now gives another receipt.
  const staff = await Staff.signIn(server.ready.base_url, server.account("board"));
  const receipt = async () => {
    const path = `/api/live/sittings/${sitting.sitting}/seats`;
    const { seats } = await staff.get<{ seats: { number: string; receipt: string }[] }>(path);
    return seats.find((x) => x.number === candidate.slip.number)?.receipt ?? before;
  };
  await expect.poll(receipt, { timeout: 20_000 }).not.toBe(before);
  expect(await receipt()).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/);
}, 180_000);

/** Whether the clock on the candidate's page does not change for two seconds. */
async function standsStill(of: Candidate): Promise<boolean> {
  const first = await of.secondsLeft();
  await of.page.waitForTimeout(2200);
  return (await of.secondsLeft()) === first;
}
