import type { Schema } from "../api";
import type { Both } from "../text/language";
import type { Action } from "./live";
import type { Seat } from "./seats";

export type Kind = Schema["ActInputBody"]["kind"];
export type Scope = Schema["ActInputBody"]["scope"];
export type Powers = Schema["PowersView"];

/** What the page knows of one kind of action. */
export interface KindInfo {
  /** On the button. */
  verb: Both;
  /** In the ledger. */
  done: Both;
  /** What happens, for the dialog. */
  effect: Both;
  /** Asked once more before it is done. */
  heavy?: boolean;
  reasons: Both[];
}

const machine: Both = { vi: "Máy hỏng", en: "Computer broken" };
const power: Both = { vi: "Mất điện", en: "Power cut" };
const network: Both = { vi: "Mất mạng", en: "Network down" };
const health: Both = { vi: "Lý do y tế", en: "Medical reason" };
const breach: Both = { vi: "Vi phạm quy chế thi", en: "Breach of the rules" };
const slip: Both = { vi: "Bấm nộp nhầm", en: "Handed in by mistake" };
const mistake: Both = { vi: "Giám thị thao tác nhầm", en: "Invigilator's mistake" };
const toilet: Both = { vi: "Ra ngoài có giám sát", en: "Left the room, accompanied" };

