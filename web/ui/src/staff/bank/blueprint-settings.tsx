import { Button, Checkbox, Form, Input, InputNumber, Select, Space } from "antd";

import { DeleteOutlined, PlusOutlined } from "../parts/icons";
import { decimal } from "../text/format";
import { useLanguage, useText } from "../text/language";
import type { Blueprint, Part, Target } from "./blueprint-model";
import { kindNames, subjectName, subjects, type Kind } from "./words";
import { Field } from "../parts/field";

interface Props {
  value: Blueprint;
  pools: string[];
  onChange: (b: Blueprint) => void;
}

/** What stands around the matrix: the paper, its parts, what may be drawn. */
export function BlueprintSettings({ value, pools, onChange }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const part = (at: number, change: Partial<Part>) =>
    onChange({ ...value, parts: value.parts.map((p, i) => (i === at ? { ...p, ...change } : p)) });
  const kinds = (Object.keys(kindNames) as Kind[]).map((k) => ({
    value: k,
    label: kindNames[k][language],
  }));
  return (
    <Form layout="vertical">
      <div className="kt-fields">
        <Field label={t("Tên", "Name")}>
          <Input
            value={value.name}
            maxLength={300}
            onChange={(e) => onChange({ ...value, name: e.target.value })}
          />
        </Field>
        <Field label={t("Môn", "Subject")}>
          <Select
            value={value.subject ?? ""}
            onChange={(subject: string) => onChange({ ...value, subject })}
            options={subjects.map((s) => ({ value: s, label: subjectName(s)[language] }))}
          />
        </Field>
        <Field label={t("Lớp (0: mọi lớp)", "Grade (0: any)")}>
          <InputNumber
            min={0}
            max={12}
            value={value.grade ?? 0}
            onChange={(v) => onChange({ ...value, grade: v ?? 0 })}
          />
        </Field>
        <Field label={t("Thời gian (phút)", "Minutes")}>
          <InputNumber
            min={1}
            max={1440}
            value={Math.round((value.duration_s ?? 0) / 60)}
            onChange={(v) => onChange({ ...value, duration_s: (v ?? 0) * 60 })}
          />
        </Field>
      </div>
      <h3>{t("Các phần của đề", "Parts of the paper")}</h3>
      {value.parts.map((p, i) => (
        <Space key={i} wrap align="start" className="kt-gap">
          <Input
            aria-label={t(`Tên phần ${String(i + 1)}`, `Title of part ${String(i + 1)}`)}
            style={{ width: 360, maxWidth: "80vw" }}
            value={p.title}
            onChange={(e) => part(i, { title: e.target.value })}
          />
          <Select
            mode="multiple"
            aria-label={t("Dạng câu hỏi", "Kinds")}
            style={{ minWidth: 190 }}
            value={p.kinds}
            options={kinds}
            onChange={(k: Kind[]) => part(i, { kinds: k })}
          />
          <InputNumber
            aria-label={t("Điểm mỗi câu", "Points of a question")}
            min={0}
            max={100}
            step={0.25}
            decimalSeparator={language === "vi" ? "," : "."}
            suffix={t("điểm/câu", "points each")}
            style={{ width: 150 }}
            value={p.points / 100}
            onChange={(v) => part(i, { points: Math.round((v ?? 0) * 100) })}
          />
          <Button
            icon={<DeleteOutlined />}
            aria-label={t(`Xoá phần ${String(i + 1)}`, `Delete part ${String(i + 1)}`)}
            disabled={value.parts.length === 1}
            onClick={() => onChange(withoutPart(value, i))}
          />
        </Space>
      ))}
      <div>
        <Button
          icon={<PlusOutlined />}
          onClick={() =>
            onChange({
              ...value,
              parts: [...value.parts, { title: "PHẦN TỰ LUẬN", kinds: ["essay"], points: 100 }],
            })
          }
        >
          {t("Thêm phần", "Add a part")}
        </Button>
      </div>
      <h3>{t("Câu được rút", "Questions that may be drawn")}</h3>
      <div className="kt-fields">
        <Field label={t("Chỉ trong các kho", "Only of these pools")}>
          <Select
            mode="multiple"
            placeholder={t("mọi kho được dùng", "all that I may use")}
            value={value.pool?.pools ?? []}
            options={pools.map((p) => ({ value: p, label: p }))}
            onChange={(list: string[]) =>
              onChange({ ...value, pool: { ...value.pool, pools: list } })
            }
          />
        </Field>
        <Field label={t("Đã dùng ít hơn (lần; 0: không xét)", "Used less than (0: any)")}>
          <InputNumber
            min={0}
            value={value.exposure?.max_uses ?? 0}
            onChange={(v) =>
              onChange({ ...value, exposure: { ...value.exposure, max_uses: v ?? 0 } })
            }
          />
        </Field>
        <Field label={t("Chưa dùng trong (ngày; 0: không xét)", "Not used for (days; 0: any)")}>
          <InputNumber
            min={0}
            value={value.exposure?.unused_days ?? 0}
            onChange={(v) =>
              onChange({ ...value, exposure: { ...value.exposure, unused_days: v ?? 0 } })
            }
          />
        </Field>
        <Field label={t("Độ khó trung bình muốn có (0–1)", "Mean difficulty wanted (0–1)")}>
          <InputNumber
            min={0}
            max={1}
            step={0.05}
            value={value.targets?.find((x) => x.column === "p")?.value ?? null}
            onChange={(v) => onChange(withDifficulty(value, v))}
          />
        </Field>
        <Field
          label={t(
            "Đo chính xác nhất tại năng lực θ (theo tham số câu)",
            "Most information at abilities θ (by item parameters)",
          )}
        >
          <Select<string[]>
            mode="multiple"
            allowClear
            placeholder={t("Không xét", "Not asked")}
            value={abilities(value)}
            onChange={(v) => onChange(withAbilities(value, v))}
            options={["-2", "-1.5", "-1", "-0.5", "0", "0.5", "1", "1.5", "2"].map((x) => ({
              value: x,
              label: decimal(Number(x), 1, language),
            }))}
          />
        </Field>
        <Form.Item label={t("Câu chung ngữ liệu", "Questions of one text")}>
          <Checkbox
            checked={value.stimuli?.all ?? false}
            onChange={(e) =>
              onChange({ ...value, stimuli: { ...value.stimuli, all: e.target.checked } })
            }
          >
            {t("lấy tất cả hoặc không câu nào", "all of them or none")}
          </Checkbox>
        </Form.Item>
        <Form.Item label={t("Năng lực ghi trong ô", "Competences of cells")}>
          <Checkbox
            checked={value.match_competences ?? false}
            onChange={(e) => onChange({ ...value, match_competences: e.target.checked })}
          >
            {t("câu phải có nhãn năng lực đó", "questions must carry them")}
          </Checkbox>
        </Form.Item>
      </div>
      <Field
        label={t(
          "Câu loại trừ nhau: mỗi dòng một nhóm mã câu, cách nhau bằng dấu phẩy",
          "Enemies: a line a set of labels, separated by commas",
        )}
      >
        <Input.TextArea
          autoSize={{ minRows: 2, maxRows: 8 }}
          defaultValue={(value.enemies ?? []).map((s) => s.join(", ")).join("\n")}
          onBlur={(e) => onChange({ ...value, enemies: sets(e.target.value) })}
        />
      </Field>
    </Form>
  );
}

