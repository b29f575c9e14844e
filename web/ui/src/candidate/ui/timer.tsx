import type { Attempt } from "../engine/attempt";
import type { Phase } from "../engine/snapshot";
import { useLanguage } from "../text/language";
import { formatClock } from "./format";
import { useTick } from "./hooks";

const fiveMinutes = 5 * 60_000;
const oneMinute = 60_000;

type Level = "calm" | "five" | "one" | "over" | "paused";

function levelOf(phase: Phase, left: number): Level {
  if (phase === "paused") return "paused";
  if (left <= 0) return "over";
  if (left <= oneMinute) return "one";
  return left <= fiveMinutes ? "five" : "calm";
}

const words = {
  calm: "time.left",
  five: "time.warn5",
  one: "time.warn1",
  over: "time.over",
  paused: "time.paused",
} as const;

/** The time left. The last five minutes and the last one are told by word and shape, and read out once. */
export function Timer({ attempt, phase }: { attempt: Attempt; phase: Phase }) {
  const { t } = useLanguage();
  useTick(250);
  const left = attempt.remaining();
  const level = levelOf(phase, left);
  return (
    <div className={`timer ${level}`}>
      <span className="timer-word">
        {level !== "calm" && <span aria-hidden="true">{level === "paused" ? "❚❚ " : "⚠ "}</span>}
        {level === "five" || level === "one" ? t("time.left") : t(words[level])}
      </span>
      <strong role="timer" aria-label={t("time.left")}>
        {formatClock(left)}
      </strong>
      <span className="hidden-label" role="status">
        {level === "calm" ? "" : t(words[level])}
      </span>
    </div>
  );
}
