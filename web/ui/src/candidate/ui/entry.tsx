import { useEffect, useState } from "react";
import type { SyntheticEvent } from "react";
import type { TabTicket } from "../store/device";
import { machineLabel } from "../store/machine";
import { leftovers } from "../store/rescue";
import type { Note, Shelf } from "../store/shelf";
import { errorText, useLanguage } from "../text/language";
import { formatTicket, plainTicket } from "./format";
import { identify, noNetwork, type Identity } from "./identify";
import { RescueButton } from "./rescue";
import { Shell } from "./shell";

const ticketLength = 12;

interface EntryProps {
  shelf: Shelf;
  start: TabTicket | null;
  error: string;
  onFound: (ticket: TabTicket, identity: Identity) => void;
}

/** Counts down to 0 in whole seconds. */
function useWait(): [number, (ms: number) => void] {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    if (seconds <= 0) return;
    const id = setTimeout(() => setSeconds(seconds - 1), 1000);
    return () => clearTimeout(id);
  }, [seconds]);
  return [seconds, (ms) => setSeconds(Math.ceil(ms / 1000))];
}

/** Number and ticket. */
export function Entry({ shelf, start, error, onFound }: EntryProps) {
  const { t } = useLanguage();
  const [number, setNumber] = useState(start?.number ?? "");
  const [code, setCode] = useState(formatTicket(start?.code ?? ""));
  const [problem, setProblem] = useState(error ? errorText(t, error) : "");
  const [busy, setBusy] = useState(false);
  const [wait, setWait] = useWait();
  const [machine] = useState(machineLabel.read);

  const check = async (ticket: TabTicket) => {
    setBusy(true);
    const result = await identify(ticket.number, ticket.code);
    setBusy(false);
    if (result.ok) {
      onFound(ticket, result.identity);
      return;
    }
    setWait(result.retryMS);
    setProblem(result.code === noNetwork ? t("entry.no_network") : errorText(t, result.code));
  };

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const ticket = { number: number.trim(), code: plainTicket(code) };
    if (!ticket.number) setProblem(t("entry.need_number"));
    else if (ticket.code.length < ticketLength)
      setProblem(t("entry.need_code", { n: ticket.code.length }));
    else {
      setProblem("");
      void check(ticket);
    }
  };

  return (
    <Shell title={t("entry.title")}>
      <p className="lead">{t("entry.lead")}</p>
      <form onSubmit={submit} noValidate>
        <label className="field">
          <span className="field-name">{t("entry.number")}</span>
          <input
            className="big-input"
            value={number}
            onChange={(e) => setNumber(e.target.value.replace(/\s/g, ""))}
            inputMode="numeric"
            autoComplete="off"
            spellCheck={false}
            autoFocus
            maxLength={20}
            aria-describedby="number-hint"
          />
          <span className="hint" id="number-hint">
            {t("entry.number.hint")}
          </span>
        </label>
        <label className="field">
          <span className="field-name">{t("entry.code")}</span>
          <input
            className="big-input mono"
            value={code}
            onChange={(e) => setCode(formatTicket(e.target.value))}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            aria-describedby="code-hint"
          />
          <span className="hint" id="code-hint">
            {t("entry.code.hint")}
          </span>
        </label>
        <div role="alert" aria-live="assertive">
          {problem && <p className="problem">{problem}</p>}
          {wait > 0 && <p className="hint">{t("entry.wait", { s: wait })}</p>}
        </div>
        <button className="button primary large" type="submit" disabled={busy || wait > 0}>
          {busy ? t("entry.checking") : t("entry.submit")}
        </button>
      </form>
      <p className="entry-ready">
        <a href="/thi/kiem-tra">{t("entry.readiness")}</a>
        {machine && <span className="hint">{machine}</span>}
      </p>
      <Leftovers shelf={shelf} />
    </Shell>
  );
}

/** Work of earlier candidates that never reached a server: for the invigilator. */
function Leftovers({ shelf }: { shelf: Shelf }) {
  const { t } = useLanguage();
  const [notes, setNotes] = useState<Note[]>([]);
  useEffect(() => {
    void leftovers(shelf, Date.now()).then(setNotes, () => undefined);
  }, [shelf]);
  if (notes.length === 0) return null;
  return (
    <section className="note warn">
      <h2>{t("entry.leftover.title")}</h2>
      {notes.map((n) => (
        <div key={n.attempt} className="note-row">
          <p>{t("entry.leftover.text", { number: n.number, n: n.unsaved })}</p>
          <RescueButton shelf={shelf} attempt={n.attempt} />
        </div>
      ))}
    </section>
  );
}
