import { png } from "./png";
import type { Staff } from "./staff";

/** One question of the bank, as its API takes it. */
export interface Body {
  question: { kind: string; stem: string; [field: string]: unknown };
  key: Record<string, unknown>;
  solution?: string;
}

const options = (...texts: string[]) => texts.map((html, i) => ({ id: `o${i + 1}`, html }));

/** A map with a lake (a rectangle) on its left and a well (a disc) on its right. */
const map = (x: number, y: number): number =>
  (x > 30 && x < 130 && y > 40 && y < 160) || Math.hypot(x - 300, y - 100) < 40 ? 120 : 235;

export const picture = { width: 400, height: 200 };

/** What the essay and the handed-in file earn at most, in points of their rubrics. */
export const rubrics = { essay: 4, upload: 2 };

/** A question of each of the twelve kinds, and the second sort of hotspot. */
export async function everyKind(teacher: Staff): Promise<Body[]> {
  const form = new FormData();
  const bytes = new Uint8Array(png(picture.width, picture.height, map));
  form.append("file", new Blob([bytes], { type: "image/png" }), "ban-do.png");
  const { hash } = await teacher.post<{ hash: string }>("/api/item-pictures", form);
  const image = { media: hash, ...picture, alt: "Bản đồ có một hồ và một giếng" };
  const rows = (...texts: string[]) => texts.map((html) => ({ html }));
  return [
    {
      question: {
        kind: "single",
        stem: "Chọn một: \\(2^3\\) bằng",
        options: options("6", "8", "9", "5"),
      },
      key: { options: ["o2"] },
      solution: "Vì \\(2^3=2\\cdot2\\cdot2=8\\).",
    },
    {
      question: {
        kind: "multiple",
        stem: "Chọn mọi số nguyên tố",
        options: options("2", "4", "7", "9"),
      },
      key: { options: ["o1", "o3"] },
    },
    {
      question: {
        kind: "cluster",
        stem: "Xét hàm số \\(y=x^2\\)",
        statements: rows("Đồ thị là parabol", "Hàm số lẻ", "Có giá trị nhỏ nhất", "Luôn tăng"),
      },
      key: { statements: ["D", "S", "D", "S"] },
    },
    {
      question: {
        kind: "short",
        stem: "Điền số: một nửa",
        grid: { max: 4, charset: "0123456789-," },
      },
      key: { accepted: ["0,5"] },
    },
    {
      question: { kind: "numeric", stem: "Số pi, hai chữ số sau dấu phẩy" },
      key: { accepted: ["3,14..3,15"] },
    },
    {
      question: {
        kind: "cloze",
        stem: 'Thủ đô là <span data-gap="a"></span>, con vật sủa là <span data-gap="b"></span>, ở giữa có <span data-gap="c"></span>.',
        options: options("mèo", "chó", "gà"),
        gaps: [
          { grid: { max: 20 } },
          {},
          {
            options: [
              { id: "g1", html: "hồ" },
              { id: "g2", html: "biển" },
            ],
          },
        ],
      },
      key: { gaps: [["Hà Nội"], ["o2"], ["g1"]], fold: true },
    },
    {
      question: {
        kind: "match",
        stem: "Ghép phép tính với kết quả",
        options: options("\\(2\\)", "\\(5\\)", "\\(10\\)"),
        statements: rows("\\(1+1\\)", "\\(7+3\\)"),
      },
      key: { statements: ["o1", "o3"] },
    },
    {
      question: {
        kind: "categorise",
        stem: "Xếp vào nhóm",
        options: options("động vật", "thực vật"),
        statements: rows("cây tre", "con mèo", "cây lúa"),
      },
      key: { statements: ["o2", "o1", "o2"] },
    },
    {
      question: {
        kind: "order",
        stem: "Xếp theo thứ tự tăng dần",
        options: options("mười", "một", "trăm", "nghìn"),
      },
      key: { options: ["o2", "o1", "o3", "o4"] },
    },
    {
      question: {
        kind: "hotspot",
        stem: "Bấm vào hồ",
        image,
        options: [
          { id: "o1", html: "hình chữ nhật", area: { shape: "rect", coords: [30, 40, 130, 160] } },
          { id: "o2", html: "hình tròn", area: { shape: "circle", coords: [300, 100, 40] } },
        ],
      },
      key: { options: ["o1"] },
    },
    {
      question: { kind: "hotspot", stem: "Đánh dấu giếng", image, points: 1 },
      key: { areas: [{ shape: "circle", coords: [300, 100, 40] }] },
    },
    {
      question: {
        kind: "essay",
        stem: "Viết một đoạn về quê em",
        writing: { words: 200, lines: 12 },
      },
      key: {
        rubric: [
          { html: "Nêu đủ ý", points: 300, steps: [{ html: "Một nửa số ý", points: 150 }] },
          { html: "Diễn đạt", points: 100 },
        ],
      },
    },
    {
      question: {
        kind: "upload",
        stem: "Nộp chương trình",
        files: { types: ["py", "txt"], max_bytes: 1 << 20 },
      },
      key: { rubric: [{ html: "Chạy đúng", points: 100 * rubrics.upload }] },
    },
  ];
}

/** A question in the bank, as a step of review wants it. */
export interface Item {
  id: string;
  current: { hash: string };
}

/** Puts questions into a pool, drafts; returns them in order. */
export async function write(author: Staff, pool: string, bodies: Body[]): Promise<Item[]> {
  const items: Item[] = [];
  for (const body of bodies) {
    const tags = { subject: "toan", grade: 12, topic: "Đủ dạng", level: "hieu" };
    items.push(await author.post<Item>("/api/items", { pool, item: { ...body, tags } }));
  }
  return items;
}

/** Locks a form of questions that a reviewer has approved; returns its id. */
export async function formOf(teacher: Staff, name: string, items: Item[]): Promise<string> {
  const form = await teacher.post<{ id: string }>("/api/forms", {
    name,
    subject: "toan",
    duration_s: 2700,
    parts: [{ title: "PHẦN I", pins: items.map((i) => ({ item_id: i.id })) }],
  });
  await teacher.post(`/api/forms/${form.id}/lock`, { first: 301, count: 2 });
  return form.id;
}
