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
let room: Page;

beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  await importByPage(browser, server);
  const form = await makeForm(server);
  sitting = await openSitting(server, form, { candidates: 2, durationS: 900, graceS: 5 });
  const slip = sitting.slips[0];
  if (!slip) throw new Error("no ticket was printed");
  candidate = await Candidate.seat(browser, server.target, slip);
  await candidate.signIn();
  const board = await Staff.signIn(server.ready.base_url, server.account("board"));
  await board.post(`/api/sittings/${sitting.sitting}/start`);
  await candidate.waitForPaper();
  room = await signInToStaff(server, browser, "invigilator");
  await room.setViewportSize({ width: 1366, height: 768 });
  await room.goto(`/phong-thi?ca=${sitting.sitting}`);
}, 240_000);

afterAll(async () => {
  await candidate.leave();
  await browser.close();
  await server.stop();
});

const card = () => room.locator(".kt-seat").filter({ hasText: candidate.slip.number });

/** Does one thing to the candidate in the drawer of the seat. */
async function act(verb: string, reason?: string): Promise<void> {
  await card().click();
  const drawer = room.locator(".ant-drawer-content-wrapper");
  await drawer.getByRole("button", { name: verb, exact: true }).click();
  const dialog = room.getByRole("dialog").filter({ has: room.locator(".kt-act-effect") });
  if (reason !== undefined) await dialog.getByText(reason, { exact: true }).click();
  await dialog.locator(".ant-modal-footer .ant-btn-primary").click();
  await dialog.waitFor({ state: "detached" });
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
  await room.getByRole("tab", { name: /Nhật kí phòng thi/ }).click();
  const ledger = room.locator(".kt-ledger");
  await ledger.getByText("Cho thêm giờ").waitFor();
  expect(await ledger.locator("li").count()).toBe(3);
  expect(await ledger.innerText()).toContain("Mất điện");
}, 120_000);

/** Whether the clock on the candidate's page does not change for two seconds. */
async function standsStill(of: Candidate): Promise<boolean> {
  const first = await of.secondsLeft();
  await of.page.waitForTimeout(2200);
  return (await of.secondsLeft()) === first;
}
