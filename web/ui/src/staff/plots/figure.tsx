import { Button, Card, Dropdown, Segmented, Skeleton, Table } from "antd";
import { lazy, Suspense, useMemo, useState, type ReactNode } from "react";

import { fold } from "../admin/search";
import { saveBlob } from "../save-file";
import { decimal } from "../text/format";
import { useLanguage, useText, type Language } from "../text/language";
import { useAction } from "../use-action";
import type { Cell, Figure, Sheet, Words } from "./types";
import { workbook, workbookType } from "./workbook";
import "./plots.css";

const Chart = lazy(() => import("./chart"));

/** The words for the functions that make figures. */
export function useWords(): Words {
  const t = useText();
  const { language } = useLanguage();
  return useMemo(() => ({ t, language }), [t, language]);
}

interface Props {
  of: Figure;
  /** A sentence that says how to read the plot. */
  help?: ReactNode;
  tall?: boolean;
  /** Controls beside the title. */
  tools?: ReactNode;
}

/** A plot in a card: its numbers one click away, and both as files. */
export function FigureCard({ of, help, tools, tall = false }: Props) {
  const t = useText();
  const [view, setView] = useState<"plot" | "table">("plot");
  return (
    <Card
      className="kt-figure"
      title={of.sheet.name}
      extra={
        <div className="kt-figure-tools kt-no-print">
          {tools}
          <Segmented
            size="small"
            aria-label={t("Cách xem", "View")}
            value={view}
            onChange={setView}
            options={[
              { value: "plot", label: t("Biểu đồ", "Plot") },
              { value: "table", label: t("Số liệu", "Numbers") },
            ]}
          />
          <Download of={of} />
        </div>
      }
    >
      {help !== undefined && <p className="kt-figure-help">{help}</p>}
      {view === "plot" ? (
        <Suspense fallback={<Skeleton active paragraph={{ rows: 6 }} />}>
          <Chart of={of} tall={tall} />
        </Suspense>
      ) : (
        <SheetTable of={of.sheet} />
      )}
    </Card>
  );
}

type Format = "png" | "pdf" | "xlsx";

function Download({ of }: { of: Figure }) {
  const t = useText();
  const { busy, run } = useAction();
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: [
          { key: "png", label: t("Ảnh (.png)", "Picture (.png)") },
          { key: "pdf", label: t("Trang in (.pdf)", "Page (.pdf)") },
          { key: "xlsx", label: t("Bảng tính (.xlsx)", "Spreadsheet (.xlsx)") },
        ],
        onClick: ({ key }) => void run(() => save(of, key as Format)),
      }}
    >
      <Button size="small" loading={busy}>
        {t("Tải về", "Download")}
      </Button>
    </Dropdown>
  );
}

async function save(of: Figure, format: Format): Promise<void> {
  const name = `${fileSlug(of.sheet.name)}.${format}`;
  if (format === "xlsx") {
    saveSheets([of.sheet], name);
    return;
  }
  const { picture } = await import("./chart");
  const canvas = picture(of);
  if (format === "png") {
    saveBlob(await png(canvas), name);
    return;
  }
  const { picturePDF } = await import("./picture-pdf");
  const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height);
  if (!pixels) throw new Error("the browser gives no pixels");
  saveBlob(picturePDF(pixels, of.sheet.name), name);
}

/** Saves tables as one spreadsheet. */
export function saveSheets(sheets: readonly Sheet[], name: string): void {
  saveBlob(new Blob([workbook(sheets)], { type: workbookType }), name);
}

function png(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error("the browser made no picture"));
    }, "image/png"),
  );
}

/** A file name of plain letters. */
export function fileSlug(text: string): string {
  return fold(text)
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 80);
}

/** The numbers of a figure. */
export function SheetTable({ of }: { of: Sheet }) {
  const { language } = useLanguage();
  return (
    <Table<Cell[]>
      size="small"
      className="kt-numbers"
      rowKey={(row) => of.rows.indexOf(row)}
      dataSource={of.rows}
      pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: "max-content", y: 360 }}
      columns={of.head.map((title, c) => {
        const numeric = of.rows.some((row) => typeof row[c] === "number");
        return {
          title,
          key: c,
          align: numeric ? ("right" as const) : ("left" as const),
          render: (_: unknown, row: Cell[]) => shown(row[c] ?? null, language),
        };
      })}
    />
  );
}

function shown(cell: Cell, language: Language): string {
  if (typeof cell !== "number") return cell ?? "";
  return decimal(cell, Number.isInteger(cell) ? 0 : 3, language);
}
