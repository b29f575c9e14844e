import { numberOf, textOf, type Sentence, type Sentences } from ".";

/** Says where in the form, when the server names a question. */
function at(vi: string, en: string): Sentence {
  return (d) => {
    const [part, no] = textOf(d, "field").replace("p", "").split("_");
    if (!part || !no) return { vi, en };
    return { vi: `Phần ${part}, câu ${no}: ${vi}`, en: `Part ${part}, question ${no}: ${en}` };
  };
}

/** Codes of questions, imports and forms. */
export const bankErrors: Sentences = {
  "item.not_found": {
    vi: "Không có câu hỏi này, hoặc câu thuộc đơn vị khác.",
    en: "There is no such question, or it is another unit's.",
  },
  "item.pool": { vi: "Hãy nhập tên kho.", en: "Enter the pool." },
  "item.invalid": (d) => {
    const problems = Array.isArray(d.problems) ? (d.problems as { message?: unknown }[]) : [];
    const first = problems.map((p) => p.message).find((m) => typeof m === "string");
    return {
      vi: typeof first === "string" ? first : "Câu hỏi chưa hợp lệ.",
      en: typeof first === "string" ? first : "The question is not valid.",
    };
  },
  "media.missing": {
    vi: "Câu dùng một hình chưa có trong ngân hàng.",
    en: "The question shows a picture that is not stored.",
  },
  "media.not_found": { vi: "Không có hình này.", en: "There is no such picture." },
  "picture.bad": (d) => ({
    vi: `Hình không dùng được: ${textOf(d, "reason")}.`,
    en: "The picture cannot be used. PNG, JPEG or GIF below 4 MB, please.",
  }),
  "import.same_file": {
    vi: "Tệp này đã được nhập vào kho này rồi. Hoàn tác lần nhập trước nếu muốn nhập lại.",
    en: "This file is in this pool already. Undo that import to import it again.",
  },
  "import.has_errors": { vi: "Tệp còn lỗi.", en: "The file still has errors." },
  "import.not_found": { vi: "Không có lần nhập này.", en: "There is no such import." },
  "import.undone": { vi: "Lần nhập này đã được hoàn tác.", en: "It was undone already." },
  "import.other_person": {
    vi: "Chỉ người đã nhập, phản biện hoặc hội đồng được hoàn tác.",
    en: "Only who imported it, a reviewer or the board may undo it.",
  },
  "import.used": (d) => ({
    vi: `${numberOf(d, "items")} câu đã được dùng hoặc đã sửa nên không hoàn tác được.`,
    en: `${numberOf(d, "items")} questions are in use or were edited, so it cannot be undone.`,
  }),
  "form.not_found": {
    vi: "Không có đề này, hoặc bạn không được xem.",
    en: "There is no such form, or you may not see it.",
  },
  "form.empty": { vi: "Đề chưa có câu nào.", en: "The form has no question yet." },
  "form.part_empty": (d) => ({
    vi: `Phần ${numberOf(d, "part")} chưa có câu nào.`,
    en: `Part ${numberOf(d, "part")} has no question.`,
  }),
  "form.no_duration": { vi: "Hãy nhập thời gian làm bài.", en: "Enter the duration." },
  "form.too_large": { vi: "Đề có quá nhiều phần hoặc câu.", en: "Too many parts or questions." },
  "form.item_twice": at("câu này đã có trong đề.", "this question is in the form already."),
  "form.item_not_ready": at("câu này chưa dùng được.", "this question is not ready."),
  "form.item_unknown": { vi: "Có câu không còn trong ngân hàng.", en: "A question is gone." },
  "form.version_changed": at(
    "nội dung không khớp với phiên bản đã chọn.",
    "the content does not match the pinned version.",
  ),
  "form.stimulus_split": at(
    "các câu chung ngữ liệu phải đứng liền nhau.",
    "questions that share a stimulus must stand together.",
  ),
  "form.locked": { vi: "Đề đã khoá, không sửa được nữa.", en: "The form is locked." },
  "form.no_codes": { vi: "Hãy nhập số mã đề.", en: "Enter how many variants." },
  "form.code": { vi: "Mã đề phải từ 0001 đến 9999.", en: "Codes run from 0001 to 9999." },
  "form.code_unknown": { vi: "Không có mã đề này.", en: "There is no such variant." },
};
