import { Button, Tooltip } from "antd";
import { useRef, type ClipboardEvent, type KeyboardEvent } from "react";

import { DeleteOutlined, FileTextOutlined, PlusOutlined } from "../parts/icons";
import { useLanguage, useText } from "../text/language";
import {
  brokenClusters,
  cellAt,
  countAt,
  isCluster,
  mark,
  matrixLevels,
  pasted,
  share,
  sizeOf,
  supplyOf,
  totals,
  withBlock,
  withCount,
  withRow,
  type Blueprint,
  type Supply,
} from "./blueprint-model";
import { LevelHeadings } from "./matrix-levels";
import { kindName, levelName } from "./words";

interface Props {
  value: Blueprint;
  supply: Supply[];
  onChange: (b: Blueprint) => void;
  /** Opens the outcomes and competences of a row. */
  onRow: (row: number) => void;
}

/**
 * The matrix of letter 7991 as a grid: arrows and Enter move as in a
 * spreadsheet, a block copied from one is pasted from the cell on.
 */
export function BlueprintGrid({ value, supply, onChange, onRow }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const table = useRef<HTMLTableElement>(null);
  const sum = totals(value);
  const rows = value.rows ?? [];
  const columns = value.parts.length * matrixLevels.length;

  const focus = (row: number, column: number) => {
    const cell = table.current?.querySelector<HTMLInputElement>(
      `input[data-cell="${String(row)}-${String(column)}"]`,
    );
    cell?.focus();
    cell?.select();
  };
  const onKey = (e: KeyboardEvent<HTMLInputElement>, row: number, column: number) => {
    const move: Record<string, [number, number] | undefined> = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      Enter: [row + (e.shiftKey ? -1 : 1), column],
      ArrowLeft: column > 0 ? [row, column - 1] : undefined,
      ArrowRight: column + 1 < columns ? [row, column + 1] : undefined,
    };
    const to = move[e.key];
    if (to !== undefined) {
      e.preventDefault();
      focus(...to);
    }
  };
  const onPaste = (e: ClipboardEvent<HTMLInputElement>, row: number, column: number) => {
    const block = pasted(e.clipboardData.getData("text"));
    if (block === undefined || (block.length === 1 && block[0]?.length === 1)) return;
    e.preventDefault();
    onChange(withBlock(value, row, column, block));
  };
  const change = (row: number, column: number, text: string) => {
    const level = matrixLevels[column % matrixLevels.length];
    const count = text === "" ? 0 : Number(text);
    if (level === undefined || !/^\d{0,3}$/.test(text)) return;
    onChange(withCount(value, row, Math.floor(column / matrixLevels.length) + 1, level, count));
  };

  return (
    <div className="kt-matrix-scroll">
      <table className="kt-matrix" ref={table}>
        <thead>
          <tr>
            <th rowSpan={2}>{t("TT", "No.")}</th>
            <th rowSpan={2}>{t("Chủ đề", "Topic")}</th>
            <th rowSpan={2}>{t("Đơn vị kiến thức", "Content unit")}</th>
            {value.parts.map((p, i) => (
              <th key={i} colSpan={3} className="kt-matrix-part">
                {kindName(p.kinds[0] ?? "")[language]}
                <small>
                  {sizeOf(value, i + 1)} {t("câu", "q.")} × {mark(p.points, language)}
                  {isCluster(p) && ` · ${t("đếm theo ý", "statements")}`}
                </small>
              </th>
            ))}
            <th colSpan={3}>{t("Tổng", "Total")}</th>
            <th rowSpan={2}>{t("% điểm", "% points")}</th>
            <th rowSpan={2} aria-label={t("Việc với hàng", "Row")} />
          </tr>
          <LevelHeadings groups={value.parts.length + 1} />
        </thead>
        <tbody>
          {rows.map((row, r) => {
            const broken = brokenClusters(value, row);
            return (
              <tr key={r}>
                <td>{r + 1}</td>
                <td className="kt-matrix-text">
                  <textarea
                    rows={2}
                    aria-label={t(`Chủ đề hàng ${String(r + 1)}`, `Topic of row ${String(r + 1)}`)}
                    value={row.topic}
                    onChange={(e) =>
                      onChange(withRow(value, r, (old) => ({ ...old, topic: e.target.value })))
                    }
                  />
                </td>
                <td className="kt-matrix-text">
                  <textarea
                    rows={2}
                    aria-label={t(
                      `Đơn vị kiến thức hàng ${String(r + 1)}`,
                      `Content of row ${String(r + 1)}`,
                    )}
                    value={row.content ?? ""}
                    onChange={(e) =>
                      onChange(withRow(value, r, (old) => ({ ...old, content: e.target.value })))
                    }
                  />
                </td>
                {value.parts.flatMap((p, i) =>
                  matrixLevels.map((l, k) => {
                    const count = countAt(row, i + 1, l);
                    const have = supplyOf(supply, p, row, l);
                    const column = i * matrixLevels.length + k;
                    const bad = count > have || (broken.includes(i + 1) && count > 0);
                    return (
                      <td
                        key={column}
                        className={`${k === 0 ? "kt-matrix-part" : ""} ${bad ? "kt-matrix-bad" : ""}`}
                      >
                        <input
                          data-cell={`${String(r)}-${String(column)}`}
                          inputMode="numeric"
                          autoComplete="off"
                          aria-label={`${row.topic} · ${kindName(p.kinds[0] ?? "")[language]} · ${levelName(l)[language]}`}
                          value={count === 0 ? "" : String(count)}
                          onChange={(e) => change(r, column, e.target.value)}
                          onKeyDown={(e) => onKey(e, r, column)}
                          onPaste={(e) => onPaste(e, r, column)}
                          onFocus={(e) => e.target.select()}
                        />
                        <small
                          title={t(`Ngân hàng có ${String(have)}`, `${String(have)} in the bank`)}
                        >
                          /{have}
                        </small>
                        {(cellAt(row, i + 1, l)?.competences ?? []).length > 0 && (
                          <small className="kt-matrix-tag">
                            {cellAt(row, i + 1, l)?.competences?.join(", ")}
                          </small>
                        )}
                      </td>
                    );
                  }),
                )}
                {matrixLevels.map((l, k) => (
                  <td
                    key={l}
                    className={k === 0 ? "kt-matrix-part kt-matrix-sum" : "kt-matrix-sum"}
                  >
                    {value.parts.reduce((n, _, i) => n + countAt(row, i + 1, l), 0) || ""}
                  </td>
                ))}
                <td className="kt-matrix-sum">
                  {share(sum.rowPoints[r] ?? 0, sum.points, language)}
                </td>
                <td className="kt-matrix-do">
                  <Tooltip title={t("Yêu cầu cần đạt, năng lực", "Outcomes, competences")}>
                    <Button
                      size="small"
                      type="text"
                      icon={<FileTextOutlined />}
                      aria-label={t(
                        `Yêu cầu cần đạt hàng ${String(r + 1)}`,
                        `Outcomes of row ${String(r + 1)}`,
                      )}
                      onClick={() => onRow(r)}
                    />
                  </Tooltip>
                  <Button
                    size="small"
                    type="text"
                    icon={<DeleteOutlined />}
                    aria-label={t(`Xoá hàng ${String(r + 1)}`, `Delete row ${String(r + 1)}`)}
                    onClick={() => onChange({ ...value, rows: rows.filter((_, i) => i !== r) })}
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr>
            <td colSpan={3}>{t("Tổng số câu/ý", "Questions/statements")}</td>
            {sum.counts.flatMap((counts, i) =>
              counts.map((n, k) => (
                <td key={`${String(i)}-${String(k)}`} className={k === 0 ? "kt-matrix-part" : ""}>
                  {n || ""}
                </td>
              )),
            )}
            {sum.levelCounts.map((n, k) => (
              <td key={k} className={k === 0 ? "kt-matrix-part" : ""}>
                {n || ""}
              </td>
            ))}
            <td>{sum.questions}</td>
            <td />
          </tr>
          <tr>
            <td colSpan={3}>{t("Tổng số điểm", "Points")}</td>
            {sum.partPoints.map((p, i) => (
              <td key={i} colSpan={3} className="kt-matrix-part">
                {mark(p, language)}
              </td>
            ))}
            {sum.levelPoints.map((p, k) => (
              <td key={k} className={k === 0 ? "kt-matrix-part" : ""}>
                {mark(p, language)}
              </td>
            ))}
            <td data-total>{mark(sum.points, language)}</td>
            <td />
          </tr>
          <tr>
            <td colSpan={3}>{t("Tỉ lệ %", "Share")}</td>
            {sum.partPoints.map((p, i) => (
              <td key={i} colSpan={3} className="kt-matrix-part">
                {share(p, sum.points, language)}
              </td>
            ))}
            {sum.levelPoints.map((p, k) => (
              <td key={k} className={k === 0 ? "kt-matrix-part" : ""}>
                {share(p, sum.points, language)}
              </td>
            ))}
            <td>{share(sum.points, sum.points, language)}</td>
            <td />
          </tr>
        </tfoot>
      </table>
      <Button
        className="kt-gap-top"
        icon={<PlusOutlined />}
        onClick={() =>
          onChange({ ...value, rows: [...rows, { topic: rows.at(-1)?.topic ?? "", cells: [] }] })
        }
      >
        {t("Thêm hàng", "Add a row")}
      </Button>
    </div>
  );
}
