import type { Both } from "../text/language";
import type { Calibration, Overview } from "./types";

/** Something to do about an exam that was analysed. */
export interface Advice {
  level: "error" | "warning" | "info" | "success";
  text: Both;
  /** The part of the run's pages where to do it. */
  to?: string;
}

/** Below it two decimals of an item's numbers move by chance more than by the item. */
const fewPersons = 100;

/** Where exams that decide about persons should be (Nunnally & Bernstein 1994, ch. 7). */
const goodAlpha = 0.8;

/** What to do next, the most urgent first. */
export function advice(stale: boolean, of: Overview, calibration: Calibration): Advice[] {
  const out: Advice[] = [];
  const flagged = (...codes: string[]) =>
    codes.reduce((n, c) => n + (of.flags.find((f) => f.code === c)?.items ?? 0), 0);
  if (stale) {
    out.push({
      level: "error",
      text: {
        vi: "Điểm đã thay đổi sau lần phân tích này (sửa đáp án, chấm lại). Hãy phân tích lại trước khi dùng.",
        en: "Scores have changed since (key, regrade). Analyse again before you use this.",
      },
    });
  }
  const key = flagged("r.negative", "distractor");
  if (key > 0) {
    out.push({
      level: "error",
      text: {
        vi: `Kiểm tra đáp án trước khi công bố: có ${key} dấu hiệu câu sai đáp án hoặc hai phương án cùng đúng.`,
        en: `Check the key before publishing: ${key} signs of a wrong key or two right options.`,
      },
      to: "cau?co=r.negative,distractor",
    });
  }
  const dif = flagged("dif");
  if (dif > 0) {
    out.push({
      level: "warning",
      text: {
        vi: `Cho chuyên gia môn đọc lại ${dif} câu có DIF loại C: có thể bất lợi cho một nhóm thí sinh.`,
        en: `Let subject experts read ${dif} items of DIF class C: they may be unfair to a group.`,
      },
      to: "dif",
    });
  }
  const weak = flagged("r.low", "constant", "p.low");
  if (weak > 0) {
    out.push({
      level: "warning",
      text: {
        vi: `Xem lại các câu quá khó hoặc phân biệt thấp (${weak} cờ) trước khi đưa lại vào đề khác.`,
        en: `Look at items that are too hard or discriminate little (${weak} flags) before they are used again.`,
      },
      to: "cau?co=r.low,constant,p.low",
    });
  }
  const alpha = of.booklets[0]?.alpha ?? null;
  if (alpha !== null && alpha < goodAlpha) {
    out.push({
      level: "warning",
      text: {
        vi: "Hệ số tin cậy dưới 0,80: chưa đủ để quyết định về từng em ở sát ngưỡng đỗ. Thêm câu, hoặc thay câu phân biệt thấp.",
        en: "Reliability below 0.80: too low for decisions about persons near a cut. Add items, or replace weak ones.",
      },
    });
  }
  if (of.persons < fewPersons) {
    out.push({
      level: "info",
      text: {
        vi: `Mới có ${of.persons} bài: các con số còn dao động nhiều, chỉ nên dùng để tìm câu hỏng rõ ràng.`,
        en: `Only ${of.persons} works: the numbers still move a lot. Use them to find broken items only.`,
      },
    });
  }
  out.push(
    calibration.done
      ? {
          level: out.some((a) => a.level === "error") ? "info" : "success",
          text: {
            vi: "Đã có tham số câu hỏi. Xem rồi áp dụng vào ngân hàng để lần sau ghép đề theo độ khó thật.",
            en: "Item parameters are there. Look at them, then apply them to the bank.",
          },
          to: "tham-so",
        }
      : {
          level: "info",
          text: {
            vi: "Chưa có tham số câu hỏi (lý do ở phần Ghi chú). Độ khó p và độ phân biệt vẫn áp dụng được vào ngân hàng.",
            en: "No item parameters (the notes say why). p and discrimination can still be applied.",
          },
          to: "tham-so",
        },
  );
  return out;
}
