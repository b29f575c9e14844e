import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import pg from "pg";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launch } from "./browser";
import { png } from "./png";
import { hire, importByPage, makeForm, planSitting, signInToStaff, type Login } from "./province";
import { binary, Server } from "./server";
import { fillSheets, type FilledSheet } from "./sheetbatch";
import { Staff } from "./staff";

// Answer sheets on paper: drawn, filled, scanned, handed in, read, decided by
// keyboard, sealed stage by stage, scored, and compared with the originals.

type StageID = "scan" | "read" | "fix" | "score";

let server: Server;
let browser: Browser;
let plan: { exam: string; sitting: string; numbers: string[] };
/** What is right, by form code and field of the layout. */
const keys: Record<string, Record<string, string>> = {};
const logins: Record<string, Login> = {};
let secrets: string[] = [];
let scans: string[] = [];

beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  await importByPage(browser, server);
  const form = await makeForm(server);
  plan = await planSitting(server, form, {
    candidates: 8,
    rooms: [6, 2],
    durationS: 600,
    graceS: 5,
  });
  const teacher = await Staff.signIn(server.ready.base_url, server.account("teacher"));
  for (const code of ["0101", "0102"]) {
    const { answers } = await teacher.get<{ answers: { printed: string; answer: string }[] }>(
      `/api/forms/${form}/key?code=${code}`,
    );
    keys[code] = Object.fromEntries(answers.map((a) => [a.printed, a.answer.replace("Đ", "D")]));
  }
  const roles = {
    scan: "teacher",
    read: "reviewer",
    fix: "teacher",
    second: "reviewer",
    score: "board",
  };
  for (const [stage, role] of Object.entries(roles)) {
    logins[stage] = await hire(server, role, `phieu ${stage}`);
  }
  scans = scanned();
}, 240_000);

afterAll(async () => {
  await browser.close();
  await server.stop();
});

/** A letter of a question that is not the right one. */
const not = (letter = "") => (letter === "A" ? "B" : "A");

/** The sheets of the two rooms as the scanner leaves them; the sixth candidate did not come. */
function scanned(): string[] {
  const sheet = (n: number, code: string, otherwise: Record<string, string> = {}): FilledSheet => ({
    file: `phieu-${n}.png`,
    seed: n + 1,
    marks: { sbd: plan.numbers[n] ?? "", form_code: code, ...keys[code], ...otherwise },
  });
  const right = keys["0101"]?.p1_1 ?? "";
  const fifth = plan.numbers[4] ?? "";
  const wrong = Object.entries(keys["0102"] ?? {}).map(([field, answer]) => {
    if (field.startsWith("p1")) return [field, not(answer)] as const;
    return [field, field.startsWith("p2") ? answer : "9"] as const;
  });
  const sheets = [
    sheet(0, "0101"),
    sheet(1, "0101", { p1_1: [right, not(right)].sort().join("") }), // two marks
    { ...sheet(2, "0101"), styles: { p1_2: "faint" } },
    sheet(3, "0101", { sbd: "99999999" }),
    sheet(4, "0101", {
      sbd: `${fifth.slice(0, 2)}[${fifth[2]}${fifth[2] === "7" ? "8" : "7"}]${fifth.slice(3)}`,
    }),
    sheet(6, "0102"),
    sheet(7, "0102", Object.fromEntries(wrong)),
  ];
  const folder = join(server.dir, "quet");
  const files = fillSheets(folder, "thptqg-2025", sheets);
  const blank = join(folder, "phieu-9-trang.png");
  writeFileSync(blank, png(1240, 1754));
  return [...files.slice(0, 5), blank, ...files.slice(5)];
}

async function pageOf(who: string | Login, path: string): Promise<Page> {
  const page = await signInToStaff(server, browser, who);
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.goto(path);
  return page;
}

const button = (of: Page | Locator, name: RegExp) => of.getByRole("button", { name });

/** Lets the holder of a stage in by the secret. */
async function open(stage: StageID, no: number): Promise<Page> {
  const page = await pageOf(logins[stage] ?? "", `/cham-phieu/${plan.sitting}`);
  await page.getByLabel("Mã mở bước").fill(secrets[no] ?? "");
  await button(page, /Mở bước/).click();
  await page.getByText(/Đang mở/).waitFor();
  return page;
}

