import { App, Button, Flex, Input } from "antd";
import { useState } from "react";

import { api, ApiError, ok, type Schema } from "../../api";
import { useLanguage, useText } from "../../text/language";
import { useAction } from "../../use-action";
import { changedIn, ChangedSince, type Changed } from "./changed-since";
import { stepInfo, type Step } from "./words";

/** A version that the person has read: what a decision is about. */
export type Seen = Schema["Seen"];

interface Refused {
  step: Step;
  note: string;
  changed: Changed[];
}

/**
 * Asks for a reason where the step needs one, then takes it with the versions
 * that were read. When one of them is not the current one any more, `dialog`
 * shows what changed; the page renders it.
 */
export function useStep(seen: Seen[], onDone: (step: Step) => void, onStale: () => void) {
  const t = useText();
  const { language } = useLanguage();
  const { message, modal } = App.useApp();
  const { busy, run } = useAction();
  const [refused, setRefused] = useState<Refused | null>(null);
  const send = async (step: Step, note: string, items: Seen[]) => {
    const ask = async () => {
      try {
        await ok(api.POST("/api/items/steps", { body: { step, items, ...(note && { note }) } }));
        return "done" as const;
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== "item.changed_since") throw error;
        setRefused({ step, note, changed: changedIn(error.detail) });
        return undefined;
      }
    };
    const done = await run(ask);
    if (done === undefined) return;
    void message.success(stepInfo(step).done[language]);
    onDone(step);
  };
  const take = (step: Step) => {
    const info = stepInfo(step);
    if (!info.note) return void send(step, "", seen);
    let note = "";
    void modal.confirm({
      title: info.verb[language],
      content: (
        <Input.TextArea
          autoFocus
          rows={3}
          maxLength={4000}
          aria-label={t("Lý do", "Reason")}
          placeholder={t("Vì sao? Người soạn sẽ đọc dòng này.", "Why? The author reads this.")}
          onChange={(e) => {
            note = e.target.value;
          }}
        />
      ),
      okText: info.verb[language],
      okButtonProps: { danger: info.danger ?? false },
      cancelText: t("Thôi", "Cancel"),
      onOk: () => send(step, note, seen),
    });
  };
  const dialog = refused && (
    <ChangedSince
      changed={refused.changed}
      verb={stepInfo(refused.step).verb[language]}
      onTake={() => {
        const now = new Map(refused.changed.map((c) => [c.id, c.hash]));
        setRefused(null);
        void send(
          refused.step,
          refused.note,
          seen.map((s) => ({ id: s.id, hash: now.get(s.id) ?? s.hash })),
        );
      }}
      onClose={() => {
        setRefused(null);
        onStale();
      }}
    />
  );
  return { busy, take, dialog };
}

interface Props {
  seen: Seen[];
  may: Step[];
  onDone: (step: Step) => void;
  onStale: () => void;
}

/** The steps that one may take with some items. */
export function StepButtons({ seen, may, onDone, onStale }: Props) {
  const { language } = useLanguage();
  const { busy, take, dialog } = useStep(seen, onDone, onStale);
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
      {dialog}
    </Flex>
  );
}
