import { Flex, Select, Tag } from "antd";
import { useState } from "react";

import { api, ok, type Schema } from "../../api";
import { Async } from "../../parts/async";
import { dateTime } from "../../text/format";
import { useLanguage, useText } from "../../text/language";
import { useApi } from "../../use-api";
import { Html } from "../html";
import type { Item } from "../words";
import { compare } from "./parts";
import { placeName, stepInfo } from "./words";

interface Props {
  item: Item;
  taken: Schema["Taken"][];
}

/** The versions of a question beside one another, and what was decided. */
export function Versions({ item, taken }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const history = item.history ?? [];
  const now = item.current.no;
  const [against, setAgainst] = useState(Math.max(1, now - 1));
  return (
    <>
      {now > 1 && (
        <>
          <Flex gap="small" align="center" wrap>
            {t("So phiên bản", "Compare version")} {now} {t("với", "with")}
            <Select
              value={against}
              aria-label={t("Phiên bản để so", "Version to compare with")}
              onChange={setAgainst}
              options={history
                .filter((v) => v.no !== now)
                .map((v) => ({ value: v.no, label: `${v.no} · ${dateTime(v.created_at)}` }))}
            />
          </Flex>
          <Compared item={item} against={against} />
        </>
      )}
      <h4>{t("Quá trình", "History")}</h4>
      <ul className="kt-steps">
        {taken.map((s) => (
          <li key={s.at + s.step}>
            <Tag>{stepInfo(s.step).verb[language]}</Tag> {s.by} · {dateTime(s.at)} ·{" "}
            {t("phiên bản", "version")} {s.version}
            {s.note && <p className="kt-note">{s.note}</p>}
          </li>
        ))}
        {history.map((v) => (
          <li key={v.id}>
            {t("Phiên bản", "Version")} {v.no} · {dateTime(v.created_at)} ·{" "}
            <code>{v.hash.slice(0, 12)}</code>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The current version of a question beside an older one. */
export function Compared({ item, against }: { item: Item; against: number }) {
  const t = useText();
  const { language } = useLanguage();
  const read = useApi(`version ${item.id} ${against}`, () =>
    ok(
      api.GET("/api/items/{id}/versions/{no}", { params: { path: { id: item.id, no: against } } }),
    ),
  );
  return (
    <Async of={read}>
      {(old) => (
        <table className="kt-compare">
          <thead>
            <tr>
              <th>{t("Phần", "Part")}</th>
              <th>
                {t("Phiên bản", "Version")} {old.no}
              </th>
              <th>
                {t("Phiên bản", "Version")} {item.current.no}
              </th>
            </tr>
          </thead>
          <tbody>
            {compare(old.body, item.current.body, language).map((line) => (
              <tr key={line.place} className={line.changed ? "kt-changed" : ""}>
                <th scope="row">
                  {placeName(line.place)[language]}
                  {line.changed && <span className="kt-sr"> ({t("đã đổi", "changed")})</span>}
                </th>
                <td>
                  <Html html={line.before} />
                </td>
                <td>
                  <Html html={line.after} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Async>
  );
}
