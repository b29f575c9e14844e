import { Modal } from "antd";
import { Link } from "react-router";

import { api, ok } from "../../api";
import { Async } from "../../parts/async";
import { dateTime } from "../../text/format";
import { useText } from "../../text/language";
import { useApi } from "../../use-api";
import { Compared } from "./versions";

/** A question that has another version now than the one that was read. */
export interface Changed {
  id: string;
  /** Number of the version that was read; 0: the question has no such version. */
  seen: number;
  no: number;
  hash: string;
  at: string;
  /** Only tags changed in between. */
  tags: boolean;
}

/** Reads the questions out of the refusal item.changed_since. */
export function changedIn(detail: Record<string, unknown>): Changed[] {
  return Array.isArray(detail.items) ? (detail.items as Changed[]) : [];
}

/** How many changed questions are shown with their texts. */
const shown = 3;

interface Props {
  changed: Changed[];
  verb: string;
  onTake: () => void;
  onClose: () => void;
}

/**
 * Says which questions were saved again while somebody read them, and shows the
 * versions beside each other. What differs in its tags alone may be decided at
 * once; all else is to be read first.
 */
export function ChangedSince({ changed, verb, onTake, onClose }: Props) {
  const t = useText();
  const tagsOnly = changed.every((c) => c.tags);
  return (
    <Modal
      open
      width={960}
      title={t(
        `${changed.length} câu đã có bản mới từ lúc thầy/cô đọc`,
        `${changed.length} changed since you read them`,
      )}
      okText={tagsOnly ? verb : t("Đọc bản mới", "Read the new version")}
      cancelButtonProps={tagsOnly ? {} : { hidden: true }}
      cancelText={t("Thôi", "Cancel")}
      onOk={tagsOnly ? onTake : onClose}
      onCancel={onClose}
    >
      <p>
        {tagsOnly
          ? t(
              "Chỉ nhãn thay đổi; nội dung và đáp án vẫn như bản đã đọc.",
              "Only tags changed; texts and keys are those that you read.",
            )
          : t(
              "Chưa có gì được duyệt hay trả lại. Hãy đọc bản mới rồi quyết định.",
              "Nothing was decided. Read the new version, then decide.",
            )}
      </p>
      {changed.map((c, i) => (
        <section key={c.id}>
          <p>
            <Link to={`/ngan-hang/cau/${c.id}`} onClick={onClose}>
              {t("Phiên bản", "Version")} {c.no}
            </Link>{" "}
            · {dateTime(c.at)}
          </p>
          {i < shown && c.seen > 0 && <Difference id={c.id} seen={c.seen} />}
        </section>
      ))}
    </Modal>
  );
}

function Difference({ id, seen }: { id: string; seen: number }) {
  const read = useApi(`changed ${id} ${seen}`, () =>
    ok(api.GET("/api/items/{id}", { params: { path: { id } } })),
  );
  return <Async of={read}>{(item) => <Compared item={item} against={seen} />}</Async>;
}
