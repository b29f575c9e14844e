import { isRich, plainText } from "./content";
import type { Option } from "./types";

/** How a list of options is offered: rich ones are shown above, the list has their letters. */
export interface Offered {
  rich: boolean;
  choices: { id: string; label: string }[];
}

/** `A. con mèo`: the letter stays where the text alone would not tell options apart. */
export function offer(options: readonly Option[], letter: (i: number) => string): Offered {
  const rich = options.some((o) => isRich(o.html) || plainText(o.html) === "");
  return {
    rich,
    choices: options.map((o, i) => ({
      id: o.id,
      label: rich ? `${letter(i)}. ${plainText(o.html)}`.trim() : plainText(o.html),
    })),
  };
}
