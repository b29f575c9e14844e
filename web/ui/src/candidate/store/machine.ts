const storageName = "kt-machine";
const longest = 32;

/** A label as the server takes it: at most 32 printable characters, no space at an end. */
export function cleanLabel(text: string): string {
  const printable = text.normalize("NFC").replace(/[\p{C}\p{Z}]+/gu, " ");
  return Array.from(printable).slice(0, longest).join("").trim();
}

/** The label that somebody gave this machine, kept in this browser: "Máy 07". */
export const machineLabel = {
  read: (): string => {
    try {
      return cleanLabel(localStorage.getItem(storageName) ?? "");
    } catch {
      return "";
    }
  },
  write: (label: string): void => {
    try {
      localStorage.setItem(storageName, cleanLabel(label));
    } catch {
      // Without storage the machine has no name; nothing depends on it.
    }
  },
};
