import { toHex } from "./bytes";

const deviceName = "kt-device";
const ticketName = "kt-ticket";

/** This browser's random id: the same as long as its storage lives. */
export function deviceID(storage: () => Storage): string {
  const fresh = toHex(crypto.getRandomValues(new Uint8Array(16)));
  try {
    const known = storage().getItem(deviceName);
    if (known && /^[0-9a-f]{32}$/.test(known)) return known;
    storage().setItem(deviceName, fresh);
  } catch {
    // No storage: the id lives as long as the page.
  }
  return fresh;
}

/** Number and ticket of the candidate in this tab: so that a reload asks for nothing. */
export interface TabTicket {
  number: string;
  code: string;
}

/** sessionStorage dies with the tab, so the next candidate at this machine finds nothing. */
export const tabTicket = {
  read(): TabTicket | null {
    try {
      const value: unknown = JSON.parse(sessionStorage.getItem(ticketName) ?? "null");
      if (typeof value !== "object" || value === null) return null;
      const { number, code } = value as Partial<TabTicket>;
      return typeof number === "string" && typeof code === "string" ? { number, code } : null;
    } catch {
      return null;
    }
  },
  write(ticket: TabTicket): void {
    try {
      sessionStorage.setItem(ticketName, JSON.stringify(ticket));
    } catch {
      // Without it a reload asks for number and ticket again.
    }
  },
  clear(): void {
    try {
      sessionStorage.removeItem(ticketName);
    } catch {
      // Nothing was kept.
    }
  },
};
