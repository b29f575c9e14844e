import { Alert, Input, InputNumber, Modal, Radio, Tag, type GetRef } from "antd";
import { useRef, useState } from "react";

import { ApiError, api, ok } from "../api";
import { sentence } from "../errors";
import { time } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { useAction } from "../use-action";
import { kinds, mostMinutes, type Kind, type Powers, type Scope } from "./actions";
import { SoundChoice, useSounds } from "./sound-choice";

/** What somebody is about to do. */
export interface Intent {
  kind: Kind;
  scope: Scope;
  /** Of whom: candidates by attempt, with their names for the dialog. */
  people: { attempt: string; number: string; name: string }[];
  room?: { id: string; name: string };
  /** Takes effect then, not now. */
  at?: string;
  reason?: string;
  incidents?: number[];
  proposal?: string;
  /** Of a replay: one sound; without it each that is limited. */
  sound?: string;
}

interface Props {
  sitting: string;
  intent: Intent | undefined;
  powers: Powers | undefined;
  onClose: () => void;
  /** Called with the kind and those for whom it was done. */
  onDone: (intent: Intent, attempts: string[]) => void;
}

/** Asks for the reason (and the minutes), confirms, and does it. */
export function ActionDialog({ intent, ...rest }: Props) {
  return intent === undefined ? null : (
    <Dialog key={JSON.stringify(intent)} intent={intent} {...rest} />
  );
}

function Dialog({ sitting, intent, powers, onClose, onDone }: Props & { intent: Intent }) {
  const t = useText();
  const { language } = useLanguage();
  const { busy, run } = useAction();
  const [reason, setReason] = useState(intent.reason ?? "");
  const [minutes, setMinutes] = useState(5);
  const [refusals, setRefusals] = useState<string[]>([]);
  const [request] = useState(newRequest);
  const sounds = useSounds(sitting, intent);
  const reasonField = useRef<GetRef<typeof Input.TextArea>>(null);
  const info = kinds[intent.kind];
  const most = mostMinutes(powers);
  const needsReason = intent.kind !== "resume";
  const ready =
    (!needsReason || reason.trim() !== "") &&
    (intent.kind !== "grant" || minutes > 0) &&
    sounds.ready;

  const send = async () => {
    if (!ready || busy) return;
    const answer = await run(() =>
      act(
        sitting,
        { ...intent, ...sounds.chosen },
        reason.trim(),
        intent.kind === "grant" ? minutes : 0,
        request,
      ),
    );
    if (answer === undefined) return;
    const refused = answer.results.filter((r) => r.code !== "");
    onDone(
      intent,
      answer.results.filter((r) => r.code === "").map((r) => r.attempt),
    );
    if (refused.length === 0) {
      onClose();
      return;
    }
    setRefusals(
      refused.map(
        (r) =>
          `${r.action.number} ${r.action.name}: ${sentence(new ApiError(409, r.code, {}), language)}`,
      ),
    );
  };

  return (
    <Modal
      open
      title={`${info.verb[language]}: ${whom(intent, t)}`}
      okText={
        info.heavy === true
          ? t(`Xác nhận: ${info.verb.vi}`, `Confirm: ${info.verb.en}`)
          : info.verb[language]
      }
      okButtonProps={{ danger: info.heavy === true, disabled: !ready || refusals.length > 0 }}
      cancelText={refusals.length > 0 ? t("Đóng", "Close") : t("Thôi", "Cancel")}
      confirmLoading={busy}
      onOk={() => void send()}
      onCancel={onClose}
      // Not autoFocus: the drawer behind takes the focus back until the dialog is open.
      afterOpenChange={(open) => open && reasonField.current?.focus()}
      width={520}
    >
      <p className="kt-act-effect">
        {info.effect[language]}
        {intent.at !== undefined && (
          <b> {t(`Tính từ ${time(intent.at, true)}.`, `Counted from ${time(intent.at, true)}.`)}</b>
        )}
      </p>
      {intent.people.length > 1 && (
        <div className="kt-act-people">
          {intent.people.map((p) => (
            <Tag key={p.attempt}>
              {p.number} {p.name}
            </Tag>
          ))}
        </div>
      )}
      {intent.kind === "grant" && <Minutes value={minutes} most={most} onChange={setMinutes} />}
      {sounds.shown && <SoundChoice of={sounds} />}
      {needsReason && (
        <>
          <label className="kt-act-label" htmlFor="kt-act-reason">
            {t("Lý do (ghi vào biên bản)", "Reason (goes into the minutes)")}
          </label>
          <div className="kt-act-presets">
            {info.reasons.map((r) => (
              <Tag.CheckableTag
                key={r.vi}
                checked={reason === r.vi}
                onChange={() => setReason(r.vi)}
              >
                {r[language]}
              </Tag.CheckableTag>
            ))}
          </div>
          <Input.TextArea
            id="kt-act-reason"
            value={reason}
            maxLength={160}
            ref={reasonField}
            autoSize={{ minRows: 2, maxRows: 4 }}
            placeholder={t("Chọn ở trên hoặc ghi cụ thể", "Choose above or write it down")}
            onChange={(e) => setReason(e.target.value)}
            onKeyDown={(e) => {
              if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) void send();
            }}
          />
        </>
      )}
      {refusals.length > 0 && (
        <Alert
          className="kt-act-refused"
          type="warning"
          showIcon
          title={t("Không thực hiện được cho:", "Could not be done for:")}
          description={refusals.map((r) => (
            <div key={r}>{r}</div>
          ))}
        />
      )}
    </Modal>
  );
}

