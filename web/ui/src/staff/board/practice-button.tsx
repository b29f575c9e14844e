import { App, Button, Select } from "antd";
import { useRef } from "react";

import { api, ok } from "../api";
import { ExperimentOutlined } from "../parts/icons";
import { useText } from "../text/language";
import { useAction } from "../use-action";
import type { Exam } from "./exam-page";
import type { Sitting } from "./sittings-tab";

interface Props {
  exam: Exam;
  sittings: Sitting[];
  onDone: () => void;
}

/** Makes and opens a practice sitting: like one of the sittings, or with everybody. */
export function PracticeButton({ exam, sittings, onDone }: Props) {
  const t = useText();
  const { modal, message } = App.useApp();
  const { busy, run } = useAction();
  const from = useRef("");
  const models = sittings.filter((s) => !s.practice && s.seated > 0);
  const make = async () => {
    const params = { path: { id: exam.id } };
    const body = from.current === "" ? {} : { from: from.current };
    const made = await run(() => ok(api.POST("/api/exams/{id}/practice", { params, body })));
    if (!made) return;
    void message.success(
      t(
        `Đã mở “${made.name}”. In phiếu rồi bấm Bắt đầu ngay khi phòng sẵn sàng.`,
        `“${made.name}” is open. Print the tickets and start it when the room is ready.`,
      ),
    );
    onDone();
  };
  const ask = () => {
    from.current = models[0]?.id ?? "";
    modal.confirm({
      title: t("Mở ca thi thử?", "Open a practice sitting?"),
      width: 520,
      content: (
        <>
          <p>
            {t(
              "Đề có sẵn 12 câu, 15 phút, chỉ dẫn đủ các dạng câu. Phiếu và màn hình ghi THI THỬ; không chấm điểm, không xuất kết quả. Làm lại bao nhiêu lần cũng được.",
              "A built-in paper of 12 questions in 15 minutes that explains every kind. Tickets and screens say PRACTICE; it is never scored. Repeat it as often as you like.",
            )}
          </p>
          <Select
            defaultValue={from.current}
            onChange={(id: string) => (from.current = id)}
            style={{ width: "100%" }}
            aria-label={t("Thí sinh và chỗ ngồi", "Candidates and seats")}
            options={[
              ...models.map((s) => ({
                value: s.id,
                label: t(`Như ca: ${s.name}`, `Like ${s.name}`),
              })),
              { value: "", label: t("Toàn bộ thí sinh của kỳ thi", "Everybody in the exam") },
            ]}
          />
        </>
      ),
      onOk: make,
    });
  };
  return (
    <Button icon={<ExperimentOutlined />} loading={busy} onClick={ask}>
      {t("Ca thi thử", "Practice")}
    </Button>
  );
}
