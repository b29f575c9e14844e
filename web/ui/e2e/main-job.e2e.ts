import pg from "pg";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launch } from "./browser";
import { Candidate } from "./candidate";
import { importByPage, makeForm, openSitting, signInToStaff, type Sitting } from "./province";
import { cluster, right, short, single, statement, wrong } from "./questions";
import { Server } from "./server";
import { Staff } from "./staff";
import { readWorkbook } from "./workbook";

const durationS = 75;
const graceS = 10;
const cutMS = 20_000;

/**
 * By hand, 10 points: each single 1; each cluster 2 by 10, 25, 50, 100 % for
 * one to four right statements; each short answer 1.
 *
 * An:    singles 1–3 right, 4 wrong = 3; cluster 1 all right = 2; short 1 right = 1; short 2 wrong.
 * Bình:  singles 1–3 right = 3; cluster 1 three right = 1; short 1 right = 1.
 * Cường: single 1 wrong, 2 right = 1; cluster 1 two right = 0.5, cluster 2 one right = 0.2;
 *        short 1 right but taken back = 0.
 */
const scores = ["6.00", "5.00", "1.70"];

interface Event {
  seq: number;
  field: string;
  value: string;
  sealed: boolean;
}

/** What was opened, to be closed in reverse. */
const closers: (() => Promise<void>)[] = [];
let server: Server;
let browser: Browser;
let sitting: Sitting;
let seats: [Candidate, Candidate, Candidate];
let record: pg.Client;
let lastTyped = "";
let unsentDuringCut = 0;
let receipts: string[] = [];

async function seat(n: number): Promise<Candidate> {
  const slip = sitting.slips[n];
  if (!slip) throw new Error(`no slip ${n}`);
  return Candidate.seat(browser, server.target, slip);
}

async function eventsOf(number: string): Promise<Event[]> {
  const { rows } = await record.query<Event>(
    `SELECT r.seq::int AS seq, r.field, r.value, r.sealed
     FROM khaothi_record r JOIN attempt a ON a.id = r.attempt
     WHERE a.number = $1 AND a.sitting_id = $2 ORDER BY r.seq`,
    [number, sitting.sitting],
  );
  return rows;
}

beforeAll(async () => {
  server = await Server.start();
  closers.push(() => server.stop());
  browser = await launch();
  closers.push(() => browser.close());
  record = new pg.Client({ connectionString: server.ready.database_url });
  await record.connect();
  closers.push(() => record.end());
}, 180_000);

afterAll(async () => {
  for (const end of closers.reverse()) await end();
});