export const kinds: Record<Kind | "room_outage", KindInfo> = {
  pause: {
    verb: { vi: "Tạm dừng", en: "Pause" },
    done: { vi: "Tạm dừng, ngừng tính giờ", en: "Paused, clock stands" },
    effect: {
      vi: "Đồng hồ đứng lại, thí sinh không nhập được cho tới khi tiếp tục. Thời gian dừng được trả lại đủ.",
      en: "The clock stands and nothing can be typed until work goes on. The time is given back in full.",
    },
    reasons: [power, network, machine, health, toilet],
  },
  resume: {
    verb: { vi: "Tiếp tục", en: "Resume" },
    done: { vi: "Tiếp tục tính giờ", en: "Resumed" },
    effect: { vi: "Đồng hồ chạy lại ngay.", en: "The clock goes on at once." },
    reasons: [],
  },
  grant: {
    verb: { vi: "Thêm giờ", en: "More time" },
    done: { vi: "Cho thêm giờ", en: "Gave more time" },
    effect: {
      vi: "Hạn nộp lùi lại, thí sinh thấy ngay trên đồng hồ.",
      en: "The deadline moves; candidates see it on their clock at once.",
    },
    reasons: [machine, network, power, health],
  },
  release: {
    verb: { vi: "Đổi máy", en: "Move to another computer" },
    done: { vi: "Cho chuyển sang máy khác", en: "Released to another computer" },
    effect: {
      vi: "Máy đang giữ bài bị ngắt; thí sinh đăng nhập ngay được ở máy khác bằng phiếu dự thi của mình. Bài đã lưu còn nguyên.",
      en: "The present computer is sent away; the candidate signs in on another one with the same ticket. What was saved stays.",
    },
    reasons: [
      machine,
      network,
      { vi: "Màn hình, bàn phím hoặc chuột hỏng", en: "Screen, keyboard or mouse broken" },
    ],
  },
  replay: {
    verb: { vi: "Cho nghe lại", en: "Give a play back" },
    done: { vi: "Cho nghe lại", en: "Gave a play back" },
    effect: {
      vi: "Thí sinh được nghe thêm một lượt; nút nghe hiện lại ngay trên máy.",
      en: "The candidate may listen once more; the button comes back on the computer at once.",
    },
    reasons: [
      power,
      machine,
      { vi: "Tai nghe, loa hỏng", en: "Headphones or speaker broken" },
      network,
    ],
  },
  submit: {
    verb: { vi: "Thu bài", en: "Collect" },
    done: { vi: "Thu bài trước giờ", en: "Collected the work" },
    effect: {
      vi: "Bài được niêm phong ngay với những gì đã lưu. Thí sinh không làm tiếp được nữa.",
      en: "The work is sealed now with what was saved. The candidate cannot go on.",
    },
    heavy: true,
    reasons: [breach, health, { vi: "Thí sinh xin nộp sớm", en: "The candidate asked to hand in" }],
  },
  to_paper: {
    verb: { vi: "Chuyển sang giấy", en: "Move to paper" },
    done: { vi: "Chuyển sang làm bài trên giấy", en: "Moved to paper" },
    effect: {
      vi: "Bài trên máy được niêm phong; bản ghi các trả lời đã lưu được in ra để thí sinh làm tiếp trên phiếu giấy.",
      en: "The work on the computer is sealed; what was answered is printed, and the candidate goes on with a paper sheet.",
    },
    heavy: true,
    reasons: [{ vi: "Hết máy dự phòng", en: "No spare computer left" }, power, network, health],
  },
  reopen: {
    verb: { vi: "Mở lại bài", en: "Reopen" },
    done: { vi: "Mở lại bài đã nộp", en: "Reopened the work" },
    effect: {
      vi: "Thí sinh làm tiếp tới hạn nộp. Biên nhận cũ hết giá trị, khi nộp lại có biên nhận mới.",
      en: "The candidate goes on until the deadline. The old receipt is void; a new one comes with the next seal.",
    },
    heavy: true,
    reasons: [slip, mistake],
  },
  void: {
    verb: { vi: "Huỷ bài", en: "Void" },
    done: { vi: "Huỷ bài", en: "Voided the work" },
    effect: {
      vi: "Bài được niêm phong ngay và không được tính điểm.",
      en: "The work is sealed now and does not count.",
    },
    heavy: true,
    reasons: [breach, { vi: "Thi hộ, nhầm người", en: "Wrong person" }],
  },
  unvoid: {
    verb: { vi: "Bỏ huỷ bài", en: "Undo void" },
    done: { vi: "Bỏ huỷ bài", en: "Undid the void" },
    effect: { vi: "Bài lại được tính điểm.", en: "The work counts again." },
    reasons: [mistake, { vi: "Hội đồng xem xét lại", en: "The board looked at it again" }],
  },
  admit_ask: {
    verb: { vi: "Đề nghị công nhận", en: "Propose to admit" },
    done: { vi: "Đề nghị công nhận thao tác đến muộn", en: "Proposed to admit late events" },
    effect: {
      vi: "Người thứ hai trong hội đồng phải đồng ý thì các thao tác này mới được tính.",
      en: "They count only when a second person of the board agrees.",
    },
    reasons: [
      { vi: "Mất mạng đúng lúc hết giờ", en: "Network went down at the deadline" },
      { vi: "Mất điện đúng lúc hết giờ", en: "Power cut at the deadline" },
      machine,
    ],
  },
  admit: {
    verb: { vi: "Đồng ý công nhận", en: "Admit" },
    done: { vi: "Đồng ý công nhận thao tác đến muộn", en: "Admitted late events" },
    effect: {
      vi: "Các thao tác này được tính vào bài; bài có mã biên nhận mới.",
      en: "These events count; the work gets a new receipt.",
    },
    heavy: true,
    reasons: [
      { vi: "Đã đối chiếu với biên bản sự cố", en: "Compared with the record of the incident" },
    ],
  },
  admit_deny: {
    verb: { vi: "Không công nhận", en: "Deny" },
    done: { vi: "Không công nhận thao tác đến muộn", en: "Denied late events" },
    effect: { vi: "Các thao tác này không được tính.", en: "These events do not count." },
    reasons: [{ vi: "Không có căn cứ", en: "No grounds" }],
  },
  room_outage: {
    verb: { vi: "Mất kết nối cả phòng", en: "Room outage" },
    done: {
      vi: "Hệ thống ghi nhận: mất kết nối hàng loạt",
      en: "Noted by the system: nearly all computers went silent",
    },
    effect: { vi: "", en: "" },
    reasons: [],
  },
};

