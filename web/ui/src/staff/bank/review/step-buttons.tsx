import { App, Button, Flex, Input } from "antd";

import { api, ok } from "../../api";
import { useLanguage, useText } from "../../text/language";
import { useAction } from "../../use-action";
import { stepInfo, type Step } from "./words";

interface Props {
  ids: string[];
  may: Step[];
  onDone: (step: Step) => void;
}

/** Asks for a reason where the step needs one, then takes it. */
export function useStep(ids: string[], onDone: (step: Step) => void) {
  const t = useText();
  const { language } = useLanguage();
  const { modal } = App.useApp();
  const { busy, run } = useAction();
  const send = async (step: Step, note: string) => {
    const done = await run(
      () => ok(api.POST("/api/items/steps", { body: { step, ids, ...(note && { note }) } })),
      { done: stepInfo(step).done[language] },
    );
    if (done) onDone(step);
  };
  const take = (step: Step) => {
    const info = stepInfo(step);
    if (!info.note) return void send(step, "");
    let note = "";
    void modal.confirm({
      title: info.verb[language],
      content: (
        <Input.TextArea
          autoFocus
          rows={3}
          maxLength={4000}
          aria-label={t("Lí do", "Reason")}
          placeholder={t("Vì sao? Người soạn sẽ đọc dòng này.", "Why? The author reads this.")}
          onChange={(e) => {
            note = e.target.value;
          }}
        />
      ),
      okText: info.verb[language],
      okButtonProps: { danger: info.danger ?? false },
      cancelText: t("Thôi", "Cancel"),
      onOk: () => send(step, note),
    });
  };
  return { busy, take };
}

/** The steps that one may take with some items. */
export function StepButtons({ ids, may, onDone }: Props) {
  const { language } = useLanguage();
  const { busy, take } = useStep(ids, onDone);
  return (
    <Flex gap="small" wrap>
      {may.map((step) => (
        <Button
          key={step}
          size="small"
          loading={busy}
          type={step === "approve" || step === "submit" ? "primary" : "default"}
          danger={stepInfo(step).danger ?? false}
          onClick={() => take(step)}
        >
          {stepInfo(step).verb[language]}
        </Button>
      ))}
    </Flex>
  );
}
