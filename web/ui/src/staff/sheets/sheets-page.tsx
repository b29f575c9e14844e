import { Button, Card, Modal, Select, Steps, Table } from "antd";
import { useState } from "react";
import { Link } from "react-router";

import { api, ok, type Schema } from "../api";
import { Async } from "../parts/async";
import { Page } from "../parts/page";
import { useLanguage, useText } from "../text/language";
import { useAction } from "../use-action";
import { useApi } from "../use-api";
import { Secrets } from "./secrets";
import { stages } from "./words";

type Sitting = Schema["SheetSittingView"];

/** Sittings that were, or may be, written on paper. */
export default function SheetsPage() {
  const t = useText();
  const read = useApi("sheets", () => ok(api.GET("/api/sheets/sittings")));
  return (
    <Page
      title={t("Chấm phiếu trả lời", "Answer sheets")}
      lead={t(
        "Bốn bước: quét, đọc ảnh, xử lý nghi vấn, chấm điểm. Mỗi bước có mã mở riêng do một người giữ và được niêm phong trước khi bước sau mở.",
        "Four stages: scan, read, decide, score. Each has a secret of its own, held by one person, and is sealed before the next opens.",
      )}
    >
      <Card>
        <Async
          of={read}
          isEmpty={({ sittings }) => sittings.length === 0}
          empty={t(
            "Chưa có ca thi nào có đề và đã xếp phòng.",
            "No sitting has a form and seats yet.",
          )}
        >
          {({ sittings }) => <Sittings list={sittings} changed={read.reload} />}
        </Async>
      </Card>
    </Page>
  );
}

function Sittings({ list, changed }: { list: Sitting[]; changed: () => void }) {
  const t = useText();
  const [begun, setBegun] = useState<Sitting | null>(null);
  return (
    <>
      <Table
        rowKey="id"
        dataSource={list}
        pagination={{ hideOnSinglePage: true }}
        scroll={{ x: 720 }}
        columns={[
          {
            title: t("Ca thi", "Sitting"),
            render: (_, s) => (
              <>
                <b>{s.name}</b>
                <br />
                {s.exam} · {s.subject}
              </>
            ),
          },
          { title: t("Thí sinh", "Candidates"), dataIndex: "seated", width: 100, align: "right" },
          {
            title: t("Đang ở bước", "Stage"),
            width: 420,
            render: (_, s) =>
              s.begun ? <StageLine of={s.stages} /> : t("Chưa bắt đầu", "Not begun"),
          },
          {
            title: "",
            width: 150,
            render: (_, s) =>
              s.begun ? (
                <Link to={`/cham-phieu/${s.id}`}>
                  <Button type="primary">{t("Mở", "Open")}</Button>
                </Link>
              ) : (
                <Button onClick={() => setBegun(s)}>{t("Bắt đầu…", "Begin…")}</Button>
              ),
          },
        ]}
      />
      {begun && (
        <BeginDialog
          of={begun}
          close={() => {
            setBegun(null);
            changed();
          }}
        />
      )}
    </>
  );
}

/** The four stages in one line: sealed, open, to come. */
export function StageLine({ of }: { of: Schema["StageView"][] }) {
  const { language } = useLanguage();
  const open = of.findIndex((s) => !s.sealed_at);
  return (
    <Steps
      size="small"
      current={open < 0 ? of.length : open}
      items={stages.map((s) => ({ title: s.name[language] }))}
    />
  );
}

function BeginDialog({ of, close }: { of: Sitting; close: () => void }) {
  const t = useText();
  const { busy, run } = useAction();
  const [layout, setLayout] = useState<string>("thptqg-2025");
  const [secrets, setSecrets] = useState<Schema["SecretView"][] | null>(null);
  const layouts = useApi("layouts", () => ok(api.GET("/api/sheets/layouts")));
  const begin = async () => {
    const params = { path: { sitting: of.id } };
    const made = await run(() =>
      ok(api.POST("/api/sheets/sittings/{sitting}", { params, body: { layout } })),
    );
    if (made) setSecrets(made.secrets);
  };
  if (secrets) return <Secrets secrets={secrets} sitting={of.name} exam={of.exam} close={close} />;
  return (
    <Modal
      open
      title={`${t("Bắt đầu xử lý phiếu", "Begin the answer sheets")}: ${of.name}`}
      okText={t("Bắt đầu, tạo bốn mã", "Begin, make four secrets")}
      cancelText={t("Thôi", "Cancel")}
      confirmLoading={busy}
      onOk={() => void begin()}
      onCancel={close}
    >
      <label>
        {t("Mẫu phiếu", "Layout")}
        <Select
          className="kt-wide"
          value={layout}
          onChange={setLayout}
          loading={layouts.loading}
          options={(layouts.data?.layouts ?? []).map((l) => ({
            value: l.name,
            label: l.title || l.name,
          }))}
        />
      </label>
      <p>
        {t(
          "Mẫu phiếu không đổi được sau khi bắt đầu. Bốn mã chỉ hiện một lần: hãy in và giao cho bốn người.",
          "The layout stays once you have begun. The four secrets are shown once: print them for four people.",
        )}
      </p>
    </Modal>
  );
}