describe("the main job in a browser", () => {
  it("a teacher imports a file, a board opens a sitting", async () => {
    await importByPage(browser, server);
    const form = await makeForm(server);
    sitting = await openSitting(server, form, { candidates: 3, durationS, graceS });
    expect(sitting.slips).toHaveLength(3);
  }, 120_000);

  it("three candidates see who they are and wait", async () => {
    seats = [await seat(0), await seat(1), await seat(2)];
    const { candidates } = await (
      await Staff.signIn(server.ready.base_url, server.account("board"))
    ).get<{ candidates: { number: string; family_name: string; given_name: string }[] }>(
      `/api/exams/${sitting.exam}/candidates`,
    );
    for (const c of seats) {
      const name = await c.signIn();
      const listed = candidates.find((x) => x.number === c.slip.number);
      expect(name).toBe(`${listed?.family_name ?? ""} ${listed?.given_name ?? ""}`);
      await c.page.getByText("Đề đã về máy, đã kiểm tra, đang khoá").waitFor();
      expect(await c.page.evaluate(() => window.isSecureContext)).toBe(false);
    }
  }, 60_000);

  it("they work through a cut line and a closed tab until the deadline strikes", async () => {
    const board = await Staff.signIn(server.ready.base_url, server.account("board"));
    await board.post(`/api/sittings/${sitting.sitting}/start`);
    await Promise.all(seats.map((c) => c.waitForPaper()));
    await Promise.all([untilTheDeadline(seats[0]), throughACut(seats[1]), throughATab(seats[2])]);
    receipts = await Promise.all(seats.map((c) => c.receipt((durationS + graceS + 60) * 1000)));
    expect(unsentDuringCut).toBeGreaterThanOrEqual(7);
  }, 240_000);

  it("every typed answer is in the record, once, sealed", async () => {
    for (const c of seats) {
      const events = await eventsOf(c.slip.number);
      expect(events.map((e) => e.seq)).toEqual(events.map((_, i) => i + 1));
      expect(events.every((e) => e.sealed)).toBe(true);
      expect(c.traffic.highestSaved).toBeLessThanOrEqual(events.length);
      const sent = c.traffic.sentAnswers();
      const recorded = events.map((e) => `${e.seq} ${e.field}=${e.value}`);
      expect(recorded).toEqual(expect.arrayContaining(sent));
      // A browser may not report what a tab sent while it was closed: there the changes made are counted.
      expect(recorded).toHaveLength(c === seats[2] ? changesThroughATab : sent.length);
    }
    expect(lastTyped.length).toBeGreaterThan(0);
    const values = (await eventsOf(seats[0].slip.number)).map((e) => e.value);
    expect(values[values.length - 1]).toBe(lastTyped);
    const taken = await eventsOf(seats[2].slip.number);
    expect(taken.filter((e) => e.field.startsWith("p3_")).map((e) => e.value)).toEqual(["0,5", ""]);
  });

  it("the receipts on the screens are those of the record", async () => {
    const { rows } = await record.query<{ number: string; receipt: string }>(
      "SELECT number, receipt FROM attempt WHERE sitting_id = $1 ORDER BY number",
      [sitting.sitting],
    );
    expect(rows.map((r) => r.receipt)).toEqual(receipts);
  });

  it("nothing sent to a candidate tells a right answer, and no page reported an error", () => {
    for (const c of seats) {
      expect(c.traffic.errors).toEqual([]);
      // The texts of the papers are encrypted until the key comes, and hold no key to the answers after.
      for (const word of ['"key":{', '"accepted"', '"correct"', '"answers":[']) {
        expect(c.traffic.texts.filter((t) => t.includes(word))).toEqual([]);
      }
    }
  });

  it("scores equal the table, on the page, in the workbook and in the education database", async () => {
    const board = await Staff.signIn(server.ready.base_url, server.account("board"));
    const rows = await scoredRows(board);
    expect(rows.map((r) => ((r.points ?? -1) / 100).toFixed(2))).toEqual(scores);

    await board.post(`/api/results/sittings/${sitting.sitting}/publish`, { candidates: [] });
    const report = `/api/results/exams/${sitting.exam}/export-edu`;
    expect(await board.post(report)).toMatchObject({ new: 3, updated: 0 });
    expect(await board.post(report)).toMatchObject({ new: 0, updated: 0, unchanged: 3 });
    expect(await eduScores()).toEqual([...scores].sort());

    const book = readWorkbook(
      await board.file("GET", `/api/results/exams/${sitting.exam}/workbook`),
    );
    for (const [i, row] of rows.entries()) {
      const line = book.find((cells) => cells.includes(row.number) && cells.some(isPoints));
      expect(line?.map(Number)).toContain(Number(scores[i]));
    }
    await expectOnPage(rows.map((r) => r.number));
  }, 60_000);
});

function isPoints(cell: string): boolean {
  return /^\d+(\.\d+)?$/.test(cell) && Number(cell) <= 10;
}

