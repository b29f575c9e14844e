import { Empty, Flex, Input, Segmented, Table, Tag, Tooltip } from "antd";
import { useState } from "react";

import { api, ok, type Schema } from "../api";
import { Async } from "../parts/async";
import { Page } from "../parts/page";
import { dateTime } from "../text/format";
import { useText } from "../text/language";
import { useApi } from "../use-api";

type Machine = Schema["MachineView"];
type State = Machine["verdict"];

const colors: Record<State, string> = { good: "green", warn: "orange", bad: "red" };

/** What a check is called. */
const checkNames: Record<string, [string, string]> = {
  browser: ["Trình duyệt", "Browser"],
  storage: ["Lưu trữ", "Storage"],
  crypto: ["Mã hoá", "Encryption"],
  socket: ["Kết nối", "Connection"],
  network: ["Mạng", "Network"],
  speed: ["Tốc độ", "Speed"],
  clock: ["Đồng hồ", "Clock"],
  screen: ["Màn hình", "Screen"],
  letters: ["Chữ Việt", "Letters"],
  sound: ["Âm thanh", "Sound"],
};

/** The machines whose readiness was checked, the last check of each. */
export default function MachinesPage() {
  const t = useText();
  const [text, setText] = useState("");
  const [state, setState] = useState<State | "all">("all");
  const read = useApi("machines", () => ok(api.GET("/api/machines")), { everyMs: 10_000 });
  const wanted = (m: Machine) =>
    (state === "all" || m.verdict === state) &&
    `${m.machine} ${m.address}`.toLowerCase().includes(text.toLowerCase());
  return (
    <Page title={t("Máy đã kiểm tra", "Checked machines")}>
      <p className="kt-note kt-gap">
        {t(
          "Mở /thi/kiem-tra trên từng máy trước ngày thi. Bảng này là lời của chính các máy, giữ 60 ngày.",
          "Open /thi/kiem-tra on every machine before the day. The table is the machines' own word, of the last 60 days.",
        )}
      </p>
      <Async
        of={read}
        isEmpty={(d) => d.machines.length === 0}
        empty={<Empty description={t("Chưa có máy nào gửi kết quả.", "No machine yet.")} />}
      >
        {({ machines }) => (
          <>
            <Flex gap={12} wrap className="kt-gap">
              <Input.Search
                allowClear
                placeholder={t("Tên máy hoặc địa chỉ", "Name or address")}
                onChange={(e) => setText(e.target.value)}
                style={{ width: 240 }}
              />
              <Segmented<State | "all">
                value={state}
                onChange={setState}
                options={[
                  { value: "all", label: `${t("Tất cả", "All")} ${machines.length}` },
                  ...(["good", "warn", "bad"] as const).map((s) => ({
                    value: s,
                    label: `${verdictText(t, s)} ${machines.filter((m) => m.verdict === s).length}`,
                  })),
                ]}
              />
            </Flex>
            <MachineTable machines={machines.filter(wanted)} />
          </>
        )}
      </Async>
    </Page>
  );
}

function verdictText(t: ReturnType<typeof useText>, s: State): string {
  if (s === "good") return t("Sẵn sàng", "Ready");
  return s === "warn" ? t("Cần xem lại", "Look at") : t("Chưa đạt", "Not ready");
}

function MachineTable({ machines }: { machines: Machine[] }) {
  const t = useText();
  return (
    <Table<Machine>
      size="middle"
      rowKey={(m) => `${m.machine} ${m.address}`}
      dataSource={machines}
      pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: 640 }}
      columns={[
        {
          title: t("Máy", "Machine"),
          render: (_, m) => (
            <div>
              <b>{m.machine}</b>
              <div className="kt-note kt-mono">{m.address}</div>
            </div>
          ),
        },
        {
          title: t("Kết luận", "Verdict"),
          width: 130,
          render: (_, m) => <Tag color={colors[m.verdict]}>{verdictText(t, m.verdict)}</Tag>,
        },
        {
          title: t("Cần xem", "To look at"),
          render: (_, m) => <Checks machine={m} />,
        },
        {
          title: t("Lúc", "At"),
          width: 170,
          render: (_, m) => (
            <Tooltip title={m.browser}>
              <span>{dateTime(m.at)}</span>
              {m.times > 1 && <span className="kt-note"> ×{m.times}</span>}
            </Tooltip>
          ),
        },
      ]}
    />
  );
}

function Checks({ machine }: { machine: Machine }) {
  const t = useText();
  const open = Object.entries(machine.checks).filter(([, c]) => c.state !== "good");
  if (open.length === 0) return <span className="kt-note">–</span>;
  return (
    <Flex wrap gap={4}>
      {open.map(([name, c]) => (
        <Tag key={name} color={colors[c.state]}>
          {t(...(checkNames[name] ?? [name, name]))}: {c.value}
        </Tag>
      ))}
    </Flex>
  );
}
