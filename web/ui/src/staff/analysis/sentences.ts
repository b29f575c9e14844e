import { decimal } from "../text/format";
import type { Both, Language } from "../text/language";
import { difMethods } from "./dif-methods";
import { groupingName, groupName } from "./words";

type Args = Record<string, unknown> | undefined;

const models: Record<string, string> = { rasch: "Rasch", "2pl": "2PL", "3pl": "3PL" };

/** An argument of a sentence as text; older notes have none. */
function text(args: Args, name: string): string {
  const x = args?.[name];
  if (typeof x === "number") return decimal(x, Number.isInteger(x) ? 0 : 1, "vi");
  return typeof x === "string" ? (models[x] ?? x) : "";
}

/** What to take in place of a model that the sample does not carry. */
export const insteadOf: Record<string, Both> = {
  "2pl": { vi: "hãy dùng 2PL", en: "take 2PL" },
  rasch: { vi: "hãy dùng Rasch", en: "take Rasch" },
  none: { vi: "chỉ xem phần cổ điển", en: "read the classical part only" },
};

const next: Record<string, string> = { "3pl": "2pl", "2pl": "rasch", rasch: "none" };

function instead(args: Args, language: Language): string {
  const model = args?.["model"];
  const to = insteadOf[next[typeof model === "string" ? model : ""] ?? ""];
  return to ? `: ${to[language]}` : "";
}

const plain: Record<string, Both> = {
  "sample.items": {
    vi: "Còn quá ít câu có từ hai mức điểm trở lên nên không ước lượng được mô hình.",
    en: "Too few items with two scores are left for a model.",
  },
  "item.empty": { vi: "Không ai có điểm ở câu này.", en: "Nobody has a score." },
  "item.constant": {
    vi: "Mọi thí sinh cùng một điểm nên câu không cho biết gì.",
    en: "Everybody has the same score, which says nothing.",
  },
  "item.cancelled": {
    vi: "Câu đã bị huỷ, ai cũng được điểm.",
    en: "Cancelled: everybody got the points.",
  },
  "item.gap": { vi: "Có mức điểm không ai đạt.", en: "There is a score that nobody has." },
  "item.scores": {
    vi: "Thang điểm của câu không hợp mô hình.",
    en: "Its scores do not fit the model.",
  },
  "item.blocks": {
    vi: "Câu này làm phép ước lượng không hội tụ nên được để ngoài mô hình; phần cổ điển vẫn có.",
    en: "The calibration does not converge with it; its classical figures stand.",
  },
  "forms.apart": {
    vi: "Các đề không có câu chung nên không đưa được lên cùng một thang. Nếu đề được phát ngẫu nhiên, hãy ước lượng từng đề.",
    en: "Forms without common items have no common scale: calibrate them one by one.",
  },
  "calibration.warning": {
    vi: "Lưu ý khi ước lượng tham số.",
    en: "A warning of the calibration.",
  },
  "booklets.many": {
    vi: "Quá nhiều bộ câu khác nhau: chỉ những bộ đông thí sinh nhất được phân tích riêng.",
    en: "Too many sets of items: only the largest are analysed one by one.",
  },
  "dif.groups": {
    vi: "Chưa đủ hai nhóm có đủ thí sinh để so sánh.",
    en: "There are not two groups with enough persons.",
  },
  "dif.failed": { vi: "Không so sánh được hai nhóm này.", en: "These groups cannot be compared." },
  "dif.no_model": {
    vi: "Chưa ước lượng được mô hình nên chỉ so theo Mantel–Haenszel và hồi quy logistic.",
    en: "No model was calibrated, so the groups are compared by Mantel–Haenszel and logistic regression only.",
  },
  classes: {
    vi: "Không tính được độ nhất quán khi xếp loại.",
    en: "No consistency of classification.",
  },
  classical: { vi: "Lưu ý của phần cổ điển.", en: "A note of the classical analysis." },
  score_table: { vi: "Không lập được bảng quy đổi điểm thô.", en: "No table of raw scores." },
  s_x2: { vi: "Không tính được S-X².", en: "No S-X²." },
  m2: { vi: "Không tính được độ khớp chung của mô hình.", en: "No overall fit of the model." },
};

/** Where to record what a comparison needs. */
const unrecorded: Record<string, Both> = {
  gender: {
    vi: "Danh sách thí sinh không ghi giới tính nên không so sánh được. Bổ sung cột Giới tính vào danh sách rồi phân tích lại.",
    en: "The roster records nobody's gender. Add it to the roster and analyse again.",
  },
  region: {
    vi: "Chưa trường nào thuộc một phòng GDĐT ở trang Đơn vị nên không so sánh được theo khu vực.",
    en: "No school stands below an office in the units, so regions cannot be compared.",
  },
  school_kind: {
    vi: "Chưa trường nào được ghi loại trường. Ghi ở trang Đơn vị rồi phân tích lại.",
    en: "No school has its kind. Record it in the units and analyse again.",
  },
  school: {
    vi: "Danh sách thí sinh không ghi trường nên không so sánh được.",
    en: "The roster records no schools.",
  },
};

