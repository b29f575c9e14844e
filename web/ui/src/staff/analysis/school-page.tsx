import { useParams } from "react-router";

import { Page } from "../parts/page";
import { useText } from "../text/language";
import SchoolsView from "./schools-view";
import "../results/results.css";
import "./analysis.css";

/** The report of one's own school, for those who do not see the whole exam. */
export default function SchoolPage() {
  const t = useText();
  const { run: id = "" } = useParams();
  return (
    <Page title={t("Báo cáo của trường", "Report of your school")}>
      <SchoolsView run={{ id }} />
    </Page>
  );
}
