import { approve } from "./province";
import type { Server } from "./server";
import { Staff } from "./staff";
import type { Place } from "./surveyanswers";
import { writeResults } from "./surveyresults";
import { makeWorkbook } from "./workbook";

const pool = "Kho khảo sát";
const topics = ["Hàm số", "Nguyên hàm – tích phân", "Xác suất", "Hình học không gian"];
const levels = ["Biết", "Hiểu", "Vận dụng"];

/** Four schools in two districts, of two kinds. */
const districts = [
  { code: "9801", name: "Phòng GDĐT Miền Núi" },
  { code: "9802", name: "Phòng GDĐT Đồng Bằng" },
];
export const schools = [
  { code: "98010001", name: "THPT Bản Mới", kind: "public", district: 0 },
  { code: "98010002", name: "PTDTNT Số 2", kind: "boarding", district: 0 },
  { code: "98020003", name: "THPT Ven Sông", kind: "public", district: 1 },
  { code: "98020004", name: "THPT Chuyên Minh Hoạ", kind: "boarding", district: 1 },
];

interface Item {
  id: string;
  current: {
    hash: string;
    body: {
      question: { kind: Place["kind"]; stem: string; options?: { id: string }[] };
      key: { options?: string[]; statements?: string[]; accepted?: string[] };
    };
  };
}

/** The districts and schools that the surveys are about: the unit of each school by its code. */
export async function makeSchools(server: Server): Promise<Map<string, string>> {
  const admin = await Staff.signIn(server.ready.base_url, server.account("admin"));
  const ids: string[] = [];
  for (const d of districts) {
    const made = await admin.post<{ id: string }>("/api/units", {
      parent_id: admin.unit,
      kind: "phong",
      ...d,
    });
    ids.push(made.id);
  }
  const units = new Map<string, string>();
  for (const s of schools) {
    const made = await admin.post<{ id: string }>("/api/units", {
      parent_id: ids[s.district],
      kind: "truong",
      code: s.code,
      name: s.name,
      school_kind: s.kind,
    });
    units.set(s.code, made.id);
  }
  return units;
}

/** Sixteen single choices, six clusters and nine short answers, approved. */
export async function makeQuestions(server: Server): Promise<Item[]> {
  const teacher = await Staff.signIn(server.ready.base_url, server.account("teacher"));
  const form = new FormData();
  form.append("pool", pool);
  form.append("file", new Blob([questionFile()]), "cau-hoi.xlsx");
  await teacher.post("/api/item-imports", form);
  const { items } = await teacher.get<{ items: Item[] }>(
    `/api/items?pool=${encodeURIComponent(pool)}&limit=100`,
  );
  await approve(await Staff.signIn(server.ready.base_url, server.account("reviewer")), items);
  return items;
}

function questionFile(): Uint8Array<ArrayBuffer> {
  const head = "Mã câu,Dạng câu,Môn,Lớp,Chủ đề,Mức độ,Câu hỏi,A,B,C,D,Đáp án".split(",");
  const tags = (n: number) => ["Toán", "12", topics[n % 4] ?? "", levels[n % 3] ?? ""];
  const from = (count: number, row: (n: number) => string[]) =>
    Array.from({ length: count }, (_, i) => row(i + 1));
  return makeWorkbook("Câu hỏi", [
    head,
    ...from(16, (n) => {
      const options = "abcd".split("").map((l) => `Kết quả ${l} của câu ${n}`);
      return [`KS${n}`, "Một đáp án", ...tags(n), `Câu số ${n}.`, ...options, "ABCD"[n % 4] ?? ""];
    }),
    ...from(6, (n) => {
      const statements = "abcd".split("").map((l) => `Mệnh đề ${l} của chùm ${n}`);
      return [`KC${n}`, "Đúng/Sai", ...tags(n), `Chùm số ${n}.`, ...statements, "Đ S Đ S"];
    }),
    ...from(9, (n) => [
      `KN${n}`,
      "Trả lời ngắn",
      ...tags(n),
      `Đáp số ${n}.`,
      "",
      "",
      "",
      "",
      `${n},5`,
    ]),
  ]) as Uint8Array<ArrayBuffer>;
}

/** Which questions of the bank are in the form of each year; 13 are in both. */
const years = [
  {
    name: "Khảo sát năm trước",
    year: "2025-2026",
    single: [1, 12],
    cluster: [1, 4],
    short: [1, 6],
  },
  {
    name: "Khảo sát năm nay",
    year: "2026-2027",
    single: [1, 8, 13, 16],
    cluster: [1, 2, 5, 6],
    short: [1, 3, 7, 9],
  },
];

export interface Survey {
  persons: number;
  /** The first year or the second. */
  year: 0 | 1;
  /** Without it the roster says nobody's gender. */
  genders: boolean;
}

