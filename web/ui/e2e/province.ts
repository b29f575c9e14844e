import pg from "pg";
import type { Browser, Page } from "playwright-core";
import { host, paced } from "./browser";
import type { Slip } from "./candidate";
import { questionFile } from "./questions";
import type { Server } from "./server";
import { Staff, slipsOfPDF } from "./staff";

const pool = "Kho kiểm thử";

/** The rule of the test: 4 points for the singles, 4 for the clusters, 2 for the short answers. */
export const rule = "generic:4/4/2";

/** What a test sitting needs to know of itself. */
export interface Sitting {
  exam: string;
  sitting: string;
  slips: Slip[];
}

/** What a member of staff signs in with. */
export interface Login {
  user: string;
  password: string;
}

/** One more account, of the department or of another unit, whose temporary password is changed already. */
export async function hire(
  server: Server,
  role: string,
  name: string,
  at?: string,
): Promise<Login> {
  const admin = await Staff.signIn(server.ready.base_url, server.account("admin"));
  const unit = at ?? admin.unit;
  const user = name.toLowerCase().replace(/[^a-z]/g, "");
  const { password: first } = await admin.post<{ password: string }>("/api/accounts", {
    username: user,
    full_name: name,
    unit_id: unit,
    grants: [{ role, unit_id: unit }],
  });
  const self = await Staff.signIn(server.ready.base_url, { user, password: first });
  const password = `${first}-moi`;
  await self.put("/api/session/password", { old: first, new: password });
  return { user, password };
}

/**
 * A page of the staff, signed in by its form: somebody of the demonstration by
 * role, or hired. Nothing moves: a press on a dialog that is still growing
 * would begin on its button and end beside it.
 */
export async function signInToStaff(
  server: Server,
  browser: Browser,
  who: string | Login,
): Promise<Page> {
  const { user, password } = typeof who === "string" ? server.account(who) : who;
  const baseURL = `http://${host}:${server.target.port}`;
  const page = await paced(await browser.newPage({ baseURL, reducedMotion: "reduce" }));
  await page.goto("/");
  await page.locator("input[autocomplete=username]").fill(user);
  await page.locator("input[type=password]").fill(password);
  await page.locator("button[type=submit]").click();
  await page.locator("input[type=password]").waitFor({ state: "detached" });
  return page;
}

/** A teacher brings the question file in through the page: dry run, then import. */
export async function importByPage(browser: Browser, server: Server): Promise<void> {
  const page = await signInToStaff(server, browser, "teacher");
  await page.goto("/ngan-hang/nhap");
  await page.locator("input[type=file]").setInputFiles({
    name: "cau-hoi.xlsx",
    mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    buffer: Buffer.from(questionFile()),
  });
  await page.locator("#pool").fill(pool);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Nhập 8 câu" }).click();
  await page.getByRole("button", { name: "Xem các câu vừa nhập" }).waitFor();
  await page.close();
}

interface Item {
  id: string;
  current: { hash: string; body: { question: { kind: string } } };
}

/** Approves the versions of questions that were read. */
export async function approve(
  reviewer: Staff,
  items: { id: string; current: { hash: string } }[],
): Promise<void> {
  await reviewer.post("/api/items/steps", {
    step: "approve",
    items: items.map((i) => ({ id: i.id, hash: i.current.hash })),
  });
}

/** Approves the imported questions and locks a form of them with two variants. */
export async function makeForm(server: Server): Promise<string> {
  const reviewer = await Staff.signIn(server.ready.base_url, server.account("reviewer"));
  const query = `/api/items?pool=${encodeURIComponent(pool)}&limit=100`;
  const { items } = await reviewer.get<{ items: Item[] }>(query);
  await approve(reviewer, items);
  const teacher = await Staff.signIn(server.ready.base_url, server.account("teacher"));
  const pins = (kind: string) =>
    items.filter((i) => kindOf(i) === kind).map((i) => ({ item_id: i.id }));
  const form = await teacher.post<{ id: string }>("/api/forms", {
    name: "Đề kiểm thử",
    subject: "toan",
    duration_s: 600,
    parts: [
      { title: "PHẦN I", pins: pins("single") },
      { title: "PHẦN II", pins: pins("cluster") },
      { title: "PHẦN III", pins: pins("short") },
    ],
  });
  await teacher.post(`/api/forms/${form.id}/lock`, { first: 101, count: 2 });
  return form.id;
}

