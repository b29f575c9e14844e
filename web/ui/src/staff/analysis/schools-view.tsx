import { Button, Card, Flex, Select } from "antd";
import { useSearchParams } from "react-router";

import { fold } from "../admin/search";
import { Async } from "../parts/async";
import { count } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { useApi } from "../use-api";
import { calls } from "./calls";
import { SchoolReport } from "./school-report";
import type { RunView } from "./types";

/** What one school can learn from this exam: for its head, to read and to print. */
export default function SchoolsView({ run }: { run: Pick<RunView, "id"> }) {
  const t = useText();
  const { language } = useLanguage();
  const [search, setSearch] = useSearchParams();
  const read = useApi(`schools ${run.id}`, () => calls.schools(run.id));
  return (
    <Async
      of={read}
      isEmpty={(d) => d.schools.length === 0}
      empty={t(
        "Không có trường nào mà bạn được xem trong kì thi này.",
        "There is no school in this exam that you may see.",
      )}
    >
      {({ schools }) => {
        const code = search.get("truong") ?? (schools.length === 1 ? (schools[0]?.code ?? "") : "");
        return (
          <Flex vertical gap={16}>
            <Card className="kt-no-print">
              <Flex gap={12} wrap align="center">
                <Select
                  showSearch={{
                    filterOption: (text, option) => fold(option?.label ?? "").includes(fold(text)),
                  }}
                  className="kt-exam-select"
                  style={{ flex: "1 1 260px" }}
                  aria-label={t("Trường", "School")}
                  placeholder={t("Chọn trường", "Choose a school")}
                  value={code === "" ? null : code}
                  onChange={(value: string) => setSearch({ truong: value })}
                  options={schools.map((s) => ({
                    value: s.code,
                    label: `${s.name || s.code} (${t(`${count(s.persons, language)} em`, `${count(s.persons, language)} pupils`)})`,
                  }))}
                />
                {code !== "" && (
                  <>
                    <Button
                      href={`/api/analysis/runs/${run.id}/schools/${encodeURIComponent(code)}/pdf`}
                    >
                      {t("Tải báo cáo (.pdf)", "Report (.pdf)")}
                    </Button>
                    <Button onClick={() => window.print()}>{t("In", "Print")}</Button>
                  </>
                )}
              </Flex>
            </Card>
            {code !== "" && <One key={code} run={run.id} code={code} />}
          </Flex>
        );
      }}
    </Async>
  );
}

function One({ run, code }: { run: string; code: string }) {
  const read = useApi(`school ${run} ${code}`, () => calls.school(run, code));
  return <Async of={read}>{(view) => <SchoolReport of={view} />}</Async>;
}