/** An exam on screens and on paper that is over and scored; its results are not published. */
export async function makeSurvey(
  server: Server,
  bank: Item[],
  of: Survey,
): Promise<{ exam: string; sittings: [string, string] }> {
  const board = await Staff.signIn(server.ready.base_url, server.account("board"));
  const { name, year, ...ranges } = years[of.year] ?? { name: "", year: "" };
  const { form, questions } = await makeForm(server, bank, ranges, name);
  const { id: exam } = await board.post<{ id: string }>("/api/exams", {
    name,
    unit_id: board.unit,
    profile: "thptqg-2025",
    school_year: year,
  });
  const roster = new FormData();
  roster.append("mode", "add");
  roster.append("file", new Blob([rosterFile(of)], { type: "text/csv" }), "danh-sach.csv");
  await board.post(`/api/exams/${exam}/roster`, roster);
  await board.post(`/api/exams/${exam}/numbers`);
  const rooms = Array.from({ length: Math.ceil(of.persons / 100) }, (_, i) => ({
    name: `P${i + 1}`,
    place: "",
    capacity: 100,
  }));
  await board.post(`/api/exams/${exam}/rooms`, { rooms });
  const plan = async (sitting: string) => {
    const made = await board.post<{ id: string }>(`/api/exams/${exam}/sittings`, {
      subject: "toan",
      name: sitting,
      form_id: form,
      rule: "thptqg-2025-toan",
      starts_at: new Date(Date.now() + 3_600_000).toISOString(),
      duration_s: 5400,
      grace_s: 10,
      late_limit_s: 0,
      submit_after_s: 0,
    });
    return made.id;
  };
  const sittings: [string, string] = [
    await plan("Ca thi trên máy"),
    await plan("Ca thi trên giấy"),
  ];
  await board.post(`/api/exams/${exam}/seats`, { sitting_ids: [sittings[0]] });
  await board.post(`/api/sittings/${sittings[0]}/open`);
  await writeResults(server.ready.database_url, {
    sittings,
    form,
    questions,
    seed: 2025 + of.year,
    second: of.year === 1,
  });
  return { exam, sittings };
}

type Ranges = Partial<Record<Place["kind"], number[]>>;

async function makeForm(server: Server, bank: Item[], ranges: Ranges, name: string) {
  const teacher = await Staff.signIn(server.ready.base_url, server.account("teacher"));
  const kinds: Place["kind"][] = ["single", "cluster", "short"];
  const parts = kinds.map((kind) =>
    bank
      .filter((i) => kindOf(i) === kind && within(numberOf(i), ranges[kind] ?? []))
      .sort((a, b) => numberOf(a) - numberOf(b)),
  );
  const form = await teacher.post<{ id: string }>("/api/forms", {
    name,
    subject: "toan",
    duration_s: 5400,
    parts: parts.map((items, i) => ({
      title: ["PHẦN I", "PHẦN II", "PHẦN III"][i],
      pins: items.map((x) => ({ item_id: x.id })),
    })),
  });
  await teacher.post(`/api/forms/${form.id}/lock`, { first: 101, count: 2 });
  const questions = parts.flatMap((items, part) =>
    items.map((x, i): Place => {
      const { question, key } = x.current.body;
      return {
        of: numberOf(x),
        kind: question.kind,
        name: `p${part + 1}_${i + 1}`,
        options: (question.options ?? []).map((o) => o.id),
        key: key.options ?? key.statements ?? (key.accepted ?? []).slice(0, 1),
      };
    }),
  );
  return { form: form.id, questions };
}

const kindOf = (item: Item): Place["kind"] => item.current.body.question.kind;
const numberOf = (item: Item): number => Number(/\d+/.exec(item.current.body.question.stem)?.[0]);

/** Whether n lies in one of the ranges: from, to, from, to, … */
function within(n: number, ranges: number[]): boolean {
  return ranges.some((from, i) => i % 2 === 0 && n >= from && n <= (ranges[i + 1] ?? 0));
}

function rosterFile(of: Survey): string {
  const lines = Array.from({ length: of.persons }, (_, i) => {
    const school = schools[Math.floor(i / 2) % 4] ?? { code: "", name: "" };
    const gender = of.genders ? (i % 2 === 0 ? "Nam" : "Nữ") : "";
    const no = String(i + 1).padStart(6, "0");
    return `Nguyễn Văn ${String.fromCharCode(65 + (i % 26))},05/09/2008,${gender},KS${of.year}${no},0982${of.year}${no}0,${school.code},${school.name},12A1`;
  });
  return [
    "Họ và tên,Ngày sinh,Giới tính,Mã học sinh,Số định danh,Mã trường,Trường,Lớp",
    ...lines,
  ].join("\n");
}
