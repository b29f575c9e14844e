/** Dice that fall the same each time (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
  };
}

/** A draw from the normal distribution (Box and Muller). */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Who answers. */
export interface Person {
  ability: number;
  female: boolean;
  screen: boolean;
  /** An exam of the second year. */
  second: boolean;
}

/** A question of the form, as its answers are drawn. */
export interface Place {
  /** The place among the questions of the bank: 1, 2, … of its kind. */
  of: number;
  kind: "single" | "cluster" | "short";
  /** p1_3 */
  name: string;
  options: string[];
  /** The id of the right option, D and S of the statements, or the text. */
  key: string[];
}

/** What the questions with something to find are like; every other is ordinary. */
export const odd = {
  easy: 1,
  hard: 2,
  /** Harder for girls of the same ability. */
  gender: 3,
  /** Easier in the second year: it has leaked. */
  leaked: 4,
  /** Harder on a screen. */
  mode: 5,
  /** Its key is wrong: the able choose another option. */
  key: 6,
};

function difficulty(q: Place, who: Person): number {
  const usual = -1.6 + (3.2 * ((q.of * 7) % 16)) / 15;
  if (q.kind !== "single") return q.kind === "short" ? 0.4 + usual / 2 : usual / 2;
  if (q.of === odd.easy) return -5;
  if (q.of === odd.hard) return 3;
  if (q.of === odd.gender) return -0.2 + (who.female ? 1.8 : 0);
  if (q.of === odd.mode) return (who.screen ? 1.4 : 0) - 0.3;
  if (q.of === odd.leaked) return 0.6 - (who.second ? 1.8 : 0);
  return usual;
}

function knows(q: Place, who: Person, random: () => number): boolean {
  const slope = 0.9 + 0.1 * ((q.of * 3) % 8);
  return random() < 1 / (1 + Math.exp(-slope * (who.ability - difficulty(q, who))));
}

/** The answers of one person to one question: a value for each field; "" is a blank. */
export function respond(q: Place, who: Person, random: () => number): string[] {
  if (q.kind === "cluster") {
    return q.key.map((right) => {
      if (random() < 0.02) return "";
      return knows(q, who, random) || random() < 0.5 ? right : right === "D" ? "S" : "D";
    });
  }
  const [right = ""] = q.key;
  const known = knows(q, who, random);
  if (q.kind === "short") return [known ? right : random() < 0.3 ? "" : "7"];
  const wrong = q.options.filter((o) => o !== right);
  if (q.of === odd.key && known) return [wrong[0] ?? ""];
  if (known) return [right];
  if (random() < 0.03) return [""];
  // A guess: each option has a pull of its own.
  const guess = Math.floor(4 * random() ** 1.3);
  return [guess === 0 ? right : (wrong[guess - 1] ?? right)];
}
