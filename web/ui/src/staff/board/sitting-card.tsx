import { App, Button, Card, Dropdown, Flex, Tag, Tooltip } from "antd";
import { Link } from "react-router";

import { api, ok } from "../api";
import {
  DeleteOutlined,
  DownOutlined,
  EditOutlined,
  MoreOutlined,
  PrinterOutlined,
} from "../parts/icons";
import { dateTime } from "../text/format";
import { useLanguage, useText } from "../text/language";
import { ruleName } from "../text/rules";
import { useAction } from "../use-action";
import { duration, stateColors, stateNames } from "./sitting-words";
import { printMinutes } from "../watch/print";
import { saveTickets } from "./save-tickets";
import type { Sitting } from "./sittings-tab";

interface Props {
  sitting: Sitting;
  /** Name of its form, when one is chosen and known. */
  form: string | undefined;
  onEdit: () => void;
  onChanged: () => void;
}

/** One sitting: its plan, how full it is, where it stands, what comes next. */
export function SittingCard({ sitting: s, form, onEdit, onChanged }: Props) {
  const t = useText();
  const { language } = useLanguage();
  const missing = s.registered - s.seated;
  return (
    <Card className="kt-sitting" size="small">
      <Flex justify="space-between" align="center" gap={8}>
        <h3>{s.name}</h3>
        <Flex align="center" className="kt-sitting-tags">
          {s.practice && <Tag color="gold">{t("THI THỬ", "PRACTICE")}</Tag>}
          <Tag color={stateColors[s.state]}>{stateNames[s.state][language]}</Tag>
          {s.state === "planned" && <PlanMenu sitting={s} onEdit={onEdit} onChanged={onChanged} />}
        </Flex>
      </Flex>
      <dl className="kt-sitting-facts">
        <dt>{t("Môn", "Subject")}</dt>
        <dd>{s.subject_name || s.subject}</dd>
        <dt>{t("Bắt đầu", "Starts")}</dt>
        <dd>
          {s.practice && s.state === "open"
            ? t("khi bấm Bắt đầu ngay", "when started by hand")
            : dateTime(s.starts_at)}{" "}
          · {duration(s.duration_s, language)}
        </dd>
        <dt>{t("Đề", "Form")}</dt>
        <dd>
          {s.practice ? (
            t("Đề thi thử có sẵn", "The built-in practice paper")
          ) : s.form_id === "" ? (
            <Tag color="orange">{t("Chưa chọn đề", "Not chosen")}</Tag>
          ) : (
            (form ?? t("Đã chọn", "Chosen"))
          )}
        </dd>
        <dt>{t("Quy tắc chấm", "Rule")}</dt>
        <dd>{s.practice ? t("Không chấm điểm", "Not scored") : ruleName(s.rule)[language]}</dd>
        <dt>{t("Thí sinh", "Candidates")}</dt>
        <dd>
          {t(
            `${s.seated}/${s.registered} có chỗ ngồi, ${s.rooms} phòng`,
            `${s.seated}/${s.registered} seated, ${s.rooms} rooms`,
          )}{" "}
          {missing > 0 && s.state === "planned" && (
            <Tag color="orange">{t(`thiếu ${missing}`, `${missing} missing`)}</Tag>
          )}
        </dd>
      </dl>
      <Flex gap={8} wrap>
        <NextStep sitting={s} onChanged={onChanged} />
        <PrintMenu sitting={s} />
        <Watch sitting={s} />
      </Flex>
    </Card>
  );
}

/** Edit and remove, while the sitting is only planned. */
function PlanMenu({ sitting: s, onEdit, onChanged }: Omit<Props, "form">) {
  const t = useText();
  const { modal } = App.useApp();
  const { run } = useAction();
  const remove = () =>
    run(async () => {
      await ok(api.DELETE("/api/sittings/{id}", { params: { path: { id: s.id } } }));
      onChanged();
    });
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: [
          { key: "edit", icon: <EditOutlined />, label: t("Sửa", "Edit") },
          { key: "delete", icon: <DeleteOutlined />, danger: true, label: t("Xoá", "Remove") },
        ],
        onClick: ({ key }) => {
          if (key === "edit") onEdit();
          else {
            modal.confirm({
              title: t(`Xoá ca thi ${s.name}?`, `Remove the sitting ${s.name}?`),
              onOk: remove,
            });
          }
        },
      }}
    >
      <Button
        type="text"
        icon={<MoreOutlined />}
        aria-label={t(`Thao tác với ${s.name}`, `Actions for ${s.name}`)}
      />
    </Dropdown>
  );
}

