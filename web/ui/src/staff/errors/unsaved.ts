import { numberOf, type Sentences } from ".";

/** Codes of the editor: what is written and not saved, and who else writes. */
export const unsavedErrors: Sentences = {
  "item.changed": {
    vi: "Câu này vừa được người khác lưu. Hãy so sánh và gộp rồi lưu lại.",
    en: "Somebody else has just saved this question. Compare and merge, then save again.",
  },
  "item.made": {
    vi: "Câu này đã được lưu trước đó và đã có thay đổi khác. Hãy mở câu đã lưu trong ngân hàng để sửa tiếp.",
    en: "This question was saved before and has changed since. Open it in the bank to go on.",
  },
  "unsaved.not_found": { vi: "Không có bản nháp này.", en: "There is no such draft." },
  "unsaved.key": { vi: "Bản nháp không hợp lệ.", en: "The draft is not valid." },
  "unsaved.vault": {
    vi: "Kho mật không lưu bản nháp. Hãy bấm Lưu.",
    en: "A confidential pool keeps no draft. Save the question.",
  },
  "unsaved.other_tab": {
    vi: "Bản nháp này đang được soạn ở tab khác.",
    en: "This draft is being written in another tab.",
  },
  "unsaved.large": (d) => ({
    vi: `Câu hỏi dài quá ${numberOf(d, "max_kb")} KB.`,
    en: `The question is larger than ${numberOf(d, "max_kb")} KB.`,
  }),
  "unsaved.many": (d) => ({
    vi: `Bạn đã có ${numberOf(d, "max")} bản nháp chưa lưu. Hãy lưu hoặc bỏ bớt.`,
    en: `You have ${numberOf(d, "max")} unsaved drafts. Save or throw some away.`,
  }),
};
