import { Alert, Descriptions, Modal, Table } from "antd";

import type { Schema } from "../api";
import { count } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { refusals } from "./words";

interface Props {
  of: Schema["EduReport"] | undefined;
  close: () => void;
}

/** What an export to the education database changed, and what it refused. */
export function EduReport({ of, close }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const number = (n: number) => count(n, language);
  return (
    <Modal
      open={of !== undefined}
      onCancel={close}
      footer={null}
      width={720}
      title={t("Đã gửi cơ sở dữ liệu giáo dục", "Sent to the education database")}
    >
      {of && (
        <>
          <Alert
            className="kt-gap"
            type={of.refused.length > 0 ? "warning" : "success"}
            showIcon
            title={
              of.refused.length > 0
                ? t(
                    `${of.refused.length} kết quả chưa gửi được.`,
                    `${of.refused.length} results were refused.`,
                  )
                : t("Hai bên khớp nhau.", "Both sides agree.")
            }
          />
          <Descriptions
            size="small"
            bordered
            column={{ xs: 1, sm: 2 }}
            items={[
              { key: "new", label: t("Thêm mới", "New"), children: number(of.new) },
              { key: "updated", label: t("Cập nhật", "Updated"), children: number(of.updated) },
              { key: "cancelled", label: t("Huỷ", "Cancelled"), children: number(of.cancelled) },
              {
                key: "unchanged",
                label: t("Không đổi", "Unchanged"),
                children: number(of.unchanged),
              },
              {
                key: "live",
                label: t("Đang có hiệu lực", "In force"),
                children: `${number(of.live)} / ${number(of.records)}`,
              },
              {
                key: "checksum",
                label: t("Mã kiểm", "Checksum"),
                children: <span className="kt-mono">{of.checksum.slice(0, 16)}</span>,
              },
            ]}
          />
          {of.refused.length > 0 && <Refused of={of.refused} />}
        </>
      )}
    </Modal>
  );
}

function Refused({ of }: { of: Schema["EduRefused"][] }) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <Table
      className="kt-above"
      size="small"
      rowKey="candidate"
      dataSource={of}
      pagination={{ pageSize: 10, hideOnSinglePage: true }}
      columns={[
        { title: t("Số báo danh", "Number"), dataIndex: "number", width: 130 },
        {
          title: t("Lý do", "Reason"),
          render: (_, r) => refusals[r.reason]?.[language] ?? r.reason,
        },
      ]}
    />
  );
}
