import { Card, Col, Row } from "antd";
import { Link } from "react-router";

import { Page } from "../parts/page";
import { pagesFor } from "../pages";
import { rolesOf, useSession } from "../session/session";
import { useLanguage, useText } from "../text/language";
import { roleNames } from "../text/words";
import "./home.css";

/** What the signed-in person can do here, by role. */
export default function HomePage() {
  const t = useText();
  const { language } = useLanguage();
  const session = useSession();
  const entries = pagesFor(rolesOf(session)).filter((p) => p.lead !== undefined);
  return (
    <Page
      title={t(`Chào ${session.full_name}`, `Hello ${session.full_name}`)}
      lead={session.grants
        .map((g) => `${roleNames[g.role][language]} · ${g.unit_name ?? ""}`)
        .join("; ")}
    >
      <Row gutter={[16, 16]}>
        {entries.map((p) => (
          <Col key={p.path} xs={24} sm={12} xl={8}>
            <Link to={p.path} className="kt-tile">
              <Card hoverable>
                <span className="kt-tile-icon">{p.icon}</span>
                <div>
                  <h2>{p.title[language]}</h2>
                  <p>{p.lead?.[language]}</p>
                </div>
              </Card>
            </Link>
          </Col>
        ))}
      </Row>
    </Page>
  );
}
