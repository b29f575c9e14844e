import { TreeSelect } from "antd";

import type { Schema } from "../api";
import { useText } from "../text/language";

type Unit = Schema["UnitView"];

export interface UnitNode {
  value: string;
  title: string;
  children: UnitNode[];
}

/** Makes a tree of the units; one whose parent is not among them is a root. */
export function unitTree(units: readonly Unit[]): UnitNode[] {
  const nodes = new Map<string, UnitNode>();
  for (const u of units) nodes.set(u.id, { value: u.id, title: u.name, children: [] });
  const tops: UnitNode[] = [];
  for (const u of units) {
    const node = nodes.get(u.id);
    if (node) (nodes.get(u.parent_id)?.children ?? tops).push(node);
  }
  return tops;
}

interface Props {
  units: readonly Unit[];
  value?: string;
  onChange?: (id: string) => void;
}

/** Chooses one unit of a tree, by typing or by opening its branches. */
export function UnitSelect({ units, value, onChange }: Props) {
  const t = useText();
  return (
    <TreeSelect
      {...(value === undefined ? {} : { value })}
      {...(onChange === undefined ? {} : { onChange })}
      treeData={unitTree(units)}
      showSearch={{ treeNodeFilterProp: "title" }}
      treeDefaultExpandAll={units.length < 60}
      popupMatchSelectWidth={false}
      placeholder={t("Chọn đơn vị", "Choose a unit")}
      style={{ width: "100%" }}
    />
  );
}
