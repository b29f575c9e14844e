import { App, Button, Flex, Progress } from "antd";
import { useEffect, useRef, useState } from "react";

import { sentence } from "../errors";
import { DownloadOutlined } from "../parts/icons";
import { saveBlob } from "../save-file";
import { useLanguage, useText } from "../text/language";
import type { FormView } from "./parts";
import { printAll, type Printed } from "./print-all";

interface Props {
  form: FormView;
  disabled: boolean;
}

/**
 * Prints all variants as PDF: says how far it is, can be stopped, goes on where
 * it stopped, and offers the file again once it is made.
 */
export function PrintAllButton({ form, disabled }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const { message } = App.useApp();
  const [done, setDone] = useState(0);
  const [file, setFile] = useState<Blob | null>(null);
  const [stop, setStop] = useState<AbortController | null>(null);
  const printed = useRef<Printed>(new Map());
  useEffect(() => () => stop?.abort(), [stop]);
  const codes = form.codes.length > 0 ? form.codes : [""];
  const save = (blob: Blob) => saveBlob(blob, `de-${form.name}.zip`);
  const print = async () => {
    const abort = new AbortController();
    setStop(abort);
    try {
      const blob = await printAll(form.id, codes, printed.current, setDone, abort.signal);
      setFile(blob);
      save(blob);
    } catch (error) {
      if (!abort.signal.aborted) void message.error(sentence(error, language), 6);
    } finally {
      setStop(null);
    }
  };
  const label = t("Tất cả đề (.pdf, .zip)", "All papers (.pdf, .zip)");
  if (stop !== null) {
    return (
      <Flex gap="small" align="center" className="kt-print-progress" role="status">
        <Progress
          percent={Math.round((100 * done) / codes.length)}
          format={() => `${String(done)}/${String(codes.length)}`}
          aria-label={t("Đã in", "Printed")}
        />
        <Button onClick={() => stop.abort()}>{t("Dừng", "Stop")}</Button>
      </Flex>
    );
  }
  if (file !== null) {
    return (
      <Button icon={<DownloadOutlined />} onClick={() => save(file)}>
        {t("Lưu lại tệp đã in (.zip)", "Save the printed file again (.zip)")}
      </Button>
    );
  }
  return (
    <Button icon={<DownloadOutlined />} disabled={disabled} onClick={() => void print()}>
      {done > 0
        ? t(
            `In tiếp (${String(done)}/${String(codes.length)})`,
            `Go on (${String(done)}/${String(codes.length)})`,
          )
        : label}
    </Button>
  );
}
