import { Badge, Tabs } from "antd";

import { api, ok } from "../../api";
import { Async } from "../../parts/async";
import { useText } from "../../text/language";
import { useApi } from "../../use-api";
import type { Item } from "../words";
import { Comments } from "./comments";
import { StepButtons } from "./step-buttons";
import { Uses } from "./uses";
import { Versions } from "./versions";
import type { Step } from "./words";

/** Steps, comments, versions and use of a question. */
export function ItemFile({ item, onChanged }: { item: Item; onChanged: () => void }) {
  const t = useText();
  const read = useApi(`file ${item.id} ${item.state} ${item.current.no}`, () =>
    ok(api.GET("/api/items/{id}/file", { params: { path: { id: item.id } } })),
  );
  const changed = () => {
    read.reload();
    onChanged();
  };
  return (
    <Async of={read}>
      {(file) => {
        const open = file.comments.filter((c) => !c.resolved_at).length;
        return (
          <>
            <StepButtons
              seen={[{ id: item.id, hash: item.current.hash }]}
              may={file.may as Step[]}
              onDone={changed}
              onStale={changed}
            />
            <Tabs
              items={[
                {
                  key: "comments",
                  label: (
                    <Badge count={open} size="small" offset={[10, 0]}>
                      {t("Nhận xét", "Comments")}
                    </Badge>
                  ),
                  children: (
                    <Comments
                      id={item.id}
                      body={item.current.body}
                      comments={file.comments}
                      onChanged={read.reload}
                    />
                  ),
                },
                {
                  key: "versions",
                  label: `${t("Phiên bản", "Versions")} (${item.current.no})`,
                  children: <Versions item={item} taken={file.steps} />,
                },
                {
                  key: "uses",
                  label: `${t("Đã dùng", "Used")} (${file.uses.length})`,
                  children: <Uses uses={file.uses} />,
                },
              ]}
            />
          </>
        );
      }}
    </Async>
  );
}
