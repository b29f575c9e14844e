import { Alert, Button, Card, Flex, Input, Table, Tag } from "antd";
import { useState } from "react";

import { api, ok, type Schema } from "../api";
import { Async } from "../parts/async";
import { SafetyCertificateOutlined } from "../parts/icons";
import { Page } from "../parts/page";
import { count, dateTime } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { useAction } from "../use-action";
import { useApi } from "../use-api";
import { actionName } from "./actions";

type Entry = Schema["EntryView"];
type Verified = Schema["VerifyView"];

const pageSize = 50;

/** Who did what; and whether nobody altered it since. */
export default function AuditPage() {
  const t = useText();
  const { busy, run } = useAction();
  const [verified, setVerified] = useState<Verified | undefined>();
  const [filter, setFilter] = useState({ object: "", actor: "" });
  const verify = async () => {
    setVerified(undefined);
    setVerified(await run(() => ok(api.POST("/api/audit/verify"))));
  };
  return (
    <Page
      title={t("Nhật ký hệ thống", "Audit trail")}
      lead={t(
        "Mỗi dòng mang dấu băm của dòng trước: sửa hay xoá một dòng sẽ bị phát hiện.",
        "Each entry carries the hash of the one before: altering or removing one shows.",
      )}
      actions={
        <Button
          type="primary"
          icon={<SafetyCertificateOutlined />}
          loading={busy}
          onClick={() => void verify()}
        >
          {t("Kiểm tra chuỗi", "Verify the chain")}
        </Button>
      }
    >
      {verified && <Verdict of={verified} />}
      <Card>
        <Flex gap={12} wrap className="kt-gap">
          <Input.Search
            allowClear
            style={{ width: 300 }}
            placeholder={t("Đối tượng, ví dụ account:…", "Object, such as account:…")}
            onSearch={(object) => setFilter((f) => ({ ...f, object: object.trim() }))}
          />
          {filter.actor !== "" && (
            <Tag closable onClose={() => setFilter((f) => ({ ...f, actor: "" }))}>
              {t("Chỉ một người", "One person only")}
            </Tag>
          )}
        </Flex>
        <TrailTable
          key={`${filter.object} ${filter.actor}`}
          object={filter.object}
          actor={filter.actor}
          onActor={(actor) => setFilter((f) => ({ ...f, actor }))}
        />
      </Card>
    </Page>
  );
}

function Verdict({ of }: { of: Verified }) {
  const t = useText();
  const { language } = useLanguage();
  const rows = count(of.rows, language);
  const reasons: Record<Verified["reason"], string> = {
    "": "",
    missing: t("thiếu dòng", "an entry is missing"),
    prev: t("không nối tiếp dòng trước", "it does not follow the entry before"),
    hash: t("nội dung đã bị sửa", "its content was altered"),
  };
  return (
    <Alert
      className="kt-gap"
      type={of.intact ? "success" : "error"}
      showIcon
      title={
        of.intact
          ? t(`Chuỗi nguyên vẹn: ${rows} dòng.`, `The chain is intact: ${rows} entries.`)
          : t(
              `Chuỗi đứt ở dòng ${of.seq}: ${reasons[of.reason]}.`,
              `The chain breaks at entry ${of.seq}: ${reasons[of.reason]}.`,
            )
      }
      description={
        <span className="kt-mono kt-hash">
          {t("Dấu băm cuối", "Last hash")}: {of.last}
        </span>
      }
    />
  );
}

interface TrailProps {
  object: string;
  actor: string;
  onActor: (id: string) => void;
}

function TrailTable({ object, actor, onActor }: TrailProps) {
  const t = useText();
  const { language } = useLanguage();
  // Where each page that was opened begins: 0 is the newest.
  const [starts, setStarts] = useState([0]);
  const before = starts.at(-1) ?? 0;
  const read = useApi(`audit ${object} ${actor} ${before}`, () =>
    ok(api.GET("/api/audit", { params: { query: { object, actor, before, limit: pageSize } } })),
  );
  return (
    <Async of={read} isEmpty={(d) => d.entries.length === 0}>
      {({ entries }) => (
        <>
          <Table<Entry>
            size="middle"
            rowKey="seq"
            dataSource={entries}
            pagination={false}
            scroll={{ x: 760 }}
            expandable={{
              expandedRowRender: (e) => <Detail entry={e} />,
            }}
            columns={[
              { title: "#", dataIndex: "seq", width: 76 },
              {
                title: t("Lúc", "When"),
                width: 170,
                render: (_, e) => dateTime(e.at, true),
              },
              {
                title: t("Ai", "Who"),
                render: (_, e) =>
                  e.actor_id === "" ? (
                    <span>
                      {e.actor_name === "system" ? t("Hệ thống", "System") : e.actor_name}
                    </span>
                  ) : (
                    <Button type="link" className="kt-plain" onClick={() => onActor(e.actor_id)}>
                      {e.actor_name}
                    </Button>
                  ),
              },
              { title: t("Từ", "From"), dataIndex: "actor_ip", width: 130 },
              { title: t("Việc", "Action"), render: (_, e) => actionName(e.action)[language] },
            ]}
          />
          <Flex justify="flex-end" gap={8} className="kt-more">
            <Button disabled={starts.length === 1} onClick={() => setStarts((s) => s.slice(0, -1))}>
              {t("Mới hơn", "Newer")}
            </Button>
            <Button
              disabled={entries.length < pageSize}
              onClick={() => setStarts((s) => [...s, entries.at(-1)?.seq ?? 0])}
            >
              {t("Cũ hơn", "Older")}
            </Button>
          </Flex>
        </>
      )}
    </Async>
  );
}

function Detail({ entry }: { entry: Entry }) {
  return (
    <div className="kt-mono kt-detail">
      <div>
        {entry.action} · {entry.object} · {entry.hash}
      </div>
      <pre>{JSON.stringify(entry.detail, null, 2)}</pre>
    </div>
  );
}
