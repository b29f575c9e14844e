import type { Both } from "../text/language";

interface Stage {
  id: string;
  name: Both;
  lead: Both;
}

/** The stages in their order, with what each is for. */
export const stages: Stage[] = [
  {
    id: "scan",
    name: { vi: "Quét phiếu", en: "Scan" },
    lead: {
      vi: "Đếm phiếu trong túi của từng phòng, nộp tệp quét.",
      en: "Count the bag of each room and bring in the scans.",
    },
  },
  {
    id: "read",
    name: { vi: "Đọc ảnh", en: "Read" },
    lead: { vi: "Máy đọc mọi phiếu, không đoán.", en: "The program reads every sheet." },
  },
  {
    id: "fix",
    name: { vi: "Xử lí nghi vấn", en: "Decide" },
    lead: {
      vi: "Người xem ảnh và quyết định ô nghi vấn.",
      en: "People look at what is in doubt and decide.",
    },
  },
  {
    id: "score",
    name: { vi: "Chấm điểm", en: "Score" },
    lead: {
      vi: "Chấm theo đáp án và quy tắc của ca thi.",
      en: "Score by the key and rule of the sitting.",
    },
  },
];

/** A stage by its id, with its number from 1. */
export function stageOf(id: string): Stage & { no: number } {
  const i = stages.findIndex((s) => s.id === id);
  const stage = stages[i];
  if (!stage) throw new Error(`no stage ${id}`);
  return { ...stage, no: i + 1 };
}

const codes: Record<string, Both> = {
  unknown: { vi: "không có trong danh sách", en: "not on the list" },
  other_room: { vi: "thuộc phòng khác", en: "of another room" },
  absent: { vi: "đã ghi vắng", en: "listed as absent" },
  on_screen: { vi: "đã làm bài trên máy", en: "wrote on the screen" },
  duplicate: { vi: "trùng với phiếu khác", en: "two sheets have it" },
  other_subject: { vi: "mã đề của môn khác", en: "form code of another subject" },
  second: { vi: "chờ người thứ hai", en: "waits for a second person" },
  double: { vi: "tô hai ô", en: "two marks" },
  faint: { vi: "tô mờ", en: "faint" },
  unclear: { vi: "không rõ", en: "unclear" },
  covered: { vi: "bị che", en: "covered" },
  partial: { vi: "thiếu chữ số", en: "digits missing" },
  empty: { vi: "không tô", en: "not filled" },
  unfilled: { vi: "không tô ô nào", en: "not one mark" },
  erased: { vi: "có vết tẩy", en: "erased" },
  stray: { vi: "vết lạ", en: "stray mark" },
  missing: { vi: "thiếu", en: "missing" },
  blank: { vi: "để trống", en: "blank" },
};

/** What is wrong with a field, in words; an unknown code stays as it is. */
export function doubtWords(code: string): Both {
  return codes[code] ?? { vi: code, en: code };
}

/** The name of a field for people: Số báo danh, Câu 3, Câu 2a. */
export function fieldName(field: string): Both {
  if (field === "sbd") return { vi: "Số báo danh", en: "Candidate number" };
  if (field === "form_code") return { vi: "Mã đề", en: "Form code" };
  if (field === "sheet" || field === "page") return { vi: "Cả phiếu", en: "The sheet" };
  const part = /^p(\d)_(\d+[a-z]?)$/.exec(field);
  if (part) {
    const roman = ["", "I", "II", "III", "IV"][Number(part[1])] ?? part[1];
    return { vi: `Phần ${roman}, câu ${part[2]}`, en: `Part ${roman}, question ${part[2]}` };
  }
  const no = /^q(\d+)$/.exec(field);
  return no ? { vi: `Câu ${no[1]}`, en: `Question ${no[1]}` } : { vi: field, en: field };
}