/** Seals the open stage: the page asks, and says that it cannot be undone. */
async function seal(page: Page, verb = /Niêm phong bước này/): Promise<void> {
  await button(page, verb).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Việc này không hoàn tác được.").waitFor();
  await button(dialog, verb).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByText(/Đang mở/).waitFor({ state: "detached" });
}

/** Hands the files of a room in as the program beside the scanner does. */
function watchedFolder(room: string, files: string[]): void {
  const folder = join(server.dir, "may-quet");
  mkdirSync(join(folder, room), { recursive: true });
  for (const file of files) copyFileSync(file, join(folder, room, basename(file)));
  const { user, password } = logins.scan ?? { user: "", password: "" };
  const said = spawnSync(
    binary,
    [
      "omr",
      "watch",
      "--server",
      server.ready.base_url,
      "--sitting",
      plan.sitting,
      "--user",
      user,
    ].concat(["--every", "100ms", "--once", "--json", folder]),
    { encoding: "utf8", env: { ...process.env, KHAOTHI_PASSWORD: password } },
  );
  expect(said.stderr + said.stdout).toContain(`"handed": ${files.length}`);
  expect(readdirSync(join(folder, room, "da-nop"))).toEqual(files.map((f) => basename(f)));
}

it("a board begins and gets four secrets, once", async () => {
  const page = await pageOf("board", "/cham-phieu");
  const row = page.locator("tr.ant-table-row").filter({ hasText: "Thi kiểm thử" });
  await button(row, /Bắt đầu/).click();
  await button(page.getByRole("dialog"), /Bắt đầu, tạo bốn mã/).click();
  await page.locator(".kt-secret").first().waitFor();
  secrets = await page.locator(".kt-secret").allInnerTexts();
  expect(secrets).toHaveLength(4);
  await button(page, /Đã giao, đóng lại/).click();
  await row.getByRole("link", { name: /Mở/ }).waitFor();
  await page.close();
}, 180_000);

it("bags are counted, scans come in, the stage is sealed", async () => {
  const page = await open("scan", 0);
  const rooms = [
    { name: "P01", sheets: "5", absent: plan.numbers[5] ?? "", files: scans.slice(0, 6) },
    { name: "P02", sheets: "2", absent: "", files: scans.slice(6) },
  ];
  for (const room of rooms) {
    const row = page.locator("tr.ant-table-row").filter({ hasText: room.name });
    await row.getByLabel(/Số phiếu trong túi/).fill(room.sheets);
    await row.getByLabel(/Số báo danh vắng/).fill(room.absent);
    await button(row, /Ghi/).click();
    await row.locator("button[disabled]").waitFor(); // there is nothing left to store
    if (room.name === "P01") await row.locator("input[type=file]").setInputFiles(room.files);
    else watchedFolder(room.name, room.files);
    await expect
      .poll(() => row.locator(".ant-tag").count(), { timeout: 20_000 })
      .toBe(room.files.length);
  }
  await seal(page);
  await page.close();
}, 180_000);

it("everything is read", async () => {
  const page = await open("read", 1);
  await page.getByText("8/8").waitFor({ timeout: 60_000 });
  await seal(page);
  await page.close();
}, 180_000);

/** Waits until a field of a file stands enlarged in the queue. */
async function at(page: Page, file: string, field: string): Promise<void> {
  const card = page.locator(".kt-review").filter({ hasText: file });
  await card.locator(`canvas[data-field="${field}"]`).waitFor();
}

