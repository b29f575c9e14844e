import { App, Button, Col, Empty, Flex, Row } from "antd";
import { useState } from "react";

import { api, ok, type Schema } from "../api";
import { Async } from "../parts/async";
import { PlusOutlined, TableOutlined } from "../parts/icons";
import { useText } from "../text/language";
import { useAction } from "../use-action";
import { useApi } from "../use-api";
import type { Exam } from "./exam-page";
import { PracticeButton } from "./practice-button";
import { SittingCard } from "./sitting-card";
import { SittingDialog } from "./sitting-dialog";

export type Sitting = Schema["SittingView"];

/** What the dialog works on: a sitting, or a new one. */
export type Editing = { sitting: Sitting } | "new";

/** The sittings of an exam, with what is needed to choose forms and rules. */
export function SittingsTab({ exam }: { exam: Exam }) {
  const t = useText();
  const [editing, setEditing] = useState<Editing | null>(null);
  const params = { path: { id: exam.id } };
  const read = useApi(
    `sittings ${exam.id}`,
    () => ok(api.GET("/api/exams/{id}/sittings", { params })),
    { everyMs: 5000 },
  );
  const choices = useApi(`sitting choices ${exam.id}`, async () => {
    const [forms, profiles] = await Promise.all([
      ok(api.GET("/api/exams/{id}/forms", { params })),
      ok(api.GET("/api/exam-profiles")),
    ]);
    const profile = profiles.profiles.find((p) => p.name === exam.profile);
    return { forms: forms.forms, rules: profiles.rules, profile };
  });
  const sittings = read.data?.sittings ?? [];
  return (
    <>
      <Flex gap={8} wrap justify="flex-end" className="kt-gap">
        <PracticeButton exam={exam} sittings={sittings} onDone={read.reload} />
        <SeatButton exam={exam} sittings={sittings} onDone={read.reload} />
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing("new")}>
          {t("Thêm ca thi", "Add a sitting")}
        </Button>
      </Flex>
      <Async
        of={read}
        isEmpty={(d) => d.sittings.length === 0}
        empty={<Empty image={null} description={t("Chưa có ca thi.", "No sitting yet.")} />}
      >
        {(data) => (
          <Row gutter={[16, 16]}>
            {data.sittings.map((s) => (
              <Col key={s.id} xs={24} lg={12}>
                <SittingCard
                  sitting={s}
                  form={choices.data?.forms.find((f) => f.id === s.form_id)?.name}
                  onEdit={() => setEditing({ sitting: s })}
                  onChanged={read.reload}
                />
              </Col>
            ))}
          </Row>
        )}
      </Async>
      <SittingDialog
        exam={exam}
        editing={editing}
        choices={choices.data}
        onClose={() => setEditing(null)}
        onSaved={() => {
          setEditing(null);
          read.reload();
        }}
      />
    </>
  );
}

interface SeatProps {
  exam: Exam;
  sittings: Sitting[];
  onDone: () => void;
}

/** Seats the candidates of every sitting that is still planned. */
function SeatButton({ exam, sittings, onDone }: SeatProps) {
  const t = useText();
  const { modal, message } = App.useApp();
  const { busy, run } = useAction();
  const planned = sittings.filter((s) => s.state === "planned");
  const assign = async () => {
    const body = { sitting_ids: planned.map((s) => s.id) };
    const done = await run(() =>
      ok(api.POST("/api/exams/{id}/seats", { params: { path: { id: exam.id } }, body })),
    );
    if (!done) return;
    void message.success(t(`Đã xếp ${done.seats} chỗ ngồi.`, `${done.seats} seats were given.`));
    onDone();
  };
  return (
    <Button
      icon={<TableOutlined />}
      loading={busy}
      disabled={planned.length === 0}
      onClick={() => {
        if (planned.every((s) => s.seated === 0)) {
          void assign();
          return;
        }
        modal.confirm({
          title: t("Xếp lại phòng và chỗ ngồi?", "Assign rooms and seats anew?"),
          content: t(
            "Chỗ ngồi của các ca chưa mở được xếp lại từ đầu theo số báo danh.",
            "Seats of all sittings that are not open are given anew by candidate number.",
          ),
          onOk: assign,
        });
      }}
    >
      {t("Xếp phòng và chỗ ngồi", "Assign rooms and seats")}
    </Button>
  );
}
