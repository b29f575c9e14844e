import { App, Button, Dropdown } from "antd";

import { api } from "../../api";
import { saveAnswer } from "../../save-file";
import { useText } from "../../text/language";
import { useAction } from "../../use-action";

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
      const params = { query: { format, ids: ids.join(",") } } as object;
      const call = api.GET("/api/items/export", { params, parseAs: "blob" });
      const headers = await saveAnswer(call, "cau-hoi");
      const lost = Number(headers.get("X-Khaothi-Lost"));
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
