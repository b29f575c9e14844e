import { gcm } from "@noble/ciphers/aes.js";
import { openShelf } from "../store/open";
import { pack, unpack } from "../store/box";
import type { TextKey } from "../text/vi";

/** How one thing stands: good, to be looked at, or to be mended before an exam. */
export type State = "good" | "warn" | "bad";

/** The things that are looked at, in the order of the page. */
export const names = [
  "browser",
  "storage",
  "crypto",
  "socket",
  "network",
  "speed",
  "clock",
  "screen",
  "letters",
  "sound",
] as const;

export type Name = (typeof names)[number];

/** What was found. */
export interface Found {
  state: State;
  /** Figures for people, the same in every language. */
  value: string;
}

/** What a check needs from the browser, so that tests can hand it in. */
export interface Probe {
  fetch: typeof fetch;
  now(): number;
  wall(): number;
  socket(): WebSocket;
}

/** The worst of all counts. */
export function verdict(found: Iterable<Found>): State {
  let worst: State = "good";
  for (const { state } of found) {
    if (state === "bad") return "bad";
    if (state === "warn") worst = "warn";
  }
  return worst;
}

/** What to do about a check that is not good. */
export function advice(name: Name): TextKey {
  return `ready.fix.${name}`;
}

const oldestChrome = 87;

export function checkBrowser(agent: string, scope: object): Found {
  const missing = ["WebSocket", "fetch", "Intl", "Promise", "Map"].filter((f) => !(f in scope));
  const told = /(Edg|Chrome|Firefox|Version)\/(\d+)/.exec(agent);
  const chrome = /Chrome\/(\d+)/.exec(agent);
  const value = told ? `${told[1] ?? ""} ${told[2] ?? ""}` : agent.slice(0, 60);
  if (missing.length > 0) return { state: "bad", value: `${value}: ${missing.join(", ")}` };
  if (chrome && Number(chrome[1]) < oldestChrome) return { state: "bad", value };
  return { state: chrome ? "good" : "warn", value };
}

export async function checkStorage(): Promise<Found> {
  const { kind } = await openShelf();
  const states = { indexeddb: "good", localstorage: "warn", memory: "bad" } as const;
  return { state: states[kind], value: kind };
}

/** Papers come and answers are kept encrypted: what is packed must come out again. */
export function checkCrypto(): Found {
  const key = new Uint8Array(32).fill(7);
  const event = { ord: 1, epoch: 1, seq: 1, field: "p1_1", value: "Đúng", prev: "", at: 0 };
  const kept = unpack(key, pack("check", key, event));
  const nonce = new Uint8Array(12);
  const paper = gcm(key, nonce).decrypt(gcm(key, nonce).encrypt(key));
  return kept?.value === event.value && paper.every((b) => b === 7)
    ? { state: "good", value: "AES-256-GCM" }
    : { state: "bad", value: "AES-256-GCM" };
}

const socketWithinMS = 8_000;

export function checkSocket(probe: Probe): Promise<Found> {
  return new Promise((resolve) => {
    const began = probe.now();
    let socket: WebSocket;
    const end = (state: State, value: string) => {
      clearTimeout(timer);
      socket.onopen = socket.onerror = socket.onclose = null;
      socket.close();
      resolve({ state, value });
    };
    const timer = setTimeout(() => end("bad", `> ${socketWithinMS / 1000} s`), socketWithinMS);
    try {
      socket = probe.socket();
    } catch {
      clearTimeout(timer);
      resolve({ state: "bad", value: "–" });
      return;
    }
    socket.onopen = () => end("good", `${Math.round(probe.now() - began)} ms`);
    socket.onerror = socket.onclose = () => end("bad", "–");
  });
}

/** One round trip: how long it took, and how far our clock is off; null where it failed. */
async function trip(probe: Probe): Promise<{ ms: number; offset: number } | null> {
  const began = probe.now();
  try {
    const answer = await probe.fetch("/api/candidate/clock", { cache: "no-store" });
    const { server_ms } = (await answer.json()) as { server_ms: number };
    const ms = probe.now() - began;
    return { ms, offset: probe.wall() - (server_ms + ms / 2) };
  } catch {
    return null;
  }
}

const trips = 20;
const slowMS = 300;
const deadMS = 1_500;
const clockOffMS = 5 * 60_000;

