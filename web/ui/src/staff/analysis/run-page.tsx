import { Button, Tabs } from "antd";
import { lazy, Suspense, type ComponentType } from "react";
import { Link, useNavigate, useParams } from "react-router";

import { Async } from "../parts/async";
import { Page } from "../parts/page";
import { hasRole, useSession } from "../session/session";
import { count, dateTime } from "../text/format";
import { useLanguage, useText, type Both } from "../text/language";
import { useApi } from "../use-api";
import { calls } from "./calls";
import { Ended, RunLog, Running, RunState } from "./run-frame";
import type { RunView } from "./types";
import "../results/results.css";
import "./analysis.css";

/** What each view of a run is given. */
export interface ViewProps {
  run: RunView;
}

interface View {
  key: string;
  label: Both;
  component: ComponentType<ViewProps>;
}

const views: View[] = [
  {
    key: "tong-quan",
    label: { vi: "Tổng quan", en: "Overview" },
    component: lazy(() => import("./overview-view")),
  },
  {
    key: "cau",
    label: { vi: "Câu hỏi", en: "Items" },
    component: lazy(() => import("./items-view")),
  },
  {
    key: "bai-thi",
    label: { vi: "Bài thi", en: "Test" },
    component: lazy(() => import("./test-view")),
  },
  {
    key: "dif",
    label: { vi: "DIF", en: "DIF" },
    component: lazy(() => import("./dif-view")),
  },
  {
    key: "tham-so",
    label: { vi: "Tham số", en: "Parameters" },
    component: lazy(() => import("./parameters-view")),
  },
  {
    key: "truong",
    label: { vi: "Báo cáo trường", en: "Schools" },
    component: lazy(() => import("./schools-view")),
  },
  {
    key: "nhat-ki",
    label: { vi: "Nhật ký", en: "Log" },
    component: ({ run }) => <RunLog of={run} />,
  },
];

/** One analysis: its progress while it runs, then what it found. */
export default function RunPage() {
  const t = useText();
  const { run: id = "" } = useParams();
  const read = useApi(`run ${id}`, () => calls.run(id));
  return (
    <Page
      title={
        read.data
          ? `${t("Phân tích", "Analysis")}: ${read.data.subject_name}`
          : t("Phân tích đề thi", "Analysis")
      }
      lead={read.data && <Lead of={read.data} />}
      actions={read.data?.state === "done" && <Actions of={read.data} />}
    >
      <Async of={read}>{(run) => <Content key={run.id} run={run} ended={read.reload} />}</Async>
    </Page>
  );
}

function Lead({ of }: { of: RunView }) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <>
      <Link to={`/phan-tich?ky=${of.exam_id}&mon=${of.subject}`}>{of.exam_name}</Link> ·{" "}
      {dateTime(of.created_at)} · {of.created_by_name} ·{" "}
      {t(`${count(of.persons, language)} bài`, `${count(of.persons, language)} works`)}{" "}
      <RunState of={of} />
    </>
  );
}

function Actions({ of }: { of: RunView }) {
  const t = useText();
  return (
    <>
      <Link to={`/phan-tich/ket-noi?den=${of.id}`}>
        <Button>{t("Kết nối thang đo", "Link scales")}</Button>
      </Link>
      <Button href={`/api/analysis/runs/${of.id}/workbook`}>
        {t("Tải bảng tính (.xlsx)", "Workbook (.xlsx)")}
      </Button>
    </>
  );
}

function Content({ run, ended }: { run: RunView; ended: () => void }) {
  const mayWork = hasRole(useSession(), ["analyst"]);
  if (run.state === "running") return <Running of={run} mayWork={mayWork} ended={ended} />;
  if (run.state !== "done") return <Ended of={run} mayWork={mayWork} />;
  return <Views run={run} />;
}

function Views({ run }: { run: RunView }) {
  const { language } = useLanguage();
  const navigate = useNavigate();
  const { view = "tong-quan" } = useParams();
  return (
    <Tabs
      activeKey={view}
      destroyOnHidden
      onChange={(key) => void navigate(`/phan-tich/${run.id}/${key}`)}
      items={views.map(({ key, label, component: Component }) => ({
        key,
        label: label[language],
        children: (
          <Suspense>
            <Component run={run} />
          </Suspense>
        ),
      }))}
    />
  );
}