it("doubts are decided by keyboard alone", async () => {
  const page = await open("fix", 2);
  await page.goto(`/cham-phieu/${plan.sitting}/nghi-van`);
  const right = keys["0101"]?.p1_1?.toLowerCase() ?? "";
  await at(page, "phieu-1.png", "p1_1");
  await page.getByText("0/5").waitFor();
  await page.keyboard.press(not(right.toUpperCase()).toLowerCase());
  await at(page, "phieu-2.png", "p1_2");
  await page.getByRole("status").getByText("Phần I, câu 1").waitFor();
  await page.keyboard.press("F8"); // that was the wrong letter
  await at(page, "phieu-1.png", "p1_1");
  await page.keyboard.press(right);
  await at(page, "phieu-2.png", "p1_2");
  await page.keyboard.press("F2");
  await page.getByRole("img", { name: "Phiếu như đã quét" }).waitFor();
  await page.keyboard.press(keys["0101"]?.p1_2?.toLowerCase() ?? "");
  // A number that was read clearly: somebody else must agree.
  await at(page, "phieu-3.png", "sbd");
  await page.keyboard.type(plan.numbers[3] ?? "");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Theo biên bản phòng 01");
  await page.keyboard.press("Enter");
  // One digit in doubt: one candidate of the room fits.
  await at(page, "phieu-4.png", "sbd");
  await page.getByText(`Chỉ một thí sinh của phòng khớp: ${plan.numbers[4] ?? ""}`).waitFor();
  await page.keyboard.press("Enter");
  await at(page, "phieu-9-trang.png", "page");
  await page.keyboard.press("F4");
  await page.getByText("Đã xem hết 5 phiếu.").waitFor();

  const second = await pageOf(logins.second ?? "", `/cham-phieu/${plan.sitting}/nghi-van`);
  await at(second, "phieu-3.png", "sbd");
  await second.getByText("Theo biên bản phòng 01").waitFor();
  await second.keyboard.press("1");
  await second.getByText("Đã xem hết 1 phiếu.").waitFor();
  await second.close();

  await page.goto(`/cham-phieu/${plan.sitting}`);
  await seal(page);
  await page.close();
}, 180_000);

it("the sheets are scored as their answers are", async () => {
  const page = await open("score", 3);
  await seal(page, /Chấm điểm và niêm phong/);
  await page.getByRole("link", { name: /Xem kết quả/ }).click();
  await page.getByText(plan.numbers[0] ?? "").waitFor();
  const { rows } = await Staff.signIn(server.ready.base_url, server.account("board")).then((s) =>
    s.get<{ rows: { number: string; points: number | null }[] }>(
      `/api/results/sittings/${plan.sitting}`,
    ),
  );
  const points = Object.fromEntries(rows.map((r) => [r.number, r.points]));
  // All right, but the sixth, who did not come, and the eighth, who has the clusters only: 4 points.
  const want = [1000, 1000, 1000, 1000, 1000, undefined, 1000, 400];
  expect(plan.numbers.map((n) => points[n] ?? undefined)).toEqual(want);
  await page.close();
}, 180_000);

/** Checks against the originals and opens the report. */
async function check(page: Page, found: RegExp): Promise<void> {
  await button(page, /Đối chiếu/).click();
  await page.getByText(found).waitFor({ timeout: 60_000 });
  await page.getByRole("link", { name: "Xem biên bản" }).first().click();
  await page.getByText("Tệp quét đã đọc lại").waitFor();
}

it("the check against the originals finds nothing, and then what was changed behind the back", async () => {
  const page = await pageOf("auditor", `/cham-phieu/${plan.sitting}`);
  await check(page, /Không có khác biệt: 8 tệp, 8 phiếu/);
  await page.getByText("Chữ ký của mọi bước đúng").waitFor();

  const db = new pg.Client({ connectionString: server.ready.database_url });
  await db.connect();
  await db.query(`ALTER TABLE omr_sheet DISABLE TRIGGER USER;
    UPDATE omr_sheet SET cells = cells || '{"p1_1": "C"}' WHERE cells->>'sbd' = '${plan.numbers[7] ?? ""}';
    ALTER TABLE omr_sheet ENABLE TRIGGER USER`);
  await db.end();
  await page.goto(`/cham-phieu/${plan.sitting}`);
  await check(page, /Có \d+ khác biệt: 8 tệp, 8 phiếu/);
  const rows = page.locator("tr.ant-table-row");
  await rows.filter({ hasText: "dữ liệu của bước đã đổi sau niêm phong" }).first().waitFor();
  await rows.filter({ hasText: "phieu-7.png" }).filter({ hasText: "kết quả đọc" }).waitFor();
  for (const [name, kind] of [
    [/Tải bảng Excel/, "xlsx"],
    [/Tải CSV/, "csv"],
  ] as const) {
    const [file] = await Promise.all([page.waitForEvent("download"), button(page, name).click()]);
    expect(file.suggestedFilename()).toMatch(new RegExp(`^doi-chieu-.*\\.${kind}$`));
    expect(await file.failure()).toBeNull();
  }
  await page.close();
}, 180_000);