/** Twenty round trips: the network, and the clock from the fastest of them. */
export async function checkTrips(probe: Probe): Promise<{ network: Found; clock: Found }> {
  const all: { ms: number; offset: number }[] = [];
  for (let i = 0; i < trips; i++) {
    const one = await trip(probe);
    if (one) all.push(one);
    else if (all.length === 0 && i >= 3) break;
  }
  all.sort((a, b) => a.ms - b.ms);
  const [fastest] = all;
  if (!fastest) {
    const none: Found = { state: "bad", value: "–" };
    return { network: none, clock: { state: "warn", value: "–" } };
  }
  const median = all[Math.floor(all.length / 2)]?.ms ?? 0;
  const most = all[all.length - 1]?.ms ?? 0;
  const lost = trips - all.length;
  const bad = lost > 2 || median > deadMS;
  const warn = lost > 0 || median > slowMS || most > deadMS;
  const value = `${median.toFixed(0)} ms · max ${most.toFixed(0)} ms · ${all.length}/${trips}`;
  return {
    network: { state: bad ? "bad" : warn ? "warn" : "good", value },
    clock: {
      state: Math.abs(fastest.offset) > clockOffMS ? "warn" : "good",
      value: offsetText(fastest.offset),
    },
  };
}

/** +3 s, −2 min: how far this machine's clock is ahead of the server's. */
export function offsetText(ms: number): string {
  const sign = ms < 0 ? "−" : "+";
  const s = Math.abs(ms) / 1000;
  if (s < 90) return `${sign}${s.toFixed(1)} s`;
  return s < 5400 ? `${sign}${Math.round(s / 60)} min` : `${sign}${(s / 3600).toFixed(1)} h`;
}

const slowMBs = 0.2;

export async function checkSpeed(probe: Probe): Promise<Found> {
  const began = probe.now();
  try {
    const answer = await probe.fetch("/api/candidate/sample", { cache: "no-store" });
    const bytes = (await answer.arrayBuffer()).byteLength;
    if (!answer.ok || bytes === 0) return { state: "bad", value: "–" };
    const s = Math.max(0.001, (probe.now() - began) / 1000);
    const speed = bytes / 1e6 / s;
    return {
      state: speed < slowMBs ? "warn" : "good",
      value: `${(bytes / 1e6).toFixed(1)} MB · ${s.toFixed(1)} s · ${speed.toFixed(1)} MB/s`,
    };
  } catch {
    return { state: "bad", value: "–" };
  }
}

export interface Size {
  innerWidth: number;
  innerHeight: number;
  devicePixelRatio: number;
}

export function checkScreen(size: Size): Found {
  const { innerWidth: w, innerHeight: h, devicePixelRatio: dpr } = size;
  const value = `${w} × ${h} · ${Math.round(dpr * 100)} %`;
  if (w < 360 || h < 320) return { state: "bad", value };
  // The window loses the bars of the browser: 1024 × 600 of screen leave some 480.
  return { state: w >= 1000 && h >= 480 ? "good" : "warn", value };
}

const sampleLetters = "ẤẪẬẰẴẶẾỄỆỐỖỘỚỠỢỨỮỰỲỸỴĐ";

/** A letter that the fonts lack is drawn as the same box as one that no font has. */
export function checkLetters(doc: Document): Found {
  const draw = (text: string): string => {
    const canvas = doc.createElement("canvas");
    canvas.width = canvas.height = 40;
    const pen = canvas.getContext("2d");
    if (!pen) return "";
    pen.font = `24px ${getComputedStyle(doc.documentElement).fontFamily || "sans-serif"}`;
    pen.fillText(text, 4, 30);
    return canvas.toDataURL();
  };
  const box = draw("\u{10fffd}");
  if (box === "") return { state: "warn", value: "canvas" };
  const missing = Array.from(sampleLetters).filter((c) => draw(c) === box);
  return missing.length > 0
    ? { state: "bad", value: missing.join(" ") }
    : { state: "good", value: `${sampleLetters.length}/${sampleLetters.length}` };
}

/** Plays two short tones. False: this browser has no sound at all. */
export function playTone(): boolean {
  try {
    const context = new AudioContext();
    const loudness = context.createGain();
    loudness.gain.value = 0.2;
    loudness.connect(context.destination);
    for (const [i, pitch] of [440, 660].entries()) {
      const tone = context.createOscillator();
      tone.frequency.value = pitch;
      tone.connect(loudness);
      tone.start(context.currentTime + i * 0.6);
      tone.stop(context.currentTime + i * 0.6 + 0.5);
    }
    setTimeout(() => void context.close(), 2_000);
    return true;
  } catch {
    return false;
  }
}
