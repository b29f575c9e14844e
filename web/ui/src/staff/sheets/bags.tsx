import { Button, Input, InputNumber, Table, Tag, Upload } from "antd";
import { useState } from "react";

import { api, ok, type Schema } from "../api";
import { UploadOutlined } from "../parts/icons";
import { useText } from "../text/language";
import { useAction } from "../use-action";
import { sendScan } from "./send";

type Status = Schema["SheetsStatusView"];
type Bag = Schema["BagView"];

interface Props {
  status: Status;
  sitting: string;
  editable: boolean;
  changed: () => void;
}

/** What each room handed in: counted by hand, and the files of the scanner. */
export function Bags({ status, sitting, editable, changed }: Props) {
  const t = useText();
  return (
    <Table
      rowKey="room"
      size="small"
      dataSource={status.bags}
      pagination={{ hideOnSinglePage: true, pageSize: 50 }}
      scroll={{ x: 640 }}
      columns={[
        { title: t("Phòng", "Room"), dataIndex: "name", width: 100 },
        {
          title: t("Phiếu trong túi · vắng", "Sheets in the bag · absent"),
          width: editable ? 360 : 220,
          render: (_, b) => <Counted key={b.room} of={b} {...{ sitting, editable, changed }} />,
        },
        {
          title: t("Tệp quét", "Scans"),
          render: (_, b) => <Scans of={status} room={b.room} {...{ sitting, editable, changed }} />,
        },
      ]}
    />
  );
}

interface RowProps {
  sitting: string;
  editable: boolean;
  changed: () => void;
}

function Counted({ of, sitting, editable, changed }: RowProps & { of: Bag }) {
  const t = useText();
  const { busy, run } = useAction();
  const [sheets, setSheets] = useState<number | null>(of.sheets < 0 ? null : of.sheets);
  const [absent, setAbsent] = useState(of.absent.join(" "));
  if (!editable) {
    const away = of.absent.length > 0 ? ` · ${t("vắng", "absent")}: ${of.absent.join(", ")}` : "";
    return <span>{`${String(of.sheets)}${away}`}</span>;
  }
  const same = sheets === of.sheets && absent.trim() === of.absent.join(" ");
  const save = async () => {
    const body = {
      room: of.room,
      sheets: sheets ?? 0,
      absent: absent.split(/[\s,;]+/).filter(Boolean),
    };
    const params = { path: { sitting } };
    const done = await run(
      () => ok(api.POST("/api/sheets/sittings/{sitting}/bags", { params, body })).then(() => true),
      { done: t("Đã ghi túi bài.", "The bag is stored.") },
    );
    if (done) changed();
  };
  return (
    <form
      style={{ display: "flex", gap: 8, flexWrap: "wrap" }}
      onSubmit={(e) => {
        e.preventDefault();
        void save();
      }}
    >
      <InputNumber
        min={0}
        max={2000}
        value={sheets}
        aria-label={`${t("Số phiếu trong túi, phòng", "Sheets in the bag of room")} ${of.name}`}
        onChange={setSheets}
      />
      <Input
        style={{ width: 150 }}
        value={absent}
        aria-label={`${t("Số báo danh vắng, phòng", "Absent, room")} ${of.name}`}
        placeholder={t("SBD vắng", "Absent numbers")}
        onChange={(e) => setAbsent(e.target.value)}
      />
      <Button htmlType="submit" loading={busy} disabled={sheets === null || same}>
        {t("Ghi", "Store")}
      </Button>
    </form>
  );
}

function Scans({ of, room, sitting, editable, changed }: RowProps & { of: Status; room: string }) {
  const t = useText();
  const { run } = useAction();
  const mine = of.scans.filter((s) => s.room === room);
  return (
    <>
      {mine.map((s) => (
        <Tag key={s.id} color={s.fault === "" ? "default" : "error"}>
          {s.file}
          {s.pages > 0 ? ` · ${String(s.pages)} ${t("trang", "pages")}` : ""}
        </Tag>
      ))}
      {editable && (
        <Upload
          multiple
          showUploadList={false}
          accept=".jpg,.jpeg,.png,.tif,.tiff,.pdf"
          customRequest={({ file, onSuccess }) =>
            void run(() => sendScan(sitting, room, file as File)).then((done) => {
              onSuccess?.(done);
              changed();
            })
          }
        >
          <Button size="small" icon={<UploadOutlined />}>
            {t("Nộp tệp", "Add files")}
          </Button>
        </Upload>
      )}
    </>
  );
}
