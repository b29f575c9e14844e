import { TreeSelect } from "antd";
import { useMemo } from "react";

import { matches } from "../admin/search";
import { api, ok, type Schema } from "../api";
import { useLanguage, useText, type Language } from "../text/language";
import { useApi } from "../use-api";

export type Node = Schema["Node"];

/** What a node of the curriculum says about a question. */
export interface NodeTags {
  subject: string;
  topic?: string;
  content?: string;
  outcome?: string;
  grade?: number;
}

/** The tags that a node stands for: its own name and those above it. */
export function tagsOf(code: string, nodes: readonly Node[]): NodeTags | undefined {
  const by = new Map(nodes.map((n) => [n.code, n]));
  const tags: NodeTags = { subject: "" };
  let node = by.get(code);
  if (node === undefined) return undefined;
  if (node.grades.length === 1) tags.grade = node.grades[0] ?? 0;
  for (let steps = 0; node !== undefined && steps < 10; steps++) {
    if (node.kind === "subject") tags.subject = node.code;
    else if (node.kind !== "strand") tags[node.kind] = node.name;
    node = node.parent === undefined ? undefined : by.get(node.parent);
  }
  return tags;
}

export interface TreeNode {
  value: string;
  key: string;
  title: string;
  children: TreeNode[];
}

/** The nodes as a tree, of one grade and one subject where asked. */
export function treeOf(
  nodes: readonly Node[],
  language: Language,
  only: { subject?: string; grade?: number } = {},
): TreeNode[] {
  const made = new Map<string, TreeNode>();
  const roots: TreeNode[] = [];
  for (const n of nodes) {
    if (only.grade && n.grades.length > 0 && !n.grades.includes(only.grade)) continue;
    if (n.kind === "subject" && only.subject && n.code !== only.subject) continue;
    const grades =
      n.kind === "strand" && n.grades.length > 0 ? ` (${gradesText(n.grades, language)})` : "";
    const name = language === "en" && n.en ? n.en : n.name;
    const node = { value: n.code, key: n.code, title: name + grades, children: [] };
    const parent = n.parent === undefined ? undefined : made.get(n.parent);
    if (n.parent !== undefined && parent === undefined) continue; // left out with what is above it
    made.set(n.code, node);
    (parent?.children ?? roots).push(node);
  }
  return roots;
}

/** lớp 6–9 */
export function gradesText(grades: readonly number[], language: Language): string {
  const word = language === "vi" ? "lớp " : "grade ";
  const first = grades[0];
  const last = grades[grades.length - 1];
  if (first === undefined || last === undefined) return "";
  const run = last - first + 1 === grades.length;
  return word + (run && last > first ? `${first}–${last}` : grades.join(", "));
}

/** The programme and what one's units added to it. */
export function useNodes() {
  return useApi("curriculum", () => ok(api.GET("/api/curriculum")));
}

interface Props {
  subject?: string;
  grade?: number;
  onPick: (tags: NodeTags) => void;
}

/** Picks a place of the curriculum; its names become the tags of a question. */
export function NodePicker({ subject, grade, onPick }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const { data, loading } = useNodes();
  const tree = useMemo(
    () =>
      treeOf(data ?? [], language, {
        ...(subject ? { subject } : {}),
        ...(grade ? { grade } : {}),
      }),
    [data, language, subject, grade],
  );
  return (
    <TreeSelect<string | null>
      className="kt-wide"
      showSearch={{
        filterTreeNode: (typed, node) =>
          matches(typeof node.title === "string" ? node.title : "", typed),
      }}
      popupMatchSelectWidth={false}
      treeData={tree}
      loading={loading}
      value={null}
      placeholder={t("Chọn trong chương trình", "Choose from the programme")}
      aria-label={t("Chọn trong chương trình", "Choose from the programme")}
      onChange={(code) => {
        const tags = code === null ? undefined : tagsOf(code, data ?? []);
        if (tags !== undefined) onPick(tags);
      }}
    />
  );
}
