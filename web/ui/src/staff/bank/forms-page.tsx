import { Button, Card, Table, Tag } from "antd";
import { useState } from "react";
import { Link, useNavigate } from "react-router";

import { api, ok, type Schema } from "../api";
import { Async } from "../parts/async";
import { PlusOutlined } from "../parts/icons";
import { Page } from "../parts/page";
import { date } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { useApi } from "../use-api";
import { FormDialog } from "./form-dialog";
import { subjectName } from "./words";
import "./bank.css";

type Summary = Schema["FormSummary"];

/** The forms that one may see. */
export default function FormsPage() {
  const t = useText();
  const { language } = useLanguage();
  const navigate = useNavigate();
  const [making, setMaking] = useState(false);
  const read = useApi("forms", () => ok(api.GET("/api/forms")));
  return (
    <Page
      title={t("Đề thi", "Forms")}
      lead={t(
        "Ghép câu thành đề, xem như thí sinh thấy, khoá đề và sinh các mã đề.",
        "Put questions together, see them as candidates do, lock, and make variants.",
      )}
      actions={
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
          {t("Tạo đề", "New form")}
        </Button>
      }
    >
      <Card>
        <Async
          of={read}
          isEmpty={({ forms }) => forms.length === 0}
          empty={t(
            "Chưa có đề nào. Có thể chọn câu trong ngân hàng rồi bấm “Tạo đề”.",
            "No form yet. Pick questions in the bank and make one of them.",
          )}
        >
          {({ forms }) => (
            <Table<Summary>
              size="middle"
              rowKey="id"
              dataSource={forms}
              pagination={{ defaultPageSize: 20, hideOnSinglePage: true }}
              columns={[
                {
                  title: t("Tên đề", "Form"),
                  render: (_, f) => (
                    <div>
                      <Link to={`/de-thi/${f.id}`} className="kt-strong">
                        {f.name}
                      </Link>
                      <div className="kt-note">
                        {subjectName(f.subject)[language]} · {Math.round(f.duration_s / 60)}{" "}
                        {t("phút", "min")}
                      </div>
                    </div>
                  ),
                },
                {
                  title: t("Số câu", "Questions"),
                  dataIndex: "questions",
                  align: "right",
                  width: 90,
                },
                {
                  title: t("Mã đề", "Variants"),
                  dataIndex: "variants",
                  align: "right",
                  width: 90,
                  responsive: ["sm"],
                },
                {
                  title: t("Trạng thái", "State"),
                  width: 120,
                  render: (_, f) =>
                    f.state === "locked" ? (
                      <Tag color="green">{t("Đã khoá", "Locked")}</Tag>
                    ) : (
                      <Tag>{t("Đang soạn", "Draft")}</Tag>
                    ),
                },
                {
                  title: t("Ngày tạo", "Made on"),
                  width: 120,
                  responsive: ["md"],
                  render: (_, f) => date(f.created_at),
                },
              ]}
            />
          )}
        </Async>
      </Card>
      <FormDialog
        open={making}
        items={[]}
        onClose={() => setMaking(false)}
        onMade={(id) => void navigate(`/de-thi/${id}`)}
      />
    </Page>
  );
}
