import { Button, Progress, Tag } from "antd";

import { sentence } from "../errors";
import { CloseOutlined } from "../parts/icons";
import { useLanguage, useText } from "../text/language";
import { stateOf, type ImportFile } from "./import-file";

interface Props {
  files: ImportFile[];
  shown: number | null;
  show: (id: number) => void;
  remove: (id: number) => void;
}

/** The files of this visit with what became of each. */
export function ImportFiles({ files, shown, show, remove }: Props) {
  const t = useText();
  const { language } = useLanguage();
  if (files.length === 0) return null;
  return (
    <ul className="kt-files" aria-label={t("Các tệp", "Files")}>
      {files.map((f) => {
        const state = stateOf(f);
        return (
          <li key={f.id} className={f.id === shown ? "kt-file kt-file-shown" : "kt-file"}>
            <button
              type="button"
              className="kt-open"
              aria-pressed={f.id === shown}
              onClick={() => {
                show(f.id);
              }}
            >
              {f.file.name}
            </button>
            <Tag color={state.colour}>{state[language]}</Tag>
            {f.busy && (
              <Progress
                className="kt-file-progress"
                size="small"
                percent={Math.round(f.sent * 100)}
                status={f.sent < 1 ? "normal" : "active"}
                showInfo={f.sent < 1}
                aria-label={state[language]}
              />
            )}
            {f.report && (
              <span className="kt-note-inline">
                {t(
                  `${f.report.items}/${f.report.found} câu, ${f.report.errors.length} lỗi, ${f.report.warnings.length} lưu ý`,
                  `${f.report.items}/${f.report.found} questions, ${f.report.errors.length} errors, ${f.report.warnings.length} notes`,
                )}
              </span>
            )}
            {f.failed && <span className="kt-note-inline">{sentence(f.failed, language)}</span>}
            <Button
              className="kt-file-close"
              size="small"
              type="text"
              icon={<CloseOutlined />}
              aria-label={t(`Bỏ ${f.file.name} khỏi danh sách`, `Take ${f.file.name} off the list`)}
              disabled={f.busy}
              onClick={() => {
                remove(f.id);
              }}
            />
          </li>
        );
      })}
    </ul>
  );
}
