import { Button, Card, Flex, Select } from "antd";
import { useState } from "react";

import { api, ok, type Schema } from "../api";
import { Async } from "../parts/async";
import { EditOutlined } from "../parts/icons";
import { dateTime } from "../text/format";
import { useText } from "../text/language";
import { useApi } from "../use-api";
import { KeyForm } from "./key-form";
import { fieldName } from "./words";

type Keys = Schema["SittingKeysView"];
export type KeyField = Schema["KeyFieldView"];
export type FieldInfo = Schema["FieldInfo"];

interface Props {
  sitting: string;
  mayDecide: boolean;
  corrected: () => void;
}

/** The key in every version, and its correction. */
export function KeyTab({ sitting, mayDecide, corrected }: Props) {
  const t = useText();
  const keys = useApi(`key ${sitting}`, () =>
    ok(api.GET("/api/results/sittings/{sitting}/key", { params: { path: { sitting } } })),
  );
  return (
    <Async
      of={keys}
      isEmpty={(k) => k.versions.length === 0}
      empty={t(
        "Đáp án được lấy từ đề khi mở ca thi.",
        "The key is taken from the form when the sitting opens.",
      )}
    >
      {(k) => (
        <Versions
          sitting={sitting}
          of={k}
          mayDecide={mayDecide}
          corrected={() => {
            keys.reload();
            corrected();
          }}
        />
      )}
    </Async>
  );
}

function Versions({ sitting, of, mayDecide, corrected }: Props & { of: Keys }) {
  const t = useText();
  const newest = of.versions[0];
  const [chosen, setChosen] = useState(newest?.version ?? 1);
  const [editing, setEditing] = useState(false);
  const version = of.versions.find((v) => v.version === chosen) ?? newest;
  if (version === undefined || newest === undefined) return null;
  return (
    <Card
      title={t(`Đáp án: ${of.form_name}`, `Key: ${of.form_name}`)}
      extra={
        mayDecide && (
          <Button icon={<EditOutlined />} onClick={() => setEditing(true)}>
            {t("Sửa đáp án", "Correct the key")}
          </Button>
        )
      }
    >
      <Flex vertical gap={12}>
        <Select
          style={{ width: "100%", maxWidth: 620 }}
          aria-label={t("Phiên bản đáp án", "Version of the key")}
          value={version.version}
          onChange={setChosen}
          options={of.versions.map((v) => ({
            value: v.version,
            label: t(
              `Phiên bản ${v.version} · ${dateTime(v.at)} · ${authorName(v.author)} · ${reasonName(v.reason)}`,
              `Version ${v.version} · ${dateTime(v.at)} · ${v.author} · ${v.reason}`,
            ),
          }))}
        />
        <div className="kt-key-grid">
          {version.fields.map((f) => (
            <div
              key={f.field}
              className={`kt-key-cell${version.changes.includes(f.field) ? " kt-key-changed" : ""}`}
            >
              <span>{fieldName(f.field)}</span>
              <b>{f.cancelled ? t("huỷ", "cancelled") : shownKey(f, of.fields)}</b>
            </div>
          ))}
        </div>
        {version.changes.length > 0 && (
          <span>
            {t("Ô vàng: khác phiên bản trước.", "Yellow: differs from the version before.")}
          </span>
        )}
      </Flex>
      {editing && (
        <KeyForm
          sitting={sitting}
          base={newest}
          fields={of.fields}
          close={(saved) => {
            setEditing(false);
            if (saved) {
              setChosen(newest.version + 1);
              corrected();
            }
          }}
        />
      )}
    </Card>
  );
}

/** The accepted answers as letters. */
export function shownKey(f: KeyField, fields: readonly FieldInfo[]): string {
  if (f.limit) return `/${String(f.limit / 100).replace(".", ",")}`;
  const choices = fields.find((i) => i.field === f.field)?.choices ?? [];
  const label = (value: string) => choices.find((c) => c.value === value)?.label ?? value;
  return f.accept
    .map((a) =>
      a
        .split(",")
        .map((v) => (choices.length > 0 ? label(v) : v))
        .join(","),
    )
    .join(" | ");
}

function authorName(author: string): string {
  return author === "system" ? "hệ thống" : author;
}

function reasonName(reason: string): string {
  return reason === "form locked" ? "khoá đề" : reason;
}
