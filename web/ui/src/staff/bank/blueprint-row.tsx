import { Drawer, Form, Input, Select } from "antd";

import { useLanguage, useText } from "../text/language";
import { cellAt, matrixLevels, withRow, type Blueprint } from "./blueprint-model";
import { kindName, levelName } from "./words";

interface Props {
  value: Blueprint;
  row: number | undefined;
  onChange: (b: Blueprint) => void;
  onClose: () => void;
}

/** The outcomes of a row by level, and the competences of its cells. */
export function RowDrawer({ value, row, onChange, onClose }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const data = row === undefined ? undefined : value.rows?.[row];
  return (
    <Drawer
      open={data !== undefined}
      onClose={onClose}
      size={520}
      title={[data?.topic, data?.content].filter(Boolean).join(" · ")}
    >
      {data !== undefined && row !== undefined && (
        <Form layout="vertical">
          {matrixLevels.map((l) => (
            <Form.Item
              key={l}
              label={`${t("Yêu cầu cần đạt", "Outcomes")}: ${levelName(l)[language]}`}
            >
              <Input.TextArea
                autoSize={{ minRows: 2, maxRows: 8 }}
                value={data.outcomes?.[l] ?? ""}
                onChange={(e) =>
                  onChange(
                    withRow(value, row, (old) => ({
                      ...old,
                      outcomes: { ...old.outcomes, [l]: e.target.value },
                    })),
                  )
                }
              />
            </Form.Item>
          ))}
          {value.parts.flatMap((p, i) =>
            matrixLevels.flatMap((l) => {
              const cell = cellAt(data, i + 1, l);
              if (cell === undefined) return [];
              return [
                <Form.Item
                  key={`${String(i)}-${l}`}
                  label={`${t("Năng lực", "Competences")}: ${kindName(p.kinds[0] ?? "")[language]} · ${levelName(l)[language]}`}
                >
                  <Select
                    mode="tags"
                    tokenSeparators={[",", ";"]}
                    value={cell.competences ?? []}
                    onChange={(competences: string[]) =>
                      onChange(
                        withRow(value, row, (old) => ({
                          ...old,
                          cells: old.cells.map((c) => (c === cell ? { ...c, competences } : c)),
                        })),
                      )
                    }
                  />
                </Form.Item>,
              ];
            }),
          )}
        </Form>
      )}
    </Drawer>
  );
}
