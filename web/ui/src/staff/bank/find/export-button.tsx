import { App, Button, Dropdown } from "antd";

import { refused } from "../../api";
import { saveBlob } from "../../board/save-file";
import { useText } from "../../text/language";
import { useAction } from "../../use-action";
import { fileName } from "../save-print";

const formats: { key: string; label: string }[] = [
  { key: "docx", label: "Word (.docx)" },
  { key: "xlsx", label: "Excel (.xlsx)" },
  { key: "moodle-xml", label: "Moodle XML" },
  { key: "gift", label: "GIFT" },
  { key: "aiken", label: "Aiken" },
  { key: "qti3", label: "QTI 3.0 (.zip)" },
  { key: "extest", label: "LaTeX ex_test" },
  { key: "json", label: "JSON" },
];

/** Saves the picked questions as a file, and says what the format cannot carry. */
export function ExportButton({ ids, disabled }: { ids: string[]; disabled: boolean }) {
  const t = useText();
  const { message } = App.useApp();
  const { busy, run } = useAction();
  const save = (format: string) =>
    run(async () => {
      const query = new URLSearchParams({ format, ids: ids.join(",") });
      const answer = await fetch(`/api/items/export?${query.toString()}`);
      if (!answer.ok) throw refused(answer.status, await answer.json().catch(() => null));
      const header = answer.headers.get("Content-Disposition") ?? "";
      saveBlob(await answer.blob(), fileName(header) ?? "cau-hoi");
      const lost = Number(answer.headers.get("X-Khaothi-Lost"));
      if (lost > 0) {
        void message.warning(
          t(
            `Có ${lost} điều định dạng này không mang theo được. Tệp .json giữ đủ mọi thứ.`,
            `This format could not carry ${lost} things. A .json file keeps everything.`,
          ),
          8,
        );
      }
    });
  return (
    <Dropdown
      disabled={disabled}
      menu={{ items: formats, onClick: ({ key }) => void save(key) }}
      trigger={["click"]}
    >
      <Button size="small" loading={busy}>
        {t("Xuất tệp", "Export")}
      </Button>
    </Dropdown>
  );
}
