import { Button, Descriptions, Drawer } from "antd";
import { useNavigate } from "react-router";

import { api, ok } from "../api";
import { Async } from "../parts/async";
import { EditOutlined } from "../parts/icons";
import { useLanguage, useText } from "../text/language";
import { useApi } from "../use-api";
import { StateTag } from "./state-tag";
import { QuestionView, Tags } from "./question-view";
import { ItemFile } from "./review/item-file";
import { Sealed } from "./review/sealed";
import "./review/review.css";

interface Props {
  id: string | null;
  onClose: () => void;
  onChanged: () => void;
}

/** One question with key, tags and history. */
export function ItemDrawer({ id, onClose, onChanged }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const navigate = useNavigate();
  const read = useApi(
    `item ${id ?? ""}`,
    () => ok(api.GET("/api/items/{id}", { params: { path: { id: id ?? "" } } })),
    { skip: id === null },
  );
  const changed = () => {
    read.reload();
    onChanged();
  };
  return (
    <Drawer
      open={id !== null}
      onClose={onClose}
      size={720}
      title={read.data?.current.body.label ?? t("Câu hỏi", "Question")}
      extra={
        id !== null && (
          <Button icon={<EditOutlined />} onClick={() => void navigate(`/ngan-hang/cau/${id}`)}>
            {t("Sửa", "Edit")}
          </Button>
        )
      }
    >
      <Async of={read}>
        {(it) => (
          <>
            <Sealed item={it} />
            <Tags body={it.current.body} />
            {!it.current.sealed && <QuestionView body={it.current.body} />}
            <Descriptions
              size="small"
              column={1}
              bordered
              items={[
                {
                  key: "state",
                  label: t("Trạng thái", "State"),
                  children: <StateTag state={it.state} />,
                },
                { key: "pool", label: t("Kho", "Pool"), children: it.pool },
                {
                  key: "outcome",
                  label: t("Yêu cầu cần đạt", "Outcome"),
                  children: it.current.body.tags.outcome ?? "–",
                },
              ]}
            />
            <p className="kt-note">
              {language === "vi"
                ? "Phiên bản đã lưu không bao giờ đổi; sửa câu sẽ tạo phiên bản mới."
                : "A stored version never changes; an edit makes a new one."}
            </p>
            <ItemFile item={it} onChanged={changed} />
          </>
        )}
      </Async>
    </Drawer>
  );
}
