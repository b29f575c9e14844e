import { Form, Select } from "antd";

import { bankText } from "../plain";
import { useText } from "../../text/language";
import { capital, small } from "../words";
import { CreditInput } from "./credit";
import { setKey, withValue, type Edit } from "./edit";
import { OptionRows } from "./options";
import { StatementRows } from "./statements";

/** Rows that each get one target: pairs, or things sorted into groups. */
export function Match({ edit }: { edit: Edit }) {
  const t = useText();
  const { question, key } = edit.body;
  const sorting = question.kind === "categorise";
  const n = question.statements?.length ?? 0;
  const targets = (question.options ?? []).map((o, i) => ({
    value: o.id,
    label: `${capital(i)}. ${bankText(o.html, 40)}`,
  }));
  const set = (i: number, value: string) =>
    setKey(edit, (k) => ({ statements: withValue(k.statements, n, i, value) }));
  return (
    <>
      <Form.Item
        label={
          sorting
            ? t("Các nhóm", "Groups")
            : t("Cột phải: các vế để ghép; nên có vế thừa", "Right column; a few more than rows")
        }
      >
        <OptionRows
          edit={edit}
          name={sorting ? t("Nhóm", "Group") : t("Vế", "Target")}
          add={sorting ? t("Thêm nhóm", "Add a group") : t("Thêm vế", "Add a target")}
        />
      </Form.Item>
      <Form.Item
        label={
          sorting
            ? t(
                "Các mục cần xếp, và nhóm đúng của mỗi mục",
                "Things to sort, and where each belongs",
              )
            : t(
                "Cột trái: các dòng, và vế đúng của mỗi dòng",
                "Left column, and the target of each row",
              )
        }
      >
        <StatementRows
          edit={edit}
          name={sorting ? t("Mục", "Thing") : t("Dòng", "Row")}
          answer={(i) => {
            const now = key.statements?.[i] ?? "";
            return (
              <>
                <Select
                  className="kt-target"
                  aria-label={t(`Đáp án ${small(i)}`, `Key of ${small(i)}`)}
                  placeholder={t("Đáp án", "Key")}
                  allowClear
                  value={targets.some((o) => o.value === now) ? now : null}
                  onChange={(v: string | undefined | null) => set(i, v ?? "")}
                  options={targets}
                />
                {now !== "" && (
                  <CreditInput edit={edit} name={`${small(i)}:${now}`} right label={small(i)} />
                )}
              </>
            );
          }}
        />
      </Form.Item>
    </>
  );
}
