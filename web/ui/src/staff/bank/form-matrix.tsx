import { Alert, Select } from "antd";
import { useState } from "react";

import { api, ok } from "../api";
import { Async } from "../parts/async";
import { useLanguage, useText } from "../text/language";
import { useApi } from "../use-api";
import {
  countAt,
  isCluster,
  mark,
  matrixLevels,
  share,
  totals,
  type Blueprint,
} from "./blueprint-model";
import { LevelHeadings } from "./matrix-levels";
import { kindName, levelName } from "./words";
import "./blueprint.css";

/** A form as its matrix, compared with a blueprint if one is chosen. */
export function FormMatrix({ form }: { form: string }) {
  const t = useText();
  const { language } = useLanguage();
  const [blueprint, setBlueprint] = useState("");
  const list = useApi("blueprints", () => ok(api.GET("/api/blueprints")));
  const read = useApi(`matrix ${form} ${blueprint}`, () =>
    ok(
      api.GET("/api/forms/{id}/matrix", {
        params: { path: { id: form }, query: blueprint === "" ? {} : { blueprint } },
      }),
    ),
  );
  return (
    <>
      <Select
        className="kt-gap"
        aria-label={t("So với ma trận", "Compare with")}
        allowClear
        style={{ width: 380, maxWidth: "100%" }}
        placeholder={t("So với một ma trận…", "Compare with a blueprint…")}
        options={(list.data?.blueprints ?? []).map((b) => ({ value: b.id, label: b.name }))}
        onChange={(v: string | undefined) => setBlueprint(v ?? "")}
      />
      <Async of={read}>
        {(m) => (
          <>
            {m.compared && (
              <Alert
                className="kt-gap"
                showIcon
                type={m.deviations.length === 0 ? "success" : "warning"}
                title={
                  m.deviations.length === 0
                    ? t("Đề đúng ma trận.", "The form is as the blueprint asks.")
                    : t("Chỗ đề khác ma trận:", "Where the form differs:")
                }
                description={
                  m.deviations.length > 0 && (
                    <ul>
                      {m.deviations.map((d, i) => (
                        <li key={i}>
                          {[d.topic, d.content, d.way, levelName(d.level ?? "")[language]]
                            .filter(Boolean)
                            .join(" · ")}
                          {": "}
                          {t(
                            `ma trận ${String(d.want)}, đề ${String(d.got)}`,
                            `wanted ${String(d.want)}, has ${String(d.got)}`,
                          )}
                        </li>
                      ))}
                    </ul>
                  )
                }
              />
            )}
            <Table of={m.body as Blueprint} />
          </>
        )}
      </Async>
    </>
  );
}

function Table({ of }: { of: Blueprint }) {
  const t = useText();
  const { language } = useLanguage();
  const sum = totals(of);
  // Kinds of one part earn differently: what its cells are worth cannot be said.
  const mixed = of.parts.map((p) => p.kinds.length > 1);
  const unknown = mixed.includes(true);
  return (
    <div className="kt-matrix-scroll">
      {unknown && (
        <p className="kt-note">
          {t(
            "Phần có nhiều dạng câu: bảng chỉ đếm số câu (câu đúng/sai đếm theo ý), không tính điểm vì mỗi dạng có thang điểm riêng.",
            "A part has several kinds of questions: the table counts questions (of true/false, statements) and no points, because each kind has its own scale.",
          )}
        </p>
      )}
      <table className="kt-matrix">
        <thead>
          <tr>
            <th rowSpan={2}>{t("Chủ đề", "Topic")}</th>
            <th rowSpan={2}>{t("Đơn vị kiến thức", "Content unit")}</th>
            {of.parts.map((p, i) => (
              <th key={i} colSpan={3} className="kt-matrix-part">
                {p.kinds.map((k) => kindName(k)[language]).join(", ")}
                {isCluster(p) && (
                  <small>
                    {mixed[i]
                      ? t("câu đúng/sai đếm theo ý", "true/false by statements")
                      : t("đếm theo ý", "statements")}
                  </small>
                )}
              </th>
            ))}
            <th rowSpan={2}>{t("% điểm", "% points")}</th>
          </tr>
          <LevelHeadings groups={of.parts.length} />
        </thead>
        <tbody>
          {(of.rows ?? []).map((row, r) => (
            <tr key={r}>
              <td>{row.topic}</td>
              <td>{row.content}</td>
              {of.parts.flatMap((_, i) =>
                matrixLevels.map((l) => (
                  <td key={`${String(i)}-${l}`} className={l === "biet" ? "kt-matrix-part" : ""}>
                    {countAt(row, i + 1, l) || ""}
                  </td>
                )),
              )}
              <td>{unknown ? "–" : share(sum.rowPoints[r] ?? 0, sum.points, language)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td colSpan={2}>{t("Tổng số điểm", "Points")}</td>
            {sum.partPoints.map((p, i) => (
              <td key={i} colSpan={3} className="kt-matrix-part">
                {mixed[i] ? "–" : mark(p, language)}
              </td>
            ))}
            <td>{unknown ? "–" : mark(sum.points, language)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
