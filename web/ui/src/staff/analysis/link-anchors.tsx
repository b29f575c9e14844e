import { Button, Card, Checkbox, Table, Tag } from "antd";

import { saveSheets } from "../plots/figure";
import { fieldName } from "../results/words";
import { decimal } from "../text/format";
import { useLanguage, useText } from "../text/language";
import type { AnchorView } from "./calls";
import { DIFClass } from "./dif-rows";
import { Term } from "./terms";

/** Keys of anchors, separated by commas: they are left out of the constants. */
export type LeaveOut = (keys: string) => void;

/** The common items of two runs: which have changed, and which carry the scale. */
export function Anchors({ of, leaveOut }: { of: AnchorView[]; leaveOut: LeaveOut }) {
  const t = useText();
  const { language } = useLanguage();
  const n = (x: number | null | undefined) => decimal(x ?? null, 2, language);
  const out = of.filter((x) => x.left_out).map((x) => x.key);
  const toggle = (key: string, kept: boolean) =>
    leaveOut((kept ? out.filter((k) => k !== key) : [...out, key]).join(","));
  return (
    <Card
      title={t("Câu chung", "Common items")}
      extra={
        <Button className="kt-no-print" onClick={() => saveDrift(of, t)}>
          {t("Tải bảng này (.xlsx)", "This table (.xlsx)")}
        </Button>
      }
    >
      <p className="kt-note">
        {t(
          "Loại A, B, C như DIF, giữa hai lần thi sau khi đã lên cùng thang. Câu dễ hẳn lên có thể đã bị lộ. Bỏ dấu ở cột Neo để tính lại thang mà không có câu đó.",
          "Classes A, B, C as of DIF, between the two runs on one scale. An item that became much easier may have leaked. Untick an anchor to compute the scale without it.",
        )}
      </p>
      <Table<AnchorView>
        size="small"
        className="kt-numbers"
        rowKey="key"
        dataSource={of}
        pagination={false}
        scroll={{ x: "max-content" }}
        columns={[
          {
            title: t("Neo", "Anchor"),
            align: "center",
            render: (_, x) => (
              <Checkbox
                aria-label={t(
                  `Dùng câu ${fieldName(x.name_to)} làm neo`,
                  `Use item ${fieldName(x.name_to)} as an anchor`,
                )}
                checked={!x.left_out}
                onChange={(e) => toggle(x.key, e.target.checked)}
              />
            ),
          },
          {
            title: t("Câu (cũ → mới)", "Item (old → new)"),
            render: (_, x) => `${fieldName(x.name_from)} → ${fieldName(x.name_to)}`,
          },
          { title: t("Loại", "Class"), render: (_, x) => <DIFClass of={x.drift?.class ?? ""} /> },
          {
            title: "Δ",
            align: "right",
            sorter: (a, b) => Math.abs(a.drift?.delta ?? 0) - Math.abs(b.drift?.delta ?? 0),
            render: (_, x) => n(x.drift?.delta),
          },
          { title: t("p cũ", "Old p"), align: "right", render: (_, x) => n(x.p_from) },
          { title: t("p mới", "New p"), align: "right", render: (_, x) => n(x.p_to) },
          { title: t("b cũ", "Old b"), align: "right", render: (_, x) => n(x.b_from) },
          {
            title: t("b theo đường", "b by the line"),
            align: "right",
            render: (_, x) => n(x.b_linked),
          },
          { title: t("b mới", "New b"), align: "right", render: (_, x) => n(x.b_to) },
          {
            title: <Term of="robust_z" />,
            align: "right",
            sorter: (a, b) => Math.abs(a.z_difficulty ?? 0) - Math.abs(b.z_difficulty ?? 0),
            defaultSortOrder: "descend",
            render: (_, x) => n(x.z_difficulty),
          },
          {
            title: "",
            render: (_, x) => (
              <>
                {changed(x, t)} {x.watch && <Tag color="orange">{t("Cần xem", "Watch")}</Tag>}
              </>
            ),
          },
        ]}
      />
    </Card>
  );
}

type T = (vi: string, en: string) => string;

/** Which way an item of class B or C went. */
function changed({ drift }: AnchorView, t: T): string {
  if (!drift || drift.delta === null || (drift.class !== "B" && drift.class !== "C")) return "";
  return drift.delta < 0 ? t("khó lên", "harder") : t("dễ đi", "easier");
}

function saveDrift(of: AnchorView[], t: T): void {
  saveSheets(
    [
      {
        name: t("Câu chung", "Common items"),
        head: [
          t("Câu cũ", "Old item"),
          t("Câu mới", "New item"),
          t("Loại", "Class"),
          "Δ",
          "p (Δ)",
          t("p cũ", "Old p"),
          t("p mới", "New p"),
          t("b cũ", "Old b"),
          t("b theo đường", "b by the line"),
          t("b mới", "New b"),
          "z",
          t("Neo", "Anchor"),
        ],
        rows: of.map((x) => [
          fieldName(x.name_from),
          fieldName(x.name_to),
          x.drift?.class ?? "",
          x.drift?.delta ?? null,
          x.drift?.p ?? null,
          x.p_from,
          x.p_to,
          x.b_from,
          x.b_linked,
          x.b_to,
          x.z_difficulty,
          x.left_out ? "" : "x",
        ]),
      },
    ],
    "cau-chung.xlsx",
  );
}