/** An works without trouble and is still typing when time is up. */
async function untilTheDeadline(c: Candidate): Promise<void> {
  for (const n of [1, 2, 3]) await c.choose(single(n), right(n));
  await c.choose(single(4), wrong(4, 2));
  for (const [l, v] of Object.entries({ a: "Đúng", b: "Sai", c: "Đúng", d: "Sai" } as const)) {
    await c.judge(cluster(1), statement(1, l), v);
  }
  await c.type(short(1), "0,5");
  await c.waitSaved();
  await c.open(3, short(2));
  const input = c.page.locator("#short-answer");
  while ((await c.secondsLeft()) > 1) await c.page.waitForTimeout(100);
  // The page itself notes what it took: a look from outside may come too late.
  await c.page.evaluate(() => {
    document.addEventListener("input", (e) => {
      document.body.dataset["typed"] = (e.target as HTMLInputElement).value;
    });
  });
  // A key each 250 ms until the page takes no more.
  for (const key of "1234") {
    if ((await input.count()) === 0 || (await input.isDisabled())) break;
    await input.press(key, { timeout: 500 }).catch(() => undefined);
    await c.page.waitForTimeout(250);
  }
  lastTyped = await c.page.evaluate(() => document.body.dataset["typed"] ?? "");
}

/** Bình answers with the cable pulled for 20 seconds. */
async function throughACut(c: Candidate): Promise<void> {
  await c.choose(single(1), right(1));
  await c.waitSaved();
  c.cable.pull();
  await c.page.getByTestId("lost").waitFor();
  const until = Date.now() + cutMS;
  for (const n of [2, 3]) await c.choose(single(n), right(n));
  for (const [l, v] of Object.entries({ a: "Đúng", b: "Sai", c: "Đúng", d: "Đúng" } as const)) {
    await c.judge(cluster(1), statement(1, l), v);
  }
  await c.type(short(1), "0,5");
  await c.page.waitForTimeout(Math.max(0, until - Date.now()));
  unsentDuringCut = await c.unsent();
  c.cable.plug();
  await c.waitSaved();
}

/** Two choices and two verdicts; in the new tab one verdict, a short answer, and it taken back. */
const changesThroughATab = 4 + 3;

/** Cường closes the tab in the middle and comes back with the slip. */
async function throughATab(c: Candidate): Promise<void> {
  await c.choose(single(1), wrong(1, 1));
  await c.choose(single(2), right(2));
  await c.judge(cluster(1), statement(1, "a"), "Đúng");
  await c.judge(cluster(1), statement(1, "b"), "Sai");
  await c.closeTab();
  await c.page.waitForTimeout(3_000);
  await c.signIn();
  await c.waitForPaper();
  await c.judge(cluster(2), statement(2, "a"), "Sai");
  await c.type(short(1), "0,5");
  await c.page.waitForTimeout(400);
  await c.page.getByRole("button", { name: "Xoá" }).click();
  await c.waitSaved();
}

interface Row {
  number: string;
  points: number | null;
}

/** The results as the page has them, once everything is scored. */
async function scoredRows(board: Staff): Promise<Row[]> {
  for (const end = Date.now() + 30_000; ;) {
    const roll = await board.get<{ rows: Row[] }>(`/api/results/sittings/${sitting.sitting}`);
    const rows = roll.rows.sort((a, b) => a.number.localeCompare(b.number));
    if (rows.every((r) => r.points !== null) || Date.now() > end) return rows;
    await new Promise((r) => setTimeout(r, 500));
  }
}

async function eduScores(): Promise<string[]> {
  const edu = new pg.Client({ connectionString: server.ready.edu_database_url });
  await edu.connect();
  const { rows } = await edu.query<{ diem: string }>(
    "SELECT diem::text FROM exam_result WHERE makythi = $1 AND sukien <> 'CANCEL' ORDER BY 1",
    [sitting.exam],
  );
  await edu.end();
  return rows.map((r) => r.diem);
}

/** The results page shows each candidate beside their score. */
async function expectOnPage(numbers: string[]): Promise<void> {
  const page = await signInToStaff(server, browser, "board");
  await page.goto(`/ket-qua/ca/${sitting.sitting}`);
  for (const [i, number] of numbers.entries()) {
    const row = page.locator("tr").filter({ hasText: number });
    await row
      .getByText((scores[i] ?? "").replace(".", ","), { exact: true })
      .first()
      .waitFor();
  }
  await page.close();
}