const presets = [1, 2, 3, 5, 10, 15];

function Minutes({
  value,
  most,
  onChange,
}: {
  value: number;
  most: number;
  onChange: (n: number) => void;
}) {
  const t = useText();
  return (
    <div className="kt-act-minutes">
      <span className="kt-act-label">{t("Thêm bao nhiêu phút", "How many minutes")}</span>
      <Radio.Group
        value={value}
        onChange={(e) => onChange(Number(e.target.value))}
        optionType="button"
        options={presets
          .filter((n) => most === 0 || n <= most)
          .map((n) => ({ value: n, label: String(n) }))}
      />
      <InputNumber
        min={1}
        max={most === 0 ? 240 : most}
        value={value}
        onChange={(n) => onChange(n ?? 0)}
        aria-label={t("Số phút", "Minutes")}
      />
      {most > 0 && (
        <span className="kt-act-hint">
          {t(`mỗi lần nhiều nhất ${most} phút`, `at most ${most} at a time`)}
        </span>
      )}
    </div>
  );
}

/** Whom an intent is about, in words. */
function whom(intent: Intent, t: (vi: string, en: string) => string): string {
  if (intent.scope === "sitting") return t("toàn ca thi", "the whole sitting");
  if (intent.scope === "room")
    return t(`cả phòng ${intent.room?.name ?? ""}`, `room ${intent.room?.name ?? ""}`);
  const [only] = intent.people;
  if (intent.people.length === 1 && only) return `${only.number} ${only.name}`;
  return t(`${intent.people.length} thí sinh`, `${intent.people.length} candidates`);
}

/** Names one decision: what is sent again under it is not done twice. */
export function newRequest(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) =>
    b.toString(16).padStart(2, "0"),
  ).join("");
}

/** Asks the server to do it. */
export function act(
  sitting: string,
  intent: Intent,
  reason: string,
  minutes: number,
  request: string,
) {
  return ok(
    api.POST("/api/live/sittings/{id}/actions", {
      params: { path: { id: sitting } },
      body: {
        kind: intent.kind,
        scope: intent.scope,
        ...(intent.scope === "candidate" ? { attempts: intent.people.map((p) => p.attempt) } : {}),
        ...(intent.scope === "room" ? { room: intent.room?.id ?? "" } : {}),
        ...(intent.at === undefined ? {} : { at: intent.at }),
        ...(minutes > 0 ? { amount_s: Math.round(minutes * 60) } : {}),
        ...(intent.sound === undefined ? {} : { sound: intent.sound }),
        ...(intent.incidents === undefined ? {} : { incidents: intent.incidents }),
        ...(intent.proposal === undefined ? {} : { proposal: intent.proposal }),
        ...(reason === "" ? {} : { reason }),
        request,
      },
    }),
  );
}
