import type { Attempt } from "../engine/attempt";
import { browserClock } from "../engine/clock";
import type { Snapshot } from "../engine/snapshot";
import type { PaperState } from "../paper/loader";
import { errorText, useLanguage, type Translate } from "../text/language";
import type { TextKey } from "../text/vi";
import { formatClock } from "./format";
import { useTick } from "./hooks";
import { PracticeMark } from "./notice";
import { Shell } from "./shell";

interface WaitingProps {
  attempt: Attempt;
  snapshot: Snapshot;
  paper: PaperState | null;
  leave: () => void;
}

const tips: TextKey[] = ["waiting.tip1", "waiting.tip2", "waiting.tip3"];

/** The waiting room, from the sign-in to the start. */
export function Waiting({ attempt, snapshot, paper, leave }: WaitingProps) {
  const { t } = useLanguage();
  useTick(500);
  const { person } = snapshot;
  return (
    <Shell title={t("waiting.title")} wide>
      {snapshot.practice && <PracticeMark />}
      {person && (
        <p className="lead">
          <strong>{person.name}</strong> · {t("identity.number")} {person.number} · {person.subject}
          {person.room && ` · ${t("identity.room")} ${person.room}`}
          {person.seat && ` · ${t("identity.seat")} ${person.seat}`}
        </p>
      )}
      {snapshot.phase === "waiting" && <Countdown left={attempt.remaining()} />}
      <div className="columns">
        <section>
          <h2>{t("waiting.ready")}</h2>
          <ul className="checks">
            <LinkCheck snapshot={snapshot} onRetry={() => attempt.poke()} />
            {person && <PaperCheck paper={paper} />}
            {person && <StoreCheck snapshot={snapshot} />}
          </ul>
        </section>
        <section>
          <h2>{t("waiting.tips")}</h2>
          <ul className="rules">
            {tips.map((key) => (
              <li key={key}>{t(key)}</li>
            ))}
          </ul>
        </section>
      </div>
      <p className="hint">{t("waiting.start_in_office")}</p>
      {!person && (
        <button type="button" className="button" onClick={leave}>
          {t("taken.leave")}
        </button>
      )}
    </Shell>
  );
}

/** The planned start; the sitting itself starts by the server's word. */
function Countdown({ left }: { left: number }) {
  const { t } = useLanguage();
  if (left <= 0) return <p className="countdown-text">{t("waiting.no_plan")}</p>;
  return (
    <div className="countdown" role="timer">
      <span>{t("waiting.starts_in")}</span>
      <strong>{formatClock(left)}</strong>
    </div>
  );
}

interface CheckProps {
  state: "ok" | "busy" | "bad";
  children: React.ReactNode;
}

const checkSigns = { ok: "✓", busy: "…", bad: "!" };

function Check({ state, children }: CheckProps) {
  return (
    <li className={`check-row ${state}`}>
      <span className="check-sign" aria-hidden="true">
        {checkSigns[state]}
      </span>
      <span>{children}</span>
    </li>
  );
}

/** What the connection says about itself while it is not open. */
function linkTrouble(t: Translate, snapshot: Snapshot): string {
  if (snapshot.error) return errorText(t, snapshot.error);
  return snapshot.link === "connecting" ? t("net.connecting") : `${t("net.lost")}.`;
}

function LinkCheck({ snapshot, onRetry }: { snapshot: Snapshot; onRetry: () => void }) {
  const { t } = useLanguage();
  if (snapshot.link === "open" && snapshot.person)
    return <Check state="ok">{t("waiting.online")}</Check>;
  if (snapshot.place > 0)
    return <Check state="busy">{t("waiting.queue", { n: snapshot.place })}</Check>;
  const wait = Math.ceil((snapshot.retryAt - browserClock.now()) / 1000);
  return (
    <Check state={snapshot.link === "waiting" ? "bad" : "busy"}>
      {linkTrouble(t, snapshot)}{" "}
      {snapshot.link === "waiting" && (
        <>
          {wait > 0 && t("banner.retry_in", { s: wait })}{" "}
          <button type="button" className="button small" onClick={onRetry}>
            {t("banner.retry_now")}
          </button>
        </>
      )}
    </Check>
  );
}

function PaperCheck({ paper }: { paper: PaperState | null }) {
  const { t } = useLanguage();
  if (paper?.step === "ready" || paper?.step === "open") {
    return <Check state="ok">{t("waiting.paper_ready")}</Check>;
  }
  const percent =
    paper?.step === "loading" && paper.size > 0
      ? Math.min(100, Math.floor((100 * paper.got) / paper.size))
      : 0;
  return (
    <Check state="busy">
      {t("waiting.paper_loading", { p: percent })}
      <progress value={percent} max={100} />
    </Check>
  );
}

function StoreCheck({ snapshot }: { snapshot: Snapshot }) {
  const { t } = useLanguage();
  if (snapshot.store === null) return <Check state="busy">{t("loading")}</Check>;
  if (snapshot.store === "memory") return <Check state="bad">{t("banner.memory")}</Check>;
  return <Check state="ok">{t("waiting.store")}</Check>;
}
