import type { Both, Language } from "../../text/language";

/** What a paste could not bring along. */
export interface PasteNote {
  kind: "file" | "remote" | "format" | "many" | "formula" | "offline";
  count: number;
}

interface Words {
  title: (n: number) => Both;
  body: Both;
}

const words: Record<PasteNote["kind"], Words> = {
  file: {
    title: (n) => ({
      vi: `${n} hình chưa dán được`,
      en: `${n} pictures could not be pasted`,
    }),
    body: {
      vi: "Trình duyệt không được đọc hình nằm trong tệp Word. Hãy bấm vào từng hình trong Word, chép riêng hình đó rồi dán vào chỗ ⟦hình⟧; hoặc nhập cả tệp .docx ở trang Nhập câu hỏi.",
      en: "A browser may not read pictures inside a Word file. Copy each picture by itself and paste it where ⟦hình⟧ stands, or import the .docx.",
    },
  },
  remote: {
    title: (n) => ({
      vi: `${n} hình nằm ở trang khác`,
      en: `${n} pictures lie on another site`,
    }),
    body: {
      vi: "Ngân hàng không lấy hình từ địa chỉ bên ngoài. Hãy chép riêng từng hình (chuột phải, Sao chép hình ảnh) rồi dán vào chỗ ⟦hình⟧.",
      en: "The bank takes no picture from another site. Copy each picture by itself and paste it where ⟦hình⟧ stands.",
    },
  },
  format: {
    title: (n) => ({
      vi: `${n} hình có định dạng không dùng được`,
      en: `${n} pictures have a format that cannot be used`,
    }),
    body: {
      vi: "Hình WMF, EMF hay công thức MathType chỉ Word đọc được. Hãy nhập tệp .docx ở trang Nhập câu hỏi, hoặc chụp lại hình rồi dán vào chỗ ⟦hình⟧; công thức thì gõ lại.",
      en: "Only Word reads WMF, EMF and MathType. Import the .docx, or paste a screenshot where ⟦hình⟧ stands; type formulas anew.",
    },
  },
  many: {
    title: (n) => ({ vi: `Bỏ bớt ${n} hình`, en: `${n} pictures were left out` }),
    body: {
      vi: "Mỗi lần dán nhận tối đa 20 hình. Hãy dán từng đoạn ngắn hơn, hoặc nhập tệp .docx.",
      en: "A paste takes 20 pictures at most. Paste shorter pieces, or import the .docx.",
    },
  },
  formula: {
    title: (n) => ({
      vi: `${n} công thức chưa đọc được`,
      en: `${n} formulas could not be read`,
    }),
    body: {
      vi: "Chỗ của chúng ghi ⟦công thức⟧. Hãy gõ lại bằng nút Công thức (Alt+=).",
      en: "⟦công thức⟧ stands in their places. Type them with the formula tool (Alt+=).",
    },
  },
  offline: {
    title: () => ({ vi: "Chưa dán được vì mất kết nối", en: "Nothing pasted: no connection" }),
    body: {
      vi: "Đoạn này có công thức cần máy chủ đọc. Chờ có mạng rồi dán lại.",
      en: "It has formulas that the server reads. Paste again once you are connected.",
    },
  },
};

/** What the author is told about it. */
export function noteText(note: PasteNote, language: Language): { title: string; body: string } {
  const w = words[note.kind];
  return { title: w.title(note.count)[language], body: w.body[language] };
}
