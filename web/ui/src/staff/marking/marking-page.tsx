import { Button, Card, Flex, InputNumber, Modal, Progress, Segmented, Table, Tag } from "antd";
import { useState } from "react";
import { Link } from "react-router";

import { api, ok, type Schema } from "../api";
import { Async } from "../parts/async";
import { Page } from "../parts/page";
import { useText } from "../text/language";
import { useAction } from "../use-action";
import { useApi } from "../use-api";

type Sitting = Schema["MarkingSittingView"];

/** Sittings with works to be marked: the way in for markers, the progress for a board. */
export default function MarkingPage() {
  const t = useText();
  const read = useApi("marking", () => ok(api.GET("/api/marking/sittings")));
  return (
    <Page
      title={t("Chấm bài tự luận", "Marking")}
      lead={t(
        "Người chấm chỉ thấy phách. Mỗi bài có hai người chấm độc lập; lệch quá ngưỡng thì người thứ ba quyết định.",
        "Markers see an alias only. Two people mark each work; where they differ too much a third decides.",
      )}
    >
      <Card>
        <Async
          of={read}
          isEmpty={({ sittings }) => sittings.length === 0}
          empty={t(
            "Chưa có bài nào cần chấm. Bài vào đây khi ca thi có câu tự luận hoặc nộp tệp kết thúc.",
            "Nothing to mark. Works come here when a sitting with essays or files is closed.",
          )}
        >
          {({ sittings }) => <Sittings list={sittings} changed={() => read.reload()} />}
        </Async>
      </Card>
    </Page>
  );
}

function Sittings({ list, changed }: { list: Sitting[]; changed: () => void }) {
  const t = useText();
  const [planned, setPlanned] = useState<Sitting | null>(null);
  return (
    <>
      <Table
        rowKey="id"
        dataSource={list}
        pagination={{ hideOnSinglePage: true }}
        scroll={{ x: 640 }}
        expandable={{
          rowExpandable: (s) => s.markers.length > 0,
          expandedRowRender: (s) => (
            <Flex wrap gap={8}>
              {s.markers.map((m) => (
                <Tag key={m.name}>{`${m.name}: ${m.marks}`}</Tag>
              ))}
            </Flex>
          ),
        }}
        columns={[
          {
            title: t("Ca thi", "Sitting"),
            render: (_, s) => (
              <>
                <b>{s.name}</b>
                <br />
                {s.exam}
              </>
            ),
          },
          {
            title: t("Đã chấm xong", "Settled"),
            width: 200,
            render: (_, s) => (
              <>
                <Progress percent={Math.floor((100 * s.settled) / Math.max(1, s.works))} />
                {`${s.settled}/${s.works}`}
              </>
            ),
          },
          { title: t("Chờ lần hai", "Second mark"), dataIndex: "once", width: 110, align: "right" },
          {
            title: t("Lệch điểm", "Disputed"),
            dataIndex: "disputed",
            width: 100,
            align: "right",
            render: (n: number) => (n > 0 ? <Tag color="warning">{n}</Tag> : n),
          },
          {
            title: "",
            width: 190,
            render: (_, s) => (
              <Flex gap={8} wrap>
                {s.may_mark && s.settled < s.works && (
                  <Link to={`/cham-bai/${s.id}`}>
                    <Button type="primary">{t("Chấm bài", "Mark")}</Button>
                  </Link>
                )}
                {s.markers.length === 0 && !s.may_mark && (
                  <Button onClick={() => setPlanned(s)}>{t("Cách chấm", "Plan")}</Button>
                )}
              </Flex>
            ),
          },
        ]}
      />
      {planned && (
        <PlanDialog
          of={planned}
          close={(saved) => {
            setPlanned(null);
            if (saved) changed();
          }}
        />
      )}
    </>
  );
}

function PlanDialog({ of, close }: { of: Sitting; close: (saved: boolean) => void }) {
  const t = useText();
  const { busy, run } = useAction();
  const [marks, setMarks] = useState(of.marks);
  const [percent, setPercent] = useState(of.threshold / 10);
  const save = async () => {
    const body = { marks, threshold: Math.round(percent * 10) };
    const done = await run(
      () =>
        ok(
          api.POST("/api/marking/sittings/{sitting}/plan", {
            params: { path: { sitting: of.id } },
            body,
          }),
        ).then(() => true),
      { done: t("Đã lưu cách chấm.", "The plan is stored.") },
    );
    if (done) close(true);
  };
  return (
    <Modal
      open
      title={t("Cách chấm", "How works are marked")}
      okText={t("Lưu", "Save")}
      cancelText={t("Thôi", "Cancel")}
      confirmLoading={busy}
      onOk={() => void save()}
      onCancel={() => close(false)}
    >
      <Flex vertical gap={12}>
        <Segmented
          value={marks}
          onChange={setMarks}
          options={[
            { value: 2, label: t("Hai người độc lập", "Two people") },
            { value: 1, label: t("Một người", "One person") },
          ]}
        />
        {marks === 2 && (
          <label>
            {t(
              "Người thứ ba chấm khi lệch quá (% điểm của bài): ",
              "A third person decides beyond (% of the rubric): ",
            )}
            <InputNumber min={0} max={100} value={percent} onChange={(n) => setPercent(n ?? 0)} />
          </label>
        )}
      </Flex>
    </Modal>
  );
}
