import { Button, Checkbox, Flex, Form, Input, InputNumber, Select } from "antd";
import { useState } from "react";

import { api, ok } from "../api";
import { Field } from "../parts/field";
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from "../parts/icons";
import { useLanguage, useText } from "../text/language";
import { useAction } from "../use-action";
import { ItemPicker } from "./item-picker";
import { Html } from "./html";
import { moved, partTitles, type FormView } from "./parts";
import { LevelTag } from "./question-view";
import { TrackEditor } from "./track-editor";
import { kindName, subjectName, subjects, type Item } from "./words";

type Part = FormView["parts"][number];
type Pin = Part["pins"][number];

/** Name, time and parts of a form; a locked one is only shown. */
export function FormEditor({ form, onSaved }: { form: FormView; onSaved: () => void }) {
  const t = useText();
  const { language } = useLanguage();
  const { busy, run } = useAction();
  const locked = form.state === "locked";
  const [head, setHead] = useState({
    name: form.name,
    subject: form.subject,
    minutes: form.duration_s / 60,
  });
  const [parts, setParts] = useState<Part[]>(form.parts);
  const [adding, setAdding] = useState<number | null>(null);
  const changePart = (i: number, part: Partial<Part>) =>
    setParts((all) => all.map((p, k) => (k === i ? { ...p, ...part } : p)));
  const add = (items: Item[]) => {
    if (adding !== null) {
      const pins = parts[adding]?.pins ?? [];
      changePart(adding, { pins: [...pins, ...items.map(pinOf)] });
    }
    setAdding(null);
  };
  const save = async () => {
    const done = await run(
      () =>
        ok(
          api.PUT("/api/forms/{id}", {
            params: { path: { id: form.id } },
            body: {
              name: head.name,
              subject: head.subject,
              duration_s: Math.round(head.minutes * 60),
              parts: parts.map((p) => ({
                title: p.title,
                intro: p.intro,
                tracks: p.tracks,
                pins: p.pins.map(({ item_id, version_id, fixed, track }) => ({
                  item_id,
                  version_id,
                  fixed,
                  track,
                })),
              })),
            },
          }),
        ),
      { done: t("Đã lưu.", "Saved.") },
    );
    if (done) {
      setParts(done.parts);
      onSaved();
    }
  };
  const used = new Set(parts.flatMap((p) => p.pins.map((q) => q.item_id)));
  return (
    <>
      <Form layout="vertical" disabled={locked}>
        <Flex gap={12} wrap>
          <Field className="kt-grow" label={t("Tên đề", "Name")}>
            <Input value={head.name} onChange={(e) => setHead({ ...head, name: e.target.value })} />
          </Field>
          <Field label={t("Môn", "Subject")}>
            <Select
              className="kt-filter"
              value={head.subject}
              onChange={(subject) => setHead({ ...head, subject })}
              options={subjects.map((s) => ({ value: s, label: subjectName(s)[language] }))}
            />
          </Field>
          <Field label={t("Phút", "Minutes")}>
            <InputNumber
              min={0}
              max={600}
              value={head.minutes}
              onChange={(v) => setHead({ ...head, minutes: v ?? 0 })}
            />
          </Field>
        </Flex>
        {parts.map((p, i) => (
          <section key={i} className="kt-part">
            <Flex gap={8} align="center">
              <Input
                className="kt-strong"
                aria-label={t(`Tên phần ${i + 1}`, `Title of part ${i + 1}`)}
                value={p.title}
                onChange={(e) => changePart(i, { title: e.target.value })}
              />
              {!locked && (
                <Button icon={<PlusOutlined />} onClick={() => setAdding(i)}>
                  {t("Thêm câu", "Add")}
                </Button>
              )}
              {!locked && p.pins.length === 0 && (
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={t("Xoá phần", "Remove part")}
                  onClick={() => setParts(parts.filter((_, k) => k !== i))}
                />
              )}
            </Flex>
            <TrackEditor part={p} locked={locked} onChange={(part) => changePart(i, part)} />
            <PinList part={p} locked={locked} onChange={(pins) => changePart(i, { pins })} />
          </section>
        ))}
      </Form>
      {!locked && (
        <Flex gap={8} wrap>
          <Button
            icon={<PlusOutlined />}
            onClick={() =>
              setParts([
                ...parts,
                { title: partTitles[parts.length] ?? "", intro: "", tracks: [], pins: [] },
              ])
            }
          >
            {t("Thêm phần", "Add a part")}
          </Button>
          <Button type="primary" loading={busy} onClick={() => void save()}>
            {t("Lưu đề", "Save")}
          </Button>
        </Flex>
      )}
      <ItemPicker
        open={adding !== null}
        subject={head.subject}
        used={used}
        onClose={() => setAdding(null)}
        onPick={add}
      />
    </>
  );
}