/** What can be done to a candidate, in the order of the buttons. */
export const seatKinds: Kind[] = [
  "pause",
  "resume",
  "grant",
  "release",
  "replay",
  "submit",
  "to_paper",
  "reopen",
  "void",
  "unvoid",
];

/** Whether an action took effect or may still. */
export function counts(action: Action): boolean {
  return action.outcome === "" || action.outcome === "done";
}

/** The pause of exactly this scope that is under way. */
export function openPause(
  actions: readonly Action[],
  scope: Scope,
  id: string,
): Action | undefined {
  let paused: Action | undefined;
  for (const a of actions) {
    const here =
      a.scope === scope &&
      (scope === "sitting" || (scope === "room" ? a.room : a.attempt) === id) &&
      counts(a);
    if (here && a.kind === "pause") paused ??= a;
    if (here && a.kind === "resume") paused = undefined;
  }
  return paused;
}

/** Whether a pause of exactly this scope is under way. */
export function pausedHere(actions: readonly Action[], scope: Scope, id: string): boolean {
  return openPause(actions, scope, id) !== undefined;
}

/** Whether an action makes sense for a seat as it stands. The server decides. */
export function fits(kind: Kind, seat: Seat, actions: readonly Action[]): boolean {
  const unsealed = seat.state === "open" || seat.state === "waiting";
  const sealed = seat.state === "sealed" || seat.state === "incomplete";
  switch (kind) {
    case "pause":
      return unsealed && !pausedHere(actions, "candidate", seat.attempt);
    case "resume":
      return unsealed && pausedHere(actions, "candidate", seat.attempt);
    case "grant":
    case "release":
      return unsealed;
    case "replay":
      return seat.state === "open" && seat.sounds > 0;
    case "submit":
    case "to_paper":
      return seat.state === "open";
    case "reopen":
      return sealed && !seat.voided;
    case "void":
      return (sealed || seat.state === "open") && !seat.voided;
    case "unvoid":
      return seat.voided;
    default:
      return false;
  }
}

/** Whether I may do something, by what the server told of my powers. */
export function may(powers: Powers | undefined, kind: Kind, scope: Scope): boolean {
  return powers?.powers.some((p) => p.kind === kind && p.scopes.includes(scope)) ?? false;
}

/** The most minutes that I may give at a time; 0 is no limit. */
export function mostMinutes(powers: Powers | undefined): number {
  return Math.floor((powers?.powers.find((p) => p.kind === "grant")?.max_amount_s ?? 0) / 60);
}

/** How long an outage is offered to be paused from. */
const outageMs = 60 * 60_000;

/**
 * The outages that nobody has answered with a pause yet, of the room or of the
 * whole sitting: of each room the newest one, the newest first.
 */
export function openOutages(actions: readonly Action[], nowIso: string): Action[] {
  const newest = new Map<string, Action>();
  actions.forEach((outage, at) => {
    if (outage.kind !== "room_outage") return;
    newest.delete(outage.room);
    if (isOpen(actions, at, nowIso)) newest.set(outage.room, outage);
  });
  return [...newest.values()].reverse();
}

function isOpen(actions: readonly Action[], at: number, nowIso: string): boolean {
  const outage = actions[at];
  if (outage === undefined) return false;
  if (new Date(nowIso).getTime() - new Date(outage.created_at).getTime() > outageMs) return false;
  const answered = actions
    .slice(at + 1)
    .some(
      (a) =>
        a.kind === "pause" &&
        counts(a) &&
        (a.scope === "sitting" || (a.scope === "room" && a.room === outage.room)),
    );
  const scope = outage.room === "" ? "sitting" : "room";
  return !answered && !pausedHere(actions.slice(0, at), scope, outage.room);
}
