import { Alert, App, Button, Flex, Input } from "antd";
import type { Key } from "react";

import { fieldName } from "../results/words";
import { useText } from "../text/language";
import { useAction } from "../use-action";
import { calls, type FindingsView } from "./calls";
import type { RunView } from "./types";

interface ApplyProps {
  of: FindingsView;
  run: RunView;
  /** Keys of items that should not be taken over unread. */
  failed: ReadonlySet<string>;
  /** Keys; none: everything that is not applied yet. */
  selected: Key[];
  done: () => void;
}

/** A person's word: the button, and the dialog that asks why. */
export function Apply({ of, run, failed, selected, done }: ApplyProps) {
  const t = useText();
  const { modal } = App.useApp();
  const { busy, run: act } = useAction();
  const open = of.parameters.filter((r) => r.state !== "applied");
  const chosen = selected.length > 0 ? open.filter((r) => selected.includes(r.key)) : open;
  const replaced = chosen.filter((r) => r.before).length;
  const doubtful = chosen.filter((r) => failed.has(r.key)).map((r) => fieldName(r.name));
  if (open.length === 0) {
    return (
      <p className="kt-note">
        {t("Mọi câu của lần này đã áp dụng vào ngân hàng.", "All items of this run are applied.")}
      </p>
    );
  }
  const confirm = () => {
    let reason = "";
    void modal.confirm({
      width: 560,
      title: t(
        `Áp dụng số liệu của ${chosen.length} câu vào ngân hàng?`,
        `Apply the numbers of ${chosen.length} items to the bank?`,
      ),
      content: (
        <>
          <p>
            {t(
              `Độ khó, độ phân biệt và tham số của ${chosen.length} câu trong ngân hàng sẽ theo lần phân tích này (${run.exam_name}). ${replaced} câu đang có số liệu sẽ được thay; số liệu cũ vẫn giữ trong lịch sử. Nội dung câu, đáp án và điểm thí sinh không đổi. Các đề ghép sau này sẽ dùng số liệu mới.`,
              `Difficulty, discrimination and parameters of ${chosen.length} items in the bank will be those of this analysis (${run.exam_name}). ${replaced} items that have some get new ones; the old stay in the history. Wording, keys and marks do not change. Forms drawn later use the new numbers.`,
            )}
          </p>
          {doubtful.length > 0 && (
            <Alert
              className="kt-gap"
              type="warning"
              showIcon
              title={t(
                `Trong đó có câu bị gắn cờ đỏ: ${doubtful.join(", ")}. Nên xem đáp án và nội dung trước, hoặc chỉ chọn các câu còn lại.`,
                `Among them are items with a red flag: ${doubtful.join(", ")}. Look at their keys first, or choose the others only.`,
              )}
            />
          )}
          <Input.TextArea
            rows={3}
            maxLength={500}
            aria-label={t("Lý do áp dụng", "Reason")}
            placeholder={t("Lý do (bắt buộc)", "Reason (required)")}
            onChange={(e) => (reason = e.target.value)}
          />
        </>
      ),
      okText: t("Áp dụng", "Apply"),
      cancelText: t("Thôi", "Cancel"),
      onOk: async () => {
        const answer = await act(
          () =>
            calls.apply(
              run.id,
              chosen.map((r) => r.key),
              reason,
            ),
          { done: t("Đã áp dụng vào ngân hàng.", "Applied to the bank.") },
        );
        if (answer) done();
        else return Promise.reject(new Error("not applied")); // keeps the dialog and the reason
      },
    });
  };
  return (
    <Flex gap={12} wrap className="kt-gap" align="center">
      <Button
        type="primary"
        loading={busy}
        disabled={of.stale || chosen.length === 0}
        onClick={confirm}
      >
        {selected.length > 0
          ? t(`Áp dụng ${chosen.length} câu đã chọn…`, `Apply ${chosen.length} chosen…`)
          : t(`Áp dụng tất cả ${chosen.length} câu…`, `Apply all ${chosen.length}…`)}
      </Button>
      <span className="kt-note">
        {t(
          "Không có gì vào ngân hàng cho đến khi một người bấm áp dụng và ghi lý do.",
          "Nothing goes to the bank until a person applies it with a reason.",
        )}
      </span>
    </Flex>
  );
}
