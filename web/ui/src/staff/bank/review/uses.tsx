import { Empty, Table } from "antd";
import { Link } from "react-router";

import type { Schema } from "../../api";
import { dateTime } from "../../text/format";
import { useLanguage, useText } from "../../text/language";
import { sittingState } from "./words";

/** Where a question stood, and before how many candidates. */
export function Uses({ uses }: { uses: Schema["Use"][] }) {
  const t = useText();
  const { language } = useLanguage();
  if (uses.length === 0) {
    return (
      <Empty
        image={Empty.PRESENTED_IMAGE_SIMPLE}
        description={t("Câu này chưa vào đề nào.", "No form has this question yet.")}
      />
    );
  }
  const seen = uses.reduce((n, u) => n + u.candidates, 0);
  return (
    <>
      <p>
        {t("Số lượt thí sinh đã gặp câu này: ", "Candidates who had this question: ")}
        <b>{seen.toLocaleString("vi-VN")}</b>
      </p>
      <Table
        size="small"
        rowKey={(u) => u.form_id + u.field + (u.sitting_id ?? "")}
        dataSource={uses}
        pagination={uses.length > 10 ? { pageSize: 10 } : false}
        scroll={{ x: "max-content" }}
        columns={[
          {
            title: t("Đề", "Form"),
            render: (_, u) => <Link to={`/de-thi/${u.form_id}`}>{u.form_name}</Link>,
          },
          { title: t("Câu", "Place"), dataIndex: "field" },
          { title: t("Bản", "Version"), dataIndex: "version" },
          { title: t("Ca thi", "Sitting"), dataIndex: "sitting_name" },
          {
            title: t("Lúc", "At"),
            render: (_, u) => (u.starts_at ? dateTime(u.starts_at) : "–"),
          },
          {
            title: t("Tình trạng", "State"),
            render: (_, u) => sittingState(u.state ?? "")[language],
          },
          { title: t("Thí sinh", "Candidates"), dataIndex: "candidates" },
        ]}
      />
    </>
  );
}
