import { useMemo } from "react";
import { soundsIn } from "../paper/content";
import { useDesk } from "../sound/context";
import type { SoundDesk, SoundState } from "../sound/desk";
import { useLanguage, type Translate } from "../text/language";
import { formatClock } from "./format";

/** The players of the sounds in a text. */
export function Sounds({ html }: { html: string }) {
  const desk = useDesk();
  const hashes = useMemo(() => soundsIn(html), [html]);
  if (!desk) return null;
  return hashes.map((hash) => <Player key={hash} desk={desk} hash={hash} />);
}

function Player({ desk, hash }: { desk: SoundDesk; hash: string }) {
  const { t } = useLanguage();
  const state = desk.state(hash);
  const step = stepText(t, state);
  return (
    <section className={`player ${state.step}`} aria-label={t("sound.title")}>
      <PlayButton desk={desk} hash={hash} state={state} />
      <div className="player-middle">
        <Progress desk={desk} hash={hash} state={state} />
        <p className="player-text" role="status">
          <strong className="player-left">{leftText(t, state)}</strong>
          {step && ` · ${step}`}
        </p>
      </div>
      <label className="player-volume">
        <Loudspeaker />
        <input
          type="range"
          min={0}
          max={100}
          step={5}
          aria-label={t("sound.volume")}
          value={Math.round(desk.volume * 100)}
          onChange={(e) => desk.setVolume(Number(e.target.value) / 100)}
        />
      </label>
    </section>
  );
}

/** Drawn: the sign of it is missing in the fonts of many computer rooms. */
function Loudspeaker() {
  return (
    <svg viewBox="0 0 24 24" width="1.2em" height="1.2em" aria-hidden="true">
      <path d="M3 9h4l5-5v16l-5-5H3z" fill="currentColor" />
      <path
        d="M15.5 8.5a5 5 0 0 1 0 7M18 5.5a9 9 0 0 1 0 13"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
      />
    </svg>
  );
}

interface PartProps {
  desk: SoundDesk;
  hash: string;
  state: SoundState;
}

function PlayButton({ desk, hash, state }: PartProps) {
  const { t } = useLanguage();
  const free = state.left === null;
  const running = state.step === "playing" || state.step === "halted";
  const canToggle = free && running;
  const canStart = (state.step === "idle" && state.left !== 0) || state.step === "failed";
  const name = canToggle && state.step === "playing" ? "sound.halt" : "sound.play";
  const sign = state.step === "playing" ? (free ? "❚❚" : "♪") : "▶";
  return (
    <button
      type="button"
      className="button primary player-button"
      disabled={state.blocked || !(canToggle || canStart)}
      aria-label={`${t(name)}. ${leftText(t, state)}`}
      onClick={() => (canToggle ? desk.toggle(hash) : desk.start(hash))}
    >
      <span aria-hidden="true">{sign}</span>
    </button>
  );
}

/** How far the sound is; where starts are limited nobody goes back in it. */
function Progress({ desk, hash, state }: PartProps) {
  const { t } = useLanguage();
  const known = state.length > 0;
  const clock = known
    ? `${formatClock(state.at * 1000)} / ${formatClock(state.length * 1000)}`
    : "–:––";
  return (
    <div className="player-progress">
      {state.left === null && known ? (
        <input
          type="range"
          min={0}
          max={state.length}
          step={0.5}
          value={state.at}
          aria-label={t("sound.seek")}
          aria-valuetext={clock}
          onChange={(e) => desk.seek(hash, Number(e.target.value))}
        />
      ) : (
        <progress
          max={known ? state.length : 1}
          value={known ? state.at : 0}
          aria-label={t("sound.progress")}
        />
      )}
      <span className="player-clock">{clock}</span>
    </div>
  );
}

function leftText(t: Translate, { left }: SoundState): string {
  if (left === null) return t("sound.free");
  return left === 0 ? t("sound.none") : t("sound.left", { n: left });
}

function stepText(t: Translate, { step, blocked, left }: SoundState): string {
  switch (step) {
    case "asking":
      return t("sound.asking");
    case "waiting":
      return t("sound.waiting");
    case "playing":
      return t("sound.playing");
    case "halted":
      return t("sound.halted");
    case "failed":
      return t("sound.failed");
    case "idle":
      return blocked && left !== 0 ? t("sound.blocked") : "";
  }
}
