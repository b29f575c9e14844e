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
    name: { vi: "Xử lý nghi vấn", en: "Decide" },
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
  solved: { vi: "một thí sinh khớp", en: "one candidate fits" },
  double: { vi: "tô hai ô", en: "two marks" },
  faint: { vi: "tô mờ", en: "faint" },
  unclear: { vi: "không rõ", en: "unclear" },
  covered: { vi: "bị che", en: "covered" },
  partial: { vi: "thiếu chữ số", en: "digits missing" },
  empty: { vi: "không tô", en: "not filled" },
  unfilled: { vi: "không tô ô nào", en: "not one mark" },
  erased: { vi: "có vết tẩy", en: "erased" },
  stray: { vi: "vết lạ", en: "stray mark" },
  unmarked: { vi: "trống, cả phiếu gần như không tô", en: "empty, as nearly the whole sheet" },
  missing: { vi: "thiếu", en: "missing" },
  blank: { vi: "trang trắng", en: "an empty page" },
  back: { vi: "mặt sau của phiếu", en: "the back of a sheet" },
  no_marks: { vi: "không thấy ô vuông định vị", en: "no registration marks" },
  turn: { vi: "không rõ chiều của phiếu", en: "which way is up is not clear" },
  form: { vi: "không khớp mẫu phiếu", en: "not this form" },
  wider: { vi: "phiếu có nhiều cột hơn mẫu", en: "more columns than the layout" },
  bent: { vi: "gấp, cong hay chụp nghiêng", en: "folded, curled or a photo" },
  coarse: { vi: "ảnh dưới 88 dpi", en: "fewer than 88 dpi" },
  qr_layout: { vi: "mã QR của mẫu phiếu khác", en: "QR code of another layout" },
  qr_differs: { vi: "mã QR ghi khác", en: "the QR code says otherwise" },
  qr_missing: { vi: "không đọc được mã QR", en: "the QR code cannot be read" },
  qr_foreign: { vi: "mã QR lạ", en: "a QR code that is not ours" },
  several: { vi: "nhiều phiếu trong một ảnh", en: "several sheets in one picture" },
};

/** What to do about a doubt that the picture alone does not settle. */
const advice: Record<string, Both> = {
  unknown: {
    vi: "Xem số (mã) viết tay và danh sách ký nộp bài của phòng; sửa lại nếu thí sinh tô nhầm.",
    en: "Look at the written digits and the list that the room signed; change it if it was filled in wrongly.",
  },
  other_room: {
    vi: "Phiếu nằm nhầm túi thì chuyển tệp quét về đúng phòng; thí sinh tô nhầm thì sửa số.",
    en: "In the wrong bag: bring it in with its own room. Filled in wrongly: change the number.",
  },
  absent: {
    vi: "Thí sinh đã ghi vắng: đối chiếu danh sách ký nộp bài. Sai số thì sửa; phiếu thừa thì để riêng.",
    en: "Listed as absent: compare the signed list. A wrong number: change it. A spare sheet: put it aside.",
  },
  on_screen: {
    vi: "Thí sinh đã có bài làm trên máy: sửa số nếu tô nhầm, không thì để riêng phiếu này.",
    en: "Has work on the screen: change a wrong number, or put this sheet aside.",
  },
  duplicate: {
    vi: "Hai phiếu cùng số: phiếu quét hai lần thì để riêng một; tô nhầm thì sửa số của phiếu sai.",
    en: "Two sheets with one number: put a second scan aside, or change the number that is wrong.",
  },
  other_subject: {
    vi: "Mã đề của môn khác: xem phiếu có nằm nhầm túi không; tô nhầm thì sửa theo đề đã phát.",
    en: "Of another subject: see whether it lies in the wrong bag, or change it to the form handed out.",
  },
};

/** What to do about a doubt, where there is more to do than to look. */
export function doubtAdvice(code: string): Both | undefined {
  return advice[code];
}

const differences: Record<string, Both> = {
  original_changed: { vi: "bản quét gốc đã bị thay", en: "the original was changed" },
  pages: { vi: "số trang đọc được", en: "pages read" },
  reading: { vi: "kết quả đọc", en: "reading" },
  answers: { vi: "câu trả lời đã chấm", en: "answers that were scored" },
  no_result: { vi: "không có kết quả", en: "no result" },
  "omr.signature": { vi: "chữ ký không đúng", en: "wrong signature" },
  "omr.chain": {
    vi: "niêm phong không nối tiếp bước trước",
    en: "does not follow the stage before",
  },
  "omr.output_changed": {
    vi: "dữ liệu của bước đã đổi sau niêm phong",
    en: "changed after the seal",
  },
};

/** What a check against the originals found, in words. */
export function differenceWords(code: string): Both {
  return differences[code] ?? { vi: code, en: code };
}

const faults: Record<string, Both> = {
  unreadable: { vi: "không mở được tệp", en: "the file cannot be opened" },
  unknown: { vi: "không phải JPEG, PNG, TIFF hay PDF", en: "not JPEG, PNG, TIFF or PDF" },
  damaged: { vi: "tệp hỏng hoặc bị cắt, hãy quét lại", en: "damaged or cut short, scan again" },
  loop: { vi: "tệp TIFF hỏng (thư mục vòng)", en: "a damaged TIFF (a loop)" },
  too_large: { vi: "ảnh hay số trang quá lớn", en: "too many pixels or pages" },
  encrypted: { vi: "PDF có mật khẩu", en: "the PDF asks for a password" },
  unsupported: { vi: "kiểu nén chưa đọc được", en: "a compression that is not read" },
  no_image: { vi: "trang PDF không phải ảnh quét", en: "a PDF page that is no scan" },
  layout: { vi: "mẫu phiếu không đọc được", en: "the layout cannot be read" },
  "file.empty": { vi: "tệp không có trang nào", en: "no page in the file" },
  internal: { vi: "lỗi chương trình, đã ghi nhật ký", en: "a fault of the program, logged" },
  "database.full": { vi: "ổ đĩa của cơ sở dữ liệu đã đầy", en: "the database's disk is full" },
  "database.unavailable": { vi: "cơ sở dữ liệu không trả lời", en: "the database does not answer" },
};

/** Why a file could not be read; an unknown code stays as it is. */
export function faultWords(code: string): Both {
  return faults[code] ?? { vi: code, en: code };
}

/** What is wrong with a field, in words; an unknown code stays as it is. */
export function doubtWords(code: string): Both {
  return codes[code] ?? faultWords(code);
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
