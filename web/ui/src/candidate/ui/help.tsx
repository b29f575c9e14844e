import { useLanguage } from "../text/language";
import type { TextKey } from "../text/vi";
import { Dialog } from "./dialog";

const rows: [string[], TextKey][] = [
  [["A–D", "1–4"], "help.choose"],
  [["↑", "↓", "←", "→"], "help.arrows"],
  [["Tab"], "help.tab"],
  [["N"], "help.next"],
  [["P"], "help.prev"],
  [["F"], "help.flag"],
  [["Enter"], "help.enter"],
  [["?"], "help.help"],
];

/** The list of shortcuts. */
export function Help({ onClose }: { onClose: () => void }) {
  const { t } = useLanguage();
  return (
    <Dialog title={t("help.title")} onClose={onClose}>
      <table className="help">
        <tbody>
          {rows.map(([keys, text]) => (
            <tr key={text}>
              <th scope="row">
                {keys.map((k) => (
                  <kbd key={k}>{k}</kbd>
                ))}
              </th>
              <td>{t(text)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="buttons">
        <button type="button" className="button primary" onClick={onClose}>
          {t("close")}
        </button>
      </div>
    </Dialog>
  );
}
