import { Alert, Button, Modal, Upload } from "antd";
import { useState } from "react";

import { upload, type Schema } from "../api";
import { UploadOutlined } from "../parts/icons";
import { useText } from "../text/language";
import { useAction } from "../use-action";

type Report = Schema["RescueView"];

interface Props {
  sitting: string;
  /** Called when new late evidence is there. */
  onTaken?: () => void;
}

/** Takes in a rescue file of a candidate's computer and says what came of it. */
export function RescueUpload({ sitting, onTaken }: Props) {
  const t = useText();
  const { busy, run } = useAction();
  const [report, setReport] = useState<Report | null>(null);

  const take = async (file: File) => {
    const done = await run(() => upload<Report>(`/api/live/sittings/${sitting}/rescue`, file));
    if (!done) return;
    setReport(done);
    if (done.kept > 0) onTaken?.();
  };
  return (
    <>
      <Upload
        accept=".json"
        showUploadList={false}
        disabled={busy}
        beforeUpload={(f: File) => {
          void take(f);
          return false;
        }}
      >
        <Button icon={<UploadOutlined />} loading={busy}>
          {t("Nộp tệp cứu hộ", "Hand in a rescue file")}
        </Button>
      </Upload>
      <Modal
        open={report !== null}
        onCancel={() => setReport(null)}
        title={t("Tệp cứu hộ", "Rescue file")}
        footer={<Button onClick={() => setReport(null)}>{t("Đóng", "Close")}</Button>}
      >
        {report && <RescueReport report={report} />}
      </Modal>
    </>
  );
}

/** What came of a rescue file, in sentences. */
function RescueReport({ report: r }: { report: Report }) {
  const t = useText();
  const bad = r.invalid + r.unreadable;
  return (
    <>
      <p>
        <strong>
          {r.number} {r.name}
        </strong>
        <br />
        {t(
          `${r.events} thay đổi trong tệp: ${r.held} đã có trong bài, ${r.known} đã được nộp trước đó, ${r.kept} mới.`,
          `${r.events} changes in the file: ${r.held} are in the work already, ${r.known} were handed in before, ${r.kept} are new.`,
        )}
      </p>
      {r.kept > 0 && (
        <Alert
          className="kt-gap"
          type="info"
          showIcon
          title={t(
            "Phần mới được giữ làm chứng cứ đến muộn. Nó chỉ được tính khi hai người của hội đồng thi chấp nhận.",
            "What is new is kept as late evidence. It counts only when two people of the board admit it.",
          )}
        />
      )}
      {(r.state === "open" || r.state === "waiting") && (
        <Alert
          className="kt-gap"
          type="warning"
          showIcon
          title={t(
            "Thí sinh vẫn còn giờ: nên cho đăng nhập lại trên chính máy cũ, bài sẽ tự gửi tiếp.",
            "The candidate still has time: let them sign in on that same computer again, and it sends the rest by itself.",
          )}
        />
      )}
      {bad > 0 && (
        <Alert
          className="kt-gap"
          type="error"
          showIcon
          title={t(
            `${bad} thay đổi không dùng được. Hãy giữ tệp và máy của thí sinh, báo hội đồng thi.`,
            `${bad} changes could not be used. Keep the file and the computer, and tell the board.`,
          )}
        />
      )}
    </>
  );
}
