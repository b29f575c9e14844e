import { useRef, useState } from "react";
import { machineLabel, cleanLabel } from "../store/machine";
import { useLanguage } from "../text/language";
import { Shell } from "../ui/shell";
import * as check from "./checks";
import type { Found, Name, Probe } from "./checks";
import { report } from "./report";
import "./readiness.css";

type Results = Partial<Record<Name, Found>>;

function browserProbe(): Probe {
  return {
    fetch: (input, init) => fetch(input, init),
    now: () => performance.now(),
    wall: () => Date.now(),
    socket: () => {
      const scheme = window.location.protocol === "https:" ? "wss" : "ws";
      return new WebSocket(`${scheme}://${window.location.host}/ws`);
    },
  };
}

/** Runs everything that needs nobody, one after the other: they share the line. */
async function runAll(probe: Probe, found: (name: Name, f: Found) => void): Promise<void> {
  found("browser", check.checkBrowser(navigator.userAgent, window));
  found("screen", check.checkScreen(window));
  found("letters", check.checkLetters(document));
  found("crypto", check.checkCrypto());
  found("storage", await check.checkStorage());
  found("socket", await check.checkSocket(probe));
  const { network, clock } = await check.checkTrips(probe);
  found("network", network);
  found("clock", clock);
  found("speed", await check.checkSpeed(probe));
}

/** Is this machine ready for an exam? Needs no ticket; the result goes to the board. */
export default function ReadinessPage() {
  const { t } = useLanguage();
  const [machine, setMachine] = useState(machineLabel.read);
  const [results, setResults] = useState<Results>({});
  const [step, setStep] = useState<"start" | "running" | "sound" | "done">("start");
  const turn = useRef(0);
  const named = cleanLabel(machine) !== "";

  const run = () => {
    machineLabel.write(machine);
    const mine = ++turn.current;
    const found = (name: Name, f: Found) => {
      if (mine === turn.current) setResults((r) => ({ ...r, [name]: f }));
    };
    setResults({});
    setStep("running");
    void runAll(browserProbe(), found).then(() => mine === turn.current && setStep("sound"));
  };
  const heard = (f: Found) => {
    setResults((r) => ({ ...r, sound: f }));
    setStep("done");
  };

  return (
    <Shell title={t("ready.title")} wide>
      <p className="lead">{t("ready.lead")}</p>
      <form
        className="ready-start"
        onSubmit={(e) => {
          e.preventDefault();
          run();
        }}
      >
        <label className="field">
          <span className="field-name">{t("ready.machine")}</span>
          <input
            className="big-input"
            value={machine}
            onChange={(e) => setMachine(e.target.value)}
            maxLength={32}
            autoComplete="off"
            placeholder="Máy 07"
            aria-describedby="machine-hint"
          />
          <span className="hint" id="machine-hint">
            {t("ready.machine.hint")}
          </span>
        </label>
        <button
          className="button primary large"
          type="submit"
          disabled={!named || step === "running"}
        >
          {t(step === "start" ? "ready.begin" : "ready.again")}
        </button>
      </form>
      {step !== "start" && <Table results={results} />}
      {step === "sound" && <Sound onHeard={heard} />}
      {step === "done" && <Verdict machine={cleanLabel(machine)} results={results} />}
      <p className="ready-back">
        <a href="/thi">{t("ready.back")}</a>
      </p>
    </Shell>
  );
}

const signs = { good: "✓", warn: "!", bad: "✕" };

function Table({ results }: { results: Results }) {
  const { t } = useLanguage();
  return (
    <ul className="ready-list" aria-live="polite">
      {check.names.map((name) => {
        const f = results[name];
        return (
          <li key={name} className={`ready-row ${f?.state ?? "busy"}`}>
            <span className="ready-sign" aria-hidden="true">
              {f ? signs[f.state] : "…"}
            </span>
            <span className="ready-what">
              <strong>{t(`ready.${name}`)}</strong>
              {f && <span className="hidden-label">: {t(`ready.state.${f.state}`)}. </span>}
              {name === "clock" && <span className="hint">{t("ready.clock.note")}</span>}
              {name === "letters" && <span className="hint">{t("ready.letters.note")}</span>}
              {f && f.state !== "good" && (
                <span className="ready-fix">{t(check.advice(name))}</span>
              )}
            </span>
            <span className="ready-value">{f?.value}</span>
          </li>
        );
      })}
    </ul>
  );
}

function Sound({ onHeard }: { onHeard: (f: Found) => void }) {
  const { t } = useLanguage();
  const [played, setPlayed] = useState(false);
  const play = () => {
    if (check.playTone()) setPlayed(true);
    else onHeard({ state: "warn", value: "AudioContext" });
  };
  return (
    <section className="note" aria-label={t("ready.sound")}>
      <h2>{t("ready.sound.ask")}</h2>
      <div className="buttons">
        <button type="button" className="button primary" onClick={play}>
          {t(played ? "ready.sound.again" : "ready.sound.play")}
        </button>
        <button
          type="button"
          className="button"
          disabled={!played}
          onClick={() => onHeard({ state: "good", value: "440 Hz, 660 Hz" })}
        >
          {t("ready.sound.yes")}
        </button>
        <button
          type="button"
          className="button"
          disabled={!played}
          onClick={() => onHeard({ state: "warn", value: t("ready.sound.no") })}
        >
          {t("ready.sound.no")}
        </button>
        <button
          type="button"
          className="button quiet"
          onClick={() => onHeard({ state: "good", value: t("ready.sound.none") })}
        >
          {t("ready.sound.none")}
        </button>
      </div>
    </section>
  );
}

function Verdict({ machine, results }: { machine: string; results: Results }) {
  const { t } = useLanguage();
  const [sent, setSent] = useState<"no" | "busy" | "yes" | "failed">("no");
  const state = check.verdict(Object.values(results));
  const send = () => {
    setSent("busy");
    void report(machine, results).then((code) => setSent(code === "" ? "yes" : "failed"));
  };
  return (
    <section className={`ready-verdict ${state}`} role="status">
      <h2>{t(`ready.verdict.${state}`)}</h2>
      {sent === "yes" ? (
        <p>{t("ready.sent", { machine })}</p>
      ) : (
        <button
          type="button"
          className="button primary large"
          onClick={send}
          disabled={sent === "busy"}
        >
          {t("ready.send")}
        </button>
      )}
      {sent === "failed" && <p className="problem">{t("ready.send_failed")}</p>}
    </section>
  );
}
