import { Card, Tabs } from "antd";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";

import { api, ok, type Schema } from "../api";
import { Async } from "../parts/async";
import { Page } from "../parts/page";
import { useText } from "../text/language";
import { useApi } from "../use-api";
import { CandidatesTab } from "./candidates-tab";
import { RoomsTab } from "./rooms-tab";
import { SettingsTab } from "./settings-tab";
import { SittingsTab } from "./sittings-tab";
import "./board.css";

export type Exam = Schema["ExamView"];

/** One exam: its candidates, rooms, sittings and settings. */
export default function ExamPage() {
  const t = useText();
  const { id = "" } = useParams();
  const read = useApi(`exam ${id}`, () =>
    ok(api.GET("/api/exams/{id}", { params: { path: { id } } })),
  );
  return (
    <Page
      title={read.data?.name ?? t("Kỳ thi", "Exam")}
      lead={
        <>
          <Link to="/ky-thi">{t("Kỳ thi", "Exams")}</Link>
          {read.data && ` · ${read.data.unit_name} · ${read.data.school_year}`}
        </>
      }
    >
      <Async of={read}>
        {(exam) => <ExamTabs key={exam.rev} exam={exam} onChanged={read.reload} />}
      </Async>
    </Page>
  );
}

function ExamTabs({ exam, onChanged }: { exam: Exam; onChanged: () => void }) {
  const t = useText();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  return (
    <Card className="kt-tabs">
      <Tabs
        activeKey={search.get("muc") ?? "thi-sinh"}
        onChange={(key) => setSearch({ muc: key }, { replace: true })}
        destroyOnHidden
        items={[
          {
            key: "thi-sinh",
            label: t("Thí sinh", "Candidates"),
            children: <CandidatesTab exam={exam} />,
          },
          { key: "phong", label: t("Phòng thi", "Rooms"), children: <RoomsTab exam={exam} /> },
          { key: "ca-thi", label: t("Ca thi", "Sittings"), children: <SittingsTab exam={exam} /> },
          {
            key: "thiet-lap",
            label: t("Thiết lập", "Settings"),
            children: (
              <SettingsTab
                exam={exam}
                onSaved={onChanged}
                onDeleted={() => void navigate("/ky-thi")}
              />
            ),
          },
        ]}
      />
    </Card>
  );
}
