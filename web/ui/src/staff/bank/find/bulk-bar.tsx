import { App, Button, Flex } from "antd";
import { useState } from "react";

import { api, ok } from "../../api";
import { useText } from "../../text/language";
import { useAction } from "../../use-action";
import { rolesOf, useSession } from "../../session/session";
import type { Filter } from "./filter";
import { ExportButton } from "./export-button";
import { RetagDialog } from "./retag-dialog";
import { useStep, type Seen } from "../review/step-buttons";
import type { Found } from "./use-find";

interface Props {
  filter: Filter;
  found: Found;
  picked: Seen[];
  onPicked: (items: Seen[]) => void;
  onForm: () => void;
  onChanged: () => void;
}

/** How many questions one step of review takes at once. */
const stepLimit = 500;

/** What can be done with the picked questions. */
export function BulkBar({ filter, found, picked, onPicked, onForm, onChanged }: Props) {
  const t = useText();
  const { busy, run } = useAction();
  const [tagging, setTagging] = useState(false);
  const roles = rolesOf(useSession());
  const undo = useUndo(onChanged);
  const ids = picked.map((p) => p.id);
  const clear = () => {
    onPicked([]);
    onChanged();
  };
  const { busy: deciding, take, dialog } = useStep(picked, clear, clear);
  const pickAll = async () => {
    const all = await run(() => ok(api.POST("/api/items/pick", { body: { filter } })));
    if (all) onPicked(all.items);
  };
  const many = picked.length > stepLimit;
  return (
    <Flex
      gap={8}
      wrap
      align="center"
      className="kt-bulk"
      role="toolbar"
      aria-label={t("Câu đã chọn", "Picked questions")}
    >
      <b>{t(`Đã chọn ${picked.length} câu`, `${picked.length} picked`)}</b>
      {picked.length < found.total && (
        <Button size="small" type="link" loading={busy} onClick={() => void pickAll()}>
          {found.more
            ? t("Chọn mọi câu tìm được", "Pick all that were found")
            : t(`Chọn cả ${found.total} câu`, `Pick all ${found.total}`)}
        </Button>
      )}
      <Button size="small" type="primary" disabled={picked.length > 300} onClick={onForm}>
        {t("Tạo đề từ các câu này", "Make a form of these")}
      </Button>
      <Button size="small" onClick={() => setTagging(true)}>
        {t("Gắn nhãn", "Tag")}
      </Button>
      <Button size="small" disabled={many} loading={deciding} onClick={() => take("submit")}>
        {t("Gửi duyệt", "Hand in")}
      </Button>
      {roles.includes("reviewer") && (
        <Button size="small" disabled={many} loading={deciding} onClick={() => take("approve")}>
          {t("Duyệt", "Approve")}
        </Button>
      )}
      <ExportButton ids={ids} disabled={many} />
      <Button size="small" type="text" onClick={() => onPicked([])}>
        {t("Bỏ chọn", "Clear")}
      </Button>
      {dialog}
      {tagging && (
        <RetagDialog
          ids={ids}
          pools={found.pools}
          free={(found.facets?.find((f) => f.name === "free")?.values ?? []).map((v) => v.value)}
          onClose={() => setTagging(false)}
          onDone={(done) => {
            setTagging(false);
            onChanged();
            undo(done);
          }}
        />
      )}
    </Flex>
  );
}

/** Offers for a while to take a change of tags back. */
function useUndo(onChanged: () => void) {
  const t = useText();
  const { notification } = App.useApp();
  const { run } = useAction();
  return (done: { id?: string; changed: number }) => {
    const key = `retag-${done.id ?? ""}`;
    const undo = async () => {
      notification.destroy(key);
      const path = { id: done.id ?? "" };
      const back = await run(
        () => ok(api.POST("/api/item-retags/{id}/undo", { params: { path } })),
        {
          done: t("Đã hoàn tác.", "Undone."),
        },
      );
      if (back) onChanged();
    };
    notification.success({
      key,
      duration: 20,
      title: t(`Đã đổi nhãn ${done.changed} câu.`, `Changed the tags of ${done.changed}.`),
      actions: (
        <Button size="small" onClick={() => void undo()}>
          {t("Hoàn tác", "Undo")}
        </Button>
      ),
    });
  };
}
