import { Alert, AutoComplete, Button, Flex, Form, Modal } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";

import { api, ok } from "../api";
import { useText } from "../text/language";
import { useApi } from "../use-api";
import type { ImportFile, Report } from "./import-file";
import { Rows } from "./import-rows";

interface Props {
  file: ImportFile;
  report: Report;
  pool: string;
  setPool: (pool: string) => void;
  confirm: (skipErrors: boolean) => Promise<void>;
}

/** What can be done with a file that was read, and what was done. */
export function ImportActions({ file, report, pool, setPool, confirm }: Props) {
  const t = useText();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const pools = useApi("pools", () =>
    ok(api.GET("/api/items", { params: { query: { limit: 1 } } })),
  );
  const bad = report.errors.length > 0;
  const count = report.items - file.skip.length;
  if (report.batch !== "") {
    return (
      <>
        <Alert
          className="kt-gap"
          showIcon
          type="success"
          title={t(`Đã nhập ${report.items} câu.`, `${report.items} questions were imported.`)}
          description={
            report.left_out.length > 0 &&
            t(
              `${report.left_out.length} dòng bị bỏ qua, liệt kê dưới đây.`,
              `${report.left_out.length} were left out, listed below.`,
            )
          }
          action={
            <Button
              type="primary"
              onClick={() => void navigate(`/ngan-hang?batch=${report.batch}`)}
            >
              {t("Xem các câu vừa nhập", "See the questions")}
            </Button>
          }
        />
        {report.left_out.length > 0 && <Rows rows={report.left_out} drafts={[]} />}
      </>
    );
  }
  const press = async (skipErrors: boolean) => {
    setAsking(false);
    await confirm(skipErrors);
  };
  return (
    <>
      <Alert
        className="kt-gap"
        showIcon
        type={bad ? "error" : "info"}
        title={
          bad
            ? t(
                `${report.file}: ${report.errors.length} lỗi`,
                `${report.file}: ${report.errors.length} errors`,
              )
            : t(
                `${report.file}: đọc được ${report.items} câu, không có lỗi. Chưa nhập.`,
                `${report.file}: ${report.items} questions, no error. Not imported yet.`,
              )
        }
        description={
          bad &&
          t(
            "Sửa tệp theo bảng dưới rồi chọn lại, hoặc nhập các câu tốt và bỏ qua câu lỗi. Chưa có gì được nhập.",
            "Mend the file as the table says and choose it again, or import the good questions only. Nothing was imported.",
          )
        }
      />
      {count > 0 && (
        <Flex gap={8} wrap align="end" className="kt-gap">
          <Form.Item
            className="kt-pool"
            label={t("Nhập vào kho", "Into the pool")}
            layout="vertical"
            htmlFor="pool"
          >
            <AutoComplete
              id="pool"
              value={pool}
              onChange={setPool}
              maxLength={200}
              placeholder={t("ví dụ: Toán 12", "such as Maths 12")}
              options={(pools.data?.pools ?? []).map((p) => ({ value: p }))}
            />
          </Form.Item>
          <Button
            type={bad ? "default" : "primary"}
            danger={bad}
            loading={file.busy}
            disabled={pool.trim() === ""}
            onClick={() => {
              if (bad) setAsking(true);
              else void press(false);
            }}
          >
            {bad
              ? t("Bỏ qua câu lỗi…", "Leave bad questions out…")
              : t(`Nhập ${count} câu`, `Import ${count} questions`)}
          </Button>
        </Flex>
      )}
      <Modal
        open={asking}
        width={760}
        title={t("Nhập mà bỏ qua các câu lỗi?", "Import without the bad questions?")}
        okText={t(`Bỏ qua câu lỗi, nhập ${count} câu còn lại`, `Leave them out, import ${count}`)}
        cancelText={t("Không", "No")}
        okButtonProps={{ danger: true }}
        onOk={() => void press(true)}
        onCancel={() => {
          setAsking(false);
        }}
      >
        <p>{t("Những chỗ này sẽ không có trong ngân hàng:", "This will not be in the bank:")}</p>
        <Rows rows={report.errors} drafts={[]} />
      </Modal>
    </>
  );
}