/** Sets of labels as they are typed; one alone is no set. */
function sets(text: string): string[][] {
  return text
    .split("\n")
    .map((line) =>
      line
        .split(/[,;]/)
        .map((s) => s.trim())
        .filter((s) => s !== ""),
    )
    .filter((s) => s.length > 1);
}

/** The blueprint without a part: its cells go, later parts move up. */
export function withoutPart(b: Blueprint, at: number): Blueprint {
  return {
    ...b,
    parts: b.parts.filter((_, i) => i !== at),
    rows: (b.rows ?? []).map((r) => ({
      ...r,
      cells: r.cells
        .filter((c) => c.part !== at + 1)
        .map((c) => (c.part > at + 1 ? { ...c, part: c.part - 1 } : c)),
    })),
  };
}

const isAbility = (x: Target): boolean => x.goal === "max" && Number.isFinite(Number(x.column));

function abilities(b: Blueprint): string[] {
  return (b.targets ?? []).filter(isAbility).map((x) => x.column);
}

/** Other targets, such as those that a file gave bounds, stay as they are. */
function withAbilities(b: Blueprint, columns: string[]): Blueprint {
  const now = b.targets ?? [];
  return {
    ...b,
    targets: [
      ...now.filter((x) => !isAbility(x)),
      ...columns.map(
        (column) =>
          now.find((x) => isAbility(x) && x.column === column) ?? { column, goal: "max" as const },
      ),
    ],
  };
}

function withDifficulty(b: Blueprint, value: number | null): Blueprint {
  const rest = (b.targets ?? []).filter((x) => x.column !== "p");
  if (value === null) return { ...b, targets: rest };
  return { ...b, targets: [...rest, { column: "p", goal: "near", mean: true, value }] };
}
