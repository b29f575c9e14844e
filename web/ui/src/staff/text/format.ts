import type { Language } from "./language";

const zone = "Asia/Ho_Chi_Minh";

/** 22/11/2026 10:05, in the time of Vietnam wherever the browser is. */
export function dateTime(iso: string, withSeconds = false): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "";
  return `${dayOf(at)} ${clockOf(at, withSeconds)}`;
}

/** 22/11/2026 */
export function date(iso: string): string {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? "" : dayOf(at);
}

/** 10:05 */
export function time(iso: string, withSeconds = false): string {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? "" : clockOf(at, withSeconds);
}

function dayOf(at: Date): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    day: "2-digit",
    month: "2-digit",
    year: "numeric",
  }).format(at);
}

function clockOf(at: Date, withSeconds: boolean): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    ...(withSeconds ? { second: "2-digit" } : {}),
  }).format(at);
}

/** 1:05:09 or 05:09: what is left of a number of milliseconds, never below zero. */
export function countdown(ms: number): string {
  const total = Math.max(0, Math.ceil(ms / 1000));
  const two = (n: number) => String(n).padStart(2, "0");
  const hours = Math.floor(total / 3600);
  const rest = `${two(Math.floor(total / 60) % 60)}:${two(total % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/** How long ago, in the largest unit that fits: 8 giây, 3 phút, 2 giờ. */
export function age(ms: number, language: Language): string {
  const s = Math.max(0, Math.round(ms / 1000));
  if (s < 60) return language === "vi" ? `${s} giây` : `${s} s`;
  const m = Math.floor(s / 60);
  if (m < 60) return language === "vi" ? `${m} phút` : `${m} min`;
  const h = Math.floor(m / 60);
  return language === "vi" ? `${h} giờ` : `${h} h`;
}

/** 12.345 in Vietnamese, 12,345 in English. */
export function count(n: number, language: Language): string {
  return n.toLocaleString(language === "vi" ? "vi-VN" : "en-GB");
}

/** 0,62 in Vietnamese, 0.62 in English; a dash where there is no number. */
export function decimal(n: number | null | undefined, digits: number, language: Language): string {
  if (n === null || n === undefined || !Number.isFinite(n)) return "–";
  const text = n.toLocaleString(language === "vi" ? "vi-VN" : "en-GB", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return /[1-9]/.test(text) ? text : text.replace("-", ""); // no −0,00
}

/** A probability of a test: 0,034, and < 0,001 where three digits are none. */
export function probability(p: number | null | undefined, language: Language): string {
  if (typeof p === "number" && p < 0.0005) return `< ${decimal(0.001, 3, language)}`;
  return decimal(p, 3, language);
}

/** 54% of a share of one. */
export function percent(share: number | null | undefined, language: Language): string {
  return share === null || share === undefined ? "–" : `${decimal(100 * share, 0, language)}%`;
}