/** The one step that comes next: open, start now, end now. */
function NextStep({ sitting: s, onChanged }: Pick<Props, "sitting" | "onChanged">) {
  const t = useText();
  const { modal } = App.useApp();
  const { busy, run } = useAction();
  const steps = {
    planned: {
      path: "/api/sittings/{id}/open",
      label: t("Mở ca thi", "Open"),
      done: t(
        "Ca thi đã mở. Có thể in phiếu dự thi.",
        "The sitting is open. Tickets can be printed.",
      ),
      title: t(`Mở ca thi ${s.name}?`, `Open ${s.name}?`),
      content: t(
        "Đề được đóng gói và mã hoá, thí sinh được vào phòng chờ. Sau đó không sửa được ca thi, số báo danh và chỗ ngồi.",
        "The papers are compiled and encrypted and candidates may wait. The plan, numbers and seats cannot change after that.",
      ),
    },
    open: {
      path: "/api/sittings/{id}/start",
      label: t("Bắt đầu ngay", "Start now"),
      done: t("Đã phát đề.", "The papers were released."),
      title: t(`Phát đề ca ${s.name} ngay bây giờ?`, `Release the papers of ${s.name} now?`),
      content: t(
        s.practice
          ? "Thí sinh trong phòng chờ thấy đề thi thử ngay."
          : `Nếu không bấm, ca thi tự bắt đầu lúc ${dateTime(s.starts_at)}.`,
        s.practice
          ? "Those who wait see the practice paper at once."
          : `Otherwise it starts by itself at ${dateTime(s.starts_at)}.`,
      ),
    },
    running: {
      path: "/api/sittings/{id}/close",
      label: t("Kết thúc ngay", "End now"),
      done: t(
        `Đã hết giờ. Bài được niêm phong sau ${s.grace_s} giây nữa.`,
        `Time is up. Attempts are sealed in ${s.grace_s} seconds.`,
      ),
      title: t(`Kết thúc ca ${s.name} cho mọi thí sinh?`, `End ${s.name} for everybody?`),
      content: t(
        "Bài làm của mọi thí sinh được niêm phong như đang có. Không mở lại được.",
        "Every attempt is sealed as it stands. This cannot be undone.",
      ),
    },
  } as const;
  if (s.state === "closed") return null;
  const step = steps[s.state];
  const ready = s.state !== "planned" || (s.form_id !== "" && s.seated > 0);
  const go = () =>
    run(async () => {
      await ok(api.POST(step.path, { params: { path: { id: s.id } } }));
      onChanged();
    }, step);
  return (
    <Tooltip
      title={
        ready
          ? ""
          : t("Cần chọn đề và xếp chỗ ngồi trước.", "Choose a form and assign seats first.")
      }
    >
      <Button
        type="primary"
        danger={s.state === "running"}
        loading={busy}
        disabled={!ready}
        onClick={() => {
          modal.confirm({ title: step.title, content: step.content, onOk: go });
        }}
      >
        {step.label}
      </Button>
    </Tooltip>
  );
}

/** Where the sitting goes on: the live room, then its results. */
function Watch({ sitting: s }: { sitting: Sitting }) {
  const t = useText();
  if (s.state === "planned" || (s.practice && s.state === "closed")) return null;
  const [to, text] =
    s.state === "closed"
      ? [`/ket-qua/ca/${s.id}`, t("Xem kết quả", "Results")]
      : [`/phong-thi?ca=${s.id}`, t("Xem phòng thi", "Live room")];
  return (
    <Link to={to}>
      <Button type="link">{text}</Button>
    </Link>
  );
}

/** Lists for the doors and for signatures, and ticket slips once it is open. */
function PrintMenu({ sitting: s }: { sitting: Sitting }) {
  const t = useText();
  const { modal } = App.useApp();
  const { busy, run } = useAction();
  const tickets = () =>
    run(() => saveTickets(s.id, `phieu-du-thi-${s.id}`), {
      done: t("Đã tạo phiếu dự thi.", "The tickets were made."),
    });
  return (
    <>
      <Button
        icon={<PrinterOutlined />}
        loading={busy}
        disabled={s.state === "planned" || s.state === "closed"}
        onClick={() => {
          modal.confirm({
            title: t("In phiếu dự thi cho cả ca?", "Print tickets for the whole sitting?"),
            content: t(
              "Mỗi lần in tạo mã mới; phiếu đã in trước đó hết hiệu lực.",
              "Each print makes new codes; tickets printed before become void.",
            ),
            onOk: tickets,
          });
        }}
      >
        {t("Phiếu dự thi", "Tickets")}
      </Button>
      <Dropdown
        trigger={["click"]}
        disabled={s.seated === 0}
        menu={{
          items: [
            {
              key: "door",
              label: (
                <a href={`/api/sittings/${s.id}/door-list.pdf`}>
                  {t("Danh sách dán cửa", "Door lists")}
                </a>
              ),
            },
            {
              key: "invigilator",
              label: (
                <a href={`/api/sittings/${s.id}/invigilator-list.pdf`}>
                  {t("Danh sách riêng cho giám thị", "Invigilators' lists")}
                </a>
              ),
            },
            {
              key: "attendance",
              label: (
                <a href={`/api/sittings/${s.id}/attendance.pdf`}>
                  {t("Danh sách ký tên", "Attendance lists")}
                </a>
              ),
            },
            {
              key: "minutes",
              disabled: s.state !== "running" && s.state !== "closed",
              label: t("Biên bản phòng thi", "Minutes of the rooms"),
              onClick: () => void run(() => printMinutes(s.id, "")),
            },
          ],
        }}
      >
        <Button icon={<DownOutlined />} iconPlacement="end">
          {t("In danh sách", "Lists")}
        </Button>
      </Dropdown>
    </>
  );
}