function kindOf(item: Item): string {
  return item.current.body.question.kind;
}

interface Pupil {
  mahocsinh: string;
  sodinhdanh: string;
  hovaten: string;
  ngaysinh: string;
  matruong: string;
  malop: string;
}

/** Pupils of the education database, as a roster. */
async function rosterFile(server: Server, count: number): Promise<string> {
  const db = new pg.Client({ connectionString: server.ready.edu_database_url });
  await db.connect();
  const { rows } = await db.query<Pupil>(
    `SELECT mahocsinh, sodinhdanh, hovaten, to_char(ngaysinh, 'DD/MM/YYYY') AS ngaysinh, matruong, malop
     FROM pupil ORDER BY mahocsinh LIMIT $1`,
    [count],
  );
  await db.end();
  const lines = rows.map((p) =>
    [p.hovaten, p.ngaysinh, p.mahocsinh, p.sodinhdanh, p.matruong, p.malop].join(","),
  );
  return ["Họ và tên,Ngày sinh,Mã học sinh,Số định danh,Mã trường,Lớp", ...lines].join("\n");
}

interface Plan {
  candidates: number;
  durationS: number;
  graceS: number;
  rule?: string;
  /** How many places each room has: P01, P02, … */
  rooms?: number[];
}

/** The board's work before a sitting opens: exam, roster, numbers, rooms, sitting, seats. */
export async function planSitting(
  server: Server,
  form: string,
  plan: Plan,
): Promise<{ exam: string; sitting: string; numbers: string[] }> {
  const board = await Staff.signIn(server.ready.base_url, server.account("board"));
  const { id: exam } = await board.post<{ id: string }>("/api/exams", {
    name: "Thi kiểm thử",
    unit_id: board.unit,
    profile: "thptqg-2025",
    school_year: "2026-2027",
  });
  const roster = new FormData();
  const list = new Blob([await rosterFile(server, plan.candidates)], { type: "text/csv" });
  roster.append("mode", "add");
  roster.append("file", list, "danh-sach.csv");
  await board.post(`/api/exams/${exam}/roster`, roster);
  await board.post(`/api/exams/${exam}/numbers`);
  const rooms = (plan.rooms ?? [24]).map((capacity, i) => ({
    name: `P0${i + 1}`,
    place: "",
    capacity,
  }));
  await board.post(`/api/exams/${exam}/rooms`, { rooms });
  const { id: sitting } = await board.post<{ id: string }>(`/api/exams/${exam}/sittings`, {
    subject: "toan",
    name: "Ca kiểm thử",
    form_id: form,
    rule: plan.rule ?? rule,
    starts_at: new Date(Date.now() + 3_600_000).toISOString(),
    duration_s: plan.durationS,
    grace_s: plan.graceS,
    late_limit_s: 0,
    submit_after_s: 0,
  });
  await board.post(`/api/exams/${exam}/seats`, { sitting_ids: [sitting] });
  const { candidates } = await board.get<{ candidates: { number: string }[] }>(
    `/api/exams/${exam}/candidates`,
  );
  return { exam, sitting, numbers: candidates.map((c) => c.number).sort() };
}

/** A sitting that is planned, opened, and has its tickets printed. */
export async function openSitting(server: Server, form: string, plan: Plan): Promise<Sitting> {
  const { exam, sitting } = await planSitting(server, form, plan);
  const board = await Staff.signIn(server.ready.base_url, server.account("board"));
  await board.post(`/api/sittings/${sitting}/open`);
  const slips = slipsOfPDF(await board.file("POST", `/api/sittings/${sitting}/tickets.pdf`));
  return { exam, sitting, slips };
}
