import type { Schema } from "../../api";
import type { Both } from "../../text/language";

export type Step = Schema["DecideInputBody"]["step"];

interface StepInfo {
  verb: Both;
  done: Both;
  note: boolean;
  danger?: boolean;
}

/** The steps of review in words. */
export const steps: Record<Step, StepInfo> = {
  submit: {
    verb: { vi: "Gửi duyệt", en: "Hand in" },
    done: { vi: "Đã gửi duyệt.", en: "Handed in." },
    note: false,
  },
  withdraw: {
    verb: { vi: "Rút lại", en: "Take back" },
    done: { vi: "Đã rút lại.", en: "Taken back." },
    note: false,
  },
  return: {
    verb: { vi: "Trả lại", en: "Return" },
    done: { vi: "Đã trả lại người soạn.", en: "Returned." },
    note: true,
    danger: true,
  },
  approve: {
    verb: { vi: "Duyệt", en: "Approve" },
    done: { vi: "Đã duyệt.", en: "Approved." },
    note: false,
  },
  retire: {
    verb: { vi: "Ngừng dùng", en: "Retire" },
    done: { vi: "Đã ngừng dùng.", en: "Retired." },
    note: true,
    danger: true,
  },
  reinstate: {
    verb: { vi: "Dùng lại", en: "Reinstate" },
    done: { vi: "Câu hỏi trở lại bản nháp.", en: "It is a draft again." },
    note: true,
  },
};

export function stepInfo(step: string): StepInfo {
  return (
    (steps as Record<string, StepInfo | undefined>)[step] ?? {
      verb: { vi: step, en: step },
      done: { vi: "", en: "" },
      note: false,
    }
  );
}

/** The states of an item in words, with the colour of their tag. */
export const states: Record<string, Both & { color?: string }> = {
  draft: { vi: "Bản nháp", en: "Draft" },
  review: { vi: "Chờ duyệt", en: "In review", color: "gold" },
  approved: { vi: "Đã duyệt", en: "Approved", color: "green" },
  retired: { vi: "Ngừng dùng", en: "Retired", color: "red" },
};

const placeNames: Record<string, Both> = {
  stimulus: { vi: "Ngữ liệu", en: "Stimulus" },
  stem: { vi: "Câu dẫn", en: "Stem" },
  picture: { vi: "Hình", en: "Picture" },
  option: { vi: "Phương án", en: "Option" },
  statement: { vi: "Ý", en: "Statement" },
  gap: { vi: "Chỗ trống", en: "Gap" },
  key: { vi: "Đáp án", en: "Key" },
  rubric: { vi: "Hướng dẫn chấm", en: "Rubric" },
  solution: { vi: "Lời giải", en: "Solution" },
  tags: { vi: "Nhãn", en: "Tags" },
};

/** A place such as "option B" in words. */
export function placeName(place: string): Both {
  const [word = "", letter = ""] = place.split(" ");
  const name = placeNames[word] ?? { vi: place, en: place };
  const tail = letter === "" ? "" : ` ${letter}`;
  return { vi: name.vi + tail, en: name.en + tail };
}

const sittingStates: Record<string, Both> = {
  planned: { vi: "chưa mở", en: "planned" },
  open: { vi: "đã mở", en: "open" },
  running: { vi: "đang thi", en: "running" },
  closed: { vi: "đã kết thúc", en: "closed" },
};

export function sittingState(state: string): Both {
  return sittingStates[state] ?? { vi: "chưa dùng trong ca thi", en: "in no sitting yet" };
}
