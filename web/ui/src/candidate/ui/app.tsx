import { lazy, Suspense, useEffect, useState } from "react";
import { Attempt } from "../engine/attempt";
import { browserClock } from "../engine/clock";
import type { Socket } from "../engine/link";
import { useDisplay } from "../display/use-display";
import { deviceID, tabTicket, type TabTicket } from "../store/device";
import { machineLabel } from "../store/machine";
import { openShelf } from "../store/open";
import type { Shelf } from "../store/shelf";
import { ShelfVault } from "../store/vault";
import { useLanguage } from "../text/language";
import { Entry } from "./entry";
import { Identify } from "./identity";
import { Room } from "./room";
import type { Identity } from "./identify";

type View =
  | { page: "entry"; ticket: TabTicket | null; error: string }
  | { page: "identity"; ticket: TabTicket; identity: Identity }
  | { page: "room"; attempt: Attempt };

function connect(): Socket {
  const scheme = window.location.protocol === "https:" ? "wss" : "ws";
  return new WebSocket(`${scheme}://${window.location.host}/ws`) as Socket;
}

function newAttempt(shelf: Shelf, ticket: TabTicket): Attempt {
  const device = deviceID(() => window.localStorage);
  const machine = machineLabel.read();
  return new Attempt(
    { ...ticket, device, ...(machine ? { machine } : {}) },
    {
      clock: browserClock,
      wall: () => Date.now(),
      connect,
      openVault: (w) => Promise.resolve(new ShelfVault(shelf, device, w)),
    },
  );
}

function firstView(shelf: Shelf): View {
  const ticket = tabTicket.read();
  if (ticket) return { page: "room", attempt: newAttempt(shelf, ticket) };
  return { page: "entry", ticket: null, error: "" };
}

/** The candidate's page: entry, identity check, and the room. */
function Pages({ shelf }: { shelf: Shelf }) {
  const [view, setView] = useState<View>(() => firstView(shelf));
  const { reset } = useDisplay();

  const enter = (ticket: TabTicket) => {
    tabTicket.write(ticket);
    setView({ page: "room", attempt: newAttempt(shelf, ticket) });
  };
  const leave = (error: string) => {
    const ticket = tabTicket.read();
    tabTicket.clear();
    if (!error) reset();
    setView({ page: "entry", ticket: error ? ticket : null, error });
  };

  switch (view.page) {
    case "entry":
      return (
        <Entry
          shelf={shelf}
          start={view.ticket}
          error={view.error}
          onFound={(ticket, identity) => setView({ page: "identity", ticket, identity })}
        />
      );
    case "identity":
      return (
        <Identify
          identity={view.identity}
          onConfirm={() => enter(view.ticket)}
          onBack={() => leave("")}
        />
      );
    case "room":
      return <Room attempt={view.attempt} shelf={shelf} onLeave={leave} />;
  }
}

// Loaded when somebody looks for it: not part of what a candidate waits for.
const Readiness = lazy(() => import("../readiness/page"));

/** Where the readiness page is. */
export const readinessPath = "/thi/kiem-tra";

/** The readiness page, or the pages of the candidate. */
export function App() {
  const { t } = useLanguage();
  if (window.location.pathname.replace(/\/$/, "") !== readinessPath) return <Candidate />;
  return (
    <Suspense fallback={<p className="boot">{t("loading")}</p>}>
      <Readiness />
    </Suspense>
  );
}

/** Opens the browser's store, then shows the pages. */
function Candidate() {
  const [shelf, setShelf] = useState<Shelf | null>(null);
  const { t } = useLanguage();
  useEffect(() => {
    void openShelf().then(setShelf);
  }, []);
  if (!shelf) return <p className="boot">{t("loading")}</p>;
  return <Pages shelf={shelf} />;
}
