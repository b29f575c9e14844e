import { offer } from "../paper/select";
import type { Option } from "../paper/types";
import { letter } from "./format";
import { Html } from "./html";

interface LegendProps {
  title: string;
  options: readonly Option[];
  /** Also where the list of choices tells all: a pool of words is good to see at once. */
  always?: boolean;
}

/** Options with their letters, where a list of choices cannot show formulas and pictures. */
export function Legend({ title, options, always = false }: LegendProps) {
  const { rich } = offer(options, letter);
  if (!rich && !always) return null;
  return (
    <section className="legend-box" aria-label={title}>
      <p className="legend-title">{title}</p>
      <ol className={rich ? "legend-options" : "legend-words"}>
        {options.map((o, i) => (
          <li key={o.id}>
            {rich && <span className="option-letter">{letter(i)}</span>}
            <Html html={o.html} />
          </li>
        ))}
      </ol>
    </section>
  );
}