function pinOf(it: Item): Pin {
  const { question, tags } = it.current.body;
  const own = [tags.level, ...(question.statements ?? []).map((s) => s.level)];
  return {
    item_id: it.id,
    version_id: it.current.id,
    field: "",
    kind: question.kind as Pin["kind"],
    stem: question.stem,
    levels: [...new Set(own.filter((l) => l !== undefined && l !== ""))] as string[],
    shared: (question.stimulus ?? "") !== "",
    fixed: false,
    track: "",
  };
}

interface PinListProps {
  part: Part;
  locked: boolean;
  onChange: (pins: Pin[]) => void;
}

function PinList({ part, locked, onChange }: PinListProps) {
  const t = useText();
  const { language } = useLanguage();
  const { pins } = part;
  if (pins.length === 0)
    return <p className="kt-note">{t("Chưa có câu nào.", "No question yet.")}</p>;
  return (
    <ol className="kt-pins">
      {pins.map((pin, i) => (
        <li key={pin.item_id}>
          <b className="kt-no">
            {t("Câu", "Q")} {i + 1}
          </b>
          <div className="kt-grow">
            <Html html={pin.stem} className="kt-clip" />
            <span className="kt-note-inline">{kindName(pin.kind)[language]} </span>
            {pin.levels.map((l) => (
              <LevelTag key={l} level={l} />
            ))}
            {pin.shared && (
              <span className="kt-note-inline">{t("chung ngữ liệu", "shared stimulus")}</span>
            )}
          </div>
          {part.tracks.length > 0 && (
            <Select
              size="small"
              className="kt-track"
              disabled={locked}
              aria-label={t(`Phần riêng của câu ${i + 1}`, `Track of ${i + 1}`)}
              value={pin.track}
              onChange={(track: string) =>
                onChange(pins.map((q, k) => (k === i ? { ...q, track } : q)))
              }
              options={[
                { value: "", label: t("chung", "everybody") },
                ...part.tracks.map((track) => ({
                  value: track.id,
                  label: track.title || track.id,
                })),
              ]}
            />
          )}
          <Checkbox
            disabled={locked}
            checked={pin.fixed}
            onChange={(e) =>
              onChange(pins.map((q, k) => (k === i ? { ...q, fixed: e.target.checked } : q)))
            }
          >
            {t("cố định", "fixed")}
          </Checkbox>
          {!locked && (
            <span className="kt-pin-actions">
              <Button
                size="small"
                type="text"
                icon={<ArrowUpOutlined />}
                disabled={i === 0}
                aria-label={t(`Đưa câu ${i + 1} lên`, `Move ${i + 1} up`)}
                onClick={() => onChange(moved(pins, i, -1))}
              />
              <Button
                size="small"
                type="text"
                icon={<ArrowDownOutlined />}
                disabled={i === pins.length - 1}
                aria-label={t(`Đưa câu ${i + 1} xuống`, `Move ${i + 1} down`)}
                onClick={() => onChange(moved(pins, i, 1))}
              />
              <Button
                size="small"
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t(`Bỏ câu ${i + 1}`, `Remove ${i + 1}`)}
                onClick={() => onChange(pins.filter((_, k) => k !== i))}
              />
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}
