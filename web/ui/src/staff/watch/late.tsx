import { Button, Card, Flex, Table, Tag } from "antd";

import { api, ok, type Schema } from "../api";
import { Async } from "../parts/async";
import { time } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { useApi } from "../use-api";
import type { Intent } from "./action-dialog";
import { may, type Kind, type Powers } from "./actions";
import { caseOf, type LateCase } from "./late-cases";
import type { Action } from "./live";
import { RescueUpload } from "./rescue-upload";
import { placeText } from "./words";

type Late = Schema["LateView"];

interface Props {
  sitting: string;
  room: string;
  actions: readonly Action[];
  powers: Powers | undefined;
  onAct: (intent: Intent) => void;
}

/** What came after the time: one proposes that it counts, a second one decides. */
export function LateTab({ sitting, room, actions, powers, onAct }: Props) {
  const t = useText();
  const late = useApi(
    `late ${sitting} ${room} ${actions.length}`,
    () =>
      ok(
        api.GET("/api/live/sittings/{id}/late", {
          params: { path: { id: sitting }, query: { room } },
        }),
      ),
    { everyMs: 10_000 },
  );
  return (
    <>
      <RescueUpload sitting={sitting} onTaken={late.reload} />
      <Async
        of={late}
        isEmpty={(d) => d.late.length === 0}
        empty={t("Không có thao tác nào đến sau giờ.", "Nothing came after the time.")}
      >
        {(d) => (
          <>
            <p className="kt-act-effect kt-late-lead">
              {t(
                "Các thao tác dưới đây tới máy chủ sau khi hết giờ hoặc sau khi bài được niêm phong, nên chưa tính vào bài. Một người đề nghị, người thứ hai trong hội đồng quyết định.",
                "These events reached the server after the time or after the seal and do not count yet. One person proposes, a second one of the board decides.",
              )}
            </p>
            {caseOf(d.late).map((c) => (
              <LateCard key={c.attempt} of={c} actions={actions} powers={powers} onAct={onAct} />
            ))}
          </>
        )}
      </Async>
    </>
  );
}

/** When it came; of a rescue file also when it was typed, by that machine's clock. */
function WhenOf({ late }: { late: Late }) {
  const t = useText();
  if (late.typed_at === undefined || late.typed_at === "") return time(late.at, true);
  return (
    <>
      {time(late.typed_at, true)}
      <br />
      <Tag>{t("tệp cứu hộ, theo đồng hồ máy thí sinh", "rescue file, by the machine's clock")}</Tag>
    </>
  );
}

function LateCard({
  of,
  actions,
  powers,
  onAct,
}: { of: LateCase } & Pick<Props, "actions" | "powers" | "onAct">) {
  const t = useText();
  const proposal = actions.find((a) => a.id === of.proposal);
  const mine = proposal !== undefined && proposal.who_id === powers?.me;
  const intent = (kind: Kind, more: Partial<Intent>): Intent => ({
    kind,
    scope: "candidate",
    people: [{ attempt: of.attempt, number: of.number, name: of.name }],
    ...more,
  });
  return (
    <Card size="small" className="kt-gap" title={`${of.number} ${of.name} · ${of.room}`}>
      <Table<Late>
        size="small"
        pagination={false}
        rowKey="incident"
        dataSource={of.events}
        scroll={{ x: true }}
        columns={[
          { title: t("Lúc", "At"), render: (_, e) => <WhenOf late={e} /> },
          { title: t("Câu", "Question"), render: (_, e) => <PlaceOf late={e} /> },
          {
            title: t("Trả lời", "Answer"),
            render: (_, e) =>
              e.flag
                ? t("đánh dấu xem lại", "look-again mark")
                : e.shown || t("(xoá)", "(cleared)"),
          },
          { title: t("Tình trạng", "State"), render: (_, e) => <StateOf late={e} /> },
        ]}
      />
      <Flex wrap gap={8} align="center" className="kt-late-foot">
        {of.open.length > 0 && may(powers, "admit_ask", "candidate") && (
          <Button size="small" onClick={() => onAct(intent("admit_ask", { incidents: of.open }))}>
            {t("Đề nghị công nhận", "Propose to admit")} ({of.open.length})
          </Button>
        )}
        {proposal !== undefined && (
          <span>
            {t("Người đề nghị:", "Proposed by:")} <b>{proposal.who}</b>, {time(proposal.created_at)}
            : {proposal.reason}
          </span>
        )}
        {proposal !== undefined && mine && (
          <Tag>{t("Chờ người thứ hai quyết định", "A second person decides")}</Tag>
        )}
        {proposal !== undefined && !mine && may(powers, "admit", "candidate") && (
          <>
            <Button
              size="small"
              type="primary"
              onClick={() => onAct(intent("admit", { proposal: proposal.id }))}
            >
              {t("Đồng ý", "Admit")}
            </Button>
            <Button
              size="small"
              danger
              onClick={() => onAct(intent("admit_deny", { proposal: proposal.id }))}
            >
              {t("Không công nhận", "Deny")}
            </Button>
          </>
        )}
      </Flex>
    </Card>
  );
}

function PlaceOf({ late }: { late: Late }) {
  const t = useText();
  if (late.part === 0) return "–";
  return placeText(late, t);
}

function StateOf({ late }: { late: Late }) {
  const { language } = useLanguage();
  const vi = language === "vi";
  switch (late.state) {
    case "":
      return <Tag>{vi ? "Chưa xét" : "Open"}</Tag>;
    case "admit_ask":
      return <Tag color="gold">{vi ? "Đã đề nghị" : "Proposed"}</Tag>;
    case "admit":
      return <Tag color="green">{vi ? "Được tính" : "Admitted"}</Tag>;
    case "admit_deny":
      return <Tag color="red">{vi ? "Không tính" : "Denied"}</Tag>;
  }
}
