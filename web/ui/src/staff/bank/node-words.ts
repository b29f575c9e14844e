import type { Both } from "../text/language";
import type { Node } from "./node-picker";

/** The kinds of nodes, from the root. */
export const nodeKinds: Record<Node["kind"], Both> = {
  subject: { vi: "Môn", en: "Subject" },
  strand: { vi: "Mạch nội dung", en: "Strand" },
  topic: { vi: "Chủ đề", en: "Topic" },
  content: { vi: "Đơn vị kiến thức", en: "Content unit" },
  outcome: { vi: "Yêu cầu cần đạt", en: "Outcome" },
};

const order = Object.keys(nodeKinds) as Node["kind"][];

/** The kinds that may stand under a kind. */
export function kindsUnder(kind: Node["kind"]): Node["kind"][] {
  return order.slice(order.indexOf(kind) + 1);
}
