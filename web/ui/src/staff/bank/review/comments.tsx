import { Button, Empty, Flex, Form, Input, Select, Tag } from "antd";
import { useState } from "react";

import { api, ok, type Schema } from "../../api";
import { dateTime } from "../../text/format";
import { useLanguage, useText } from "../../text/language";
import { useAction } from "../../use-action";
import type { Body } from "../words";
import { partsOf } from "./parts";
import { placeName } from "./words";

interface Props {
  id: string;
  body: Body;
  comments: Schema["Comment"][];
  onChanged: () => void;
}

/** What people say about a question, and a box to say more. */
export function Comments({ id, body, comments, onChanged }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const { busy, run } = useAction();
  const [place, setPlace] = useState("");
  const [text, setText] = useState("");
  const say = async () => {
    const done = await run(() =>
      ok(
        api.POST("/api/items/{id}/comments", {
          params: { path: { id } },
          body: { text, ...(place && { place }) },
        }),
      ),
    );
    if (done) {
      setText("");
      onChanged();
    }
  };
  const resolve = async (comment: string) => {
    const params = { path: { id, comment } };
    await run(() => ok(api.POST("/api/items/{id}/comments/{comment}/resolve", { params })));
    onChanged();
  };
  return (
    <>
      {comments.length === 0 && (
        <Empty
          image={Empty.PRESENTED_IMAGE_SIMPLE}
          description={t("Chưa có nhận xét.", "No comments.")}
        />
      )}
      {comments.map((c) => (
        <article key={c.id} className={c.resolved_at ? "kt-comment kt-comment-done" : "kt-comment"}>
          <Flex justify="space-between" gap="small" wrap>
            <span>
              <b>{c.by}</b> · {dateTime(c.at)} · {t("phiên bản", "version")} {c.version}{" "}
              {c.place && <Tag>{placeName(c.place)[language]}</Tag>}
            </span>
            {c.resolved_at ? (
              <Tag color="green">
                {t("đã xử lý", "done")} · {c.resolved_by}
              </Tag>
            ) : (
              <Button size="small" loading={busy} onClick={() => void resolve(c.id)}>
                {t("Đã xử lý", "Mark as done")}
              </Button>
            )}
          </Flex>
          <p>{c.text}</p>
        </article>
      ))}
      <Form layout="vertical" onFinish={() => void say()}>
        <Flex gap="small" align="start" wrap>
          <Select
            className="kt-comment-place"
            aria-label={t("Về phần nào", "About what")}
            value={place}
            onChange={setPlace}
            options={[
              { value: "", label: t("Cả câu", "The whole") },
              ...partsOf(body).map((p) => ({
                value: p.place,
                label: placeName(p.place)[language],
              })),
            ]}
          />
          <Input.TextArea
            className="kt-grow"
            rows={2}
            maxLength={4000}
            value={text}
            aria-label={t("Nhận xét", "Comment")}
            placeholder={t("Viết nhận xét…", "Write a comment…")}
            onChange={(e) => setText(e.target.value)}
          />
          <Button htmlType="submit" loading={busy} disabled={text.trim() === ""}>
            {t("Gửi", "Send")}
          </Button>
        </Flex>
      </Form>
    </>
  );
}
