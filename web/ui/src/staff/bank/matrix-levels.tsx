import { useLanguage } from "../text/language";
import { matrixLevels } from "./blueprint-model";
import { levelName } from "./words";

/** The row of levels that stands under the headings of a matrix's parts. */
export function LevelHeadings({ groups }: { groups: number }) {
  const { language } = useLanguage();
  return (
    <tr>
      {Array.from({ length: groups }, (_, i) =>
        matrixLevels.map((l, k) => (
          <th key={`${String(i)}-${l}`} className={k === 0 ? "kt-matrix-part" : ""}>
            {levelName(l)[language]}
          </th>
        )),
      )}
    </tr>
  );
}