const withArgs: Record<string, (args: Args) => Both> = {
  "sample.persons": (a) => ({
    vi: `Mới có ${text(a, "have")} bài có từ hai câu trả lời, mô hình ${text(a, "model")} cần ${text(a, "need")}${instead(a, "vi")}.`,
    en: `${text(a, "have")} works have two answers, ${text(a, "model")} needs ${text(a, "need")}${instead(a, "en")}.`,
  }),
  "item.answers": (a) => ({
    vi: `Câu mới có ${text(a, "have")} bài trả lời, mô hình ${text(a, "model")} cần ${text(a, "need")}${instead(a, "vi")}.`,
    en: `${text(a, "have")} answers, ${text(a, "model")} needs ${text(a, "need")}${instead(a, "en")}.`,
  }),
  "calibration.not_converged": (a) => ({
    vi: `Ước lượng mô hình ${text(a, "model")} không hội tụ, câu nêu trên gây ra nhiều nhất${instead(a, "vi")}.`,
    en: `The calibration of ${text(a, "model")} did not converge, most of all by this item${instead(a, "en")}.`,
  }),
  "dif.unknown": (a) => unrecorded[text(a, "by")] ?? unrecorded["school"] ?? { vi: "", en: "" },
  "dif.groups": (a) => ({
    vi: `Cần hai nhóm, mỗi nhóm từ ${text(a, "need")} bài; mới có ${text(a, "known")} bài được ghi, trong ${text(a, "groups")} nhóm.`,
    en: `Two groups of ${text(a, "need")} works are needed; ${text(a, "known")} works are recorded, in ${text(a, "groups")} groups.`,
  }),
  "dif.apart": (a) => ({
    vi: `Không bộ câu nào có từ ${text(a, "need")} bài của cả hai nhóm: hai nhóm làm đề khác nhau.`,
    en: `No set of items has ${text(a, "need")} works of both groups: they sat different forms.`,
  }),
  "dif.refused": (a) => {
    const method = difMethods.find((m) => m.value === a?.["method"]);
    return {
      vi: `Không so được theo ${method?.vi ?? ""}: một nhóm có quá ít bài, hoặc có câu mà cả nhóm cùng đúng hay cùng sai.`,
      en: `No comparison by ${method?.en ?? ""}: one group is too small, or alike in some item.`,
    };
  },
  gathered: (a) => ({
    vi: `Đã gom ${text(a, "persons")} bài, ${text(a, "items")} câu; mã băm của dữ liệu ${text(a, "hash").slice(0, 12)}…`,
    en: `Gathered ${text(a, "persons")} works, ${text(a, "items")} items; hash of the data ${text(a, "hash").slice(0, 12)}…`,
  }),
  passes: (a) => ({
    vi: `Ước lượng ${text(a, "model")}: ${text(a, "passes")} vòng, logarit hợp lý ${text(a, "loglik")}`,
    en: `${text(a, "model")}: ${text(a, "passes")} passes, log-likelihood ${text(a, "loglik")}`,
  }),
  refused: (a) => ({
    vi: `Mẫu không đủ cho mô hình ${text(a, "model")}; lý do ở phần ghi chú.`,
    en: `The sample does not carry ${text(a, "model")}; the notes say why.`,
  }),
  calibrated: (a) => ({
    vi: `Xong ${text(a, "model")}: ${text(a, "items")} câu, ${text(a, "persons")} bài, ${text(a, "passes")} vòng, logarit hợp lý ${text(a, "loglik")}`,
    en: `${text(a, "model")} is done: ${text(a, "items")} items, ${text(a, "persons")} works, ${text(a, "passes")} passes, log-likelihood ${text(a, "loglik")}`,
  }),
  compared: (a) => {
    const [by, reference, focal] = [text(a, "by"), text(a, "reference"), text(a, "focal")];
    const said = (language: Language) =>
      `${groupingName(by, language)}: ${groupName(focal, text(a, "name") || undefined, language)} – ${groupName(reference, undefined, language)}`;
    return {
      vi: `Đã so sánh ${said("vi")}, ${text(a, "items")} câu`,
      en: `Compared ${said("en")}, ${text(a, "items")} items`,
    };
  },
};

/** The sentence of a code with its names and numbers; undefined: there is none. */
export function sentence(code: string | undefined, args: Args): Both | undefined {
  if (code === undefined) return undefined;
  const make = withArgs[code];
  // A note of an older analysis has no arguments: its own text stands, or a plainer sentence.
  return make && args !== undefined ? make(args) : plain[code];
}

/** Codes whose sentence says less than the server's own text. */
export const detailed = new Set([
  "calibration.warning",
  "calibration.not_converged",
  "dif.failed",
  "dif.refused",
  "classes",
  "classical",
  "score_table",
  "s_x2",
  "m2",
  "item.blocks",
]);
