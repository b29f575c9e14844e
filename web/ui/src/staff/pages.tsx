import { lazy, type ComponentType, type ReactNode } from "react";

import {
  ApartmentOutlined,
  AuditOutlined,
  FileTextOutlined,
  DatabaseOutlined,
  DesktopOutlined,
  BarChartOutlined,
  LineChartOutlined,
  EyeOutlined,
  HighlightOutlined,
  HomeOutlined,
  IdcardOutlined,
  PartitionOutlined,
  SafetyOutlined,
  ScheduleOutlined,
  ScanOutlined,
  TableOutlined,
} from "./parts/icons";
import type { Both } from "./text/language";
import { roles, type Role } from "./text/words";

/** One page of the staff's part. */
export interface PageEntry {
  /** Address; parts with a colon are parameters: /ky-thi/:id */
  path: string;
  /** Who sees it. The server decides again about each call. */
  roles: readonly Role[];
  title: Both;
  icon?: ReactNode;
  /** One sentence for the first page; a page without one is not shown there. */
  lead?: Both;
  /** False keeps it out of the menu: it is reached from another page. */
  menu?: boolean;
  component: ComponentType;
}

/** The pages in the order of the menu. A part adds a row here and a folder beside. */
export const pages: PageEntry[] = [
  {
    path: "/",
    roles,
    title: { vi: "Trang đầu", en: "Home" },
    icon: <HomeOutlined />,
    component: lazy(() => import("./home/home-page")),
  },
  {
    path: "/ngan-hang",
    roles: ["teacher", "reviewer", "board"],
    title: { vi: "Ngân hàng câu hỏi", en: "Question bank" },
    icon: <DatabaseOutlined />,
    lead: {
      vi: "Tìm, soạn, duyệt câu hỏi; nhập từ Excel, Moodle XML, GIFT.",
      en: "Find, write and approve questions; import Excel, Moodle XML, GIFT.",
    },
    component: lazy(() => import("./bank/items-page")),
  },
  {
    path: "/ngan-hang/nhap",
    roles: ["teacher", "reviewer", "board"],
    title: { vi: "Nhập câu hỏi từ tệp", en: "Import questions" },
    menu: false,
    component: lazy(() => import("./bank/import-page")),
  },
  {
    path: "/ngan-hang/cau/:id",
    roles: ["teacher", "reviewer", "board"],
    title: { vi: "Soạn câu hỏi", en: "Write a question" },
    menu: false,
    component: lazy(() => import("./bank/item-page")),
  },
  {
    path: "/ngan-hang/duyet",
    roles: ["reviewer"],
    title: { vi: "Duyệt câu hỏi", en: "Review" },
    icon: <AuditOutlined />,
    lead: {
      vi: "Các câu chờ người thứ hai xem và duyệt.",
      en: "Questions that wait for a second pair of eyes.",
    },
    component: lazy(() => import("./bank/review/review-page")),
  },
  {
    path: "/ngan-hang/kho-mat",
    roles: ["teacher", "reviewer", "board"],
    title: { vi: "Kho mật", en: "Confidential pools" },
    icon: <SafetyOutlined />,
    lead: {
      vi: "Kho câu hỏi mã hoá, chỉ người giữ khoá mở được.",
      en: "Encrypted pools that only their keepers open.",
    },
    component: lazy(() => import("./bank/vault/vaults-page")),
  },
  {
    path: "/chuong-trinh",
    roles: ["teacher", "reviewer", "board", "admin"],
    title: { vi: "Chương trình", en: "Curriculum" },
    icon: <ApartmentOutlined />,
    lead: {
      vi: "Môn, mạch nội dung, chủ đề, yêu cầu cần đạt của chương trình 2018, và phần đơn vị thêm vào.",
      en: "Subjects, strands, topics and outcomes of the programme of 2018, and what units add.",
    },
    component: lazy(() => import("./bank/curriculum-page")),
  },
  {
    path: "/de-thi",
    roles: ["teacher", "reviewer", "board"],
    title: { vi: "Đề thi", en: "Forms" },
    icon: <FileTextOutlined />,
    lead: {
      vi: "Ghép câu thành đề, xem như thí sinh thấy, khoá đề và sinh mã đề.",
      en: "Put questions together, preview, lock and make variants.",
    },
    component: lazy(() => import("./bank/forms-page")),
  },
  {
    path: "/de-thi/:id",
    roles: ["teacher", "reviewer", "board"],
    title: { vi: "Đề thi", en: "Form" },
    menu: false,
    component: lazy(() => import("./bank/form-page")),
  },
  {
    path: "/cham-bai",
    roles: ["teacher", "reviewer", "board"],
    title: { vi: "Chấm bài tự luận", en: "Marking" },
    icon: <HighlightOutlined />,
    lead: {
      vi: "Chấm bài viết và tệp theo phách, hai người độc lập; xem tiến độ chấm.",
      en: "Mark essays and files under an alias, twice independently; see the progress.",
    },
    component: lazy(() => import("./marking/marking-page")),
  },
  {
    path: "/cham-bai/:sitting",
    roles: ["teacher", "reviewer"],
    title: { vi: "Chấm bài", en: "Mark" },
    menu: false,
    component: lazy(() => import("./marking/desk-page")),
  },
  {
    path: "/cham-phieu",
    roles: ["board", "reviewer", "teacher", "auditor"],
    title: { vi: "Chấm phiếu trả lời", en: "Answer sheets" },
    icon: <ScanOutlined />,
    lead: {
      vi: "Quét, đọc, xử lý nghi vấn và chấm phiếu giấy, từng bước niêm phong.",
      en: "Scan, read, decide and score paper sheets in sealed stages.",
    },
    component: lazy(() => import("./sheets/sheets-page")),
  },
  {
    path: "/cham-phieu/:sitting",
    roles: ["board", "reviewer", "teacher", "auditor"],
    title: { vi: "Chấm phiếu trả lời", en: "Answer sheets" },
    menu: false,
    component: lazy(() => import("./sheets/run-page")),
  },
  {
    path: "/cham-phieu/doi-chieu/:check",
    roles: ["board", "reviewer", "teacher", "auditor"],
    title: { vi: "Biên bản đối chiếu", en: "Report of a check" },
    menu: false,
    component: lazy(() => import("./sheets/check-page")),
  },
  {
    path: "/cham-phieu/:sitting/nghi-van",
    roles: ["board", "reviewer", "teacher"],
    title: { vi: "Xử lý nghi vấn", en: "Decide" },
    menu: false,
    component: lazy(() => import("./sheets/review-page")),
  },
  {
    path: "/ma-tran",
    roles: ["teacher", "reviewer", "board"],
    title: { vi: "Ma trận đề", en: "Blueprints" },
    icon: <TableOutlined />,
    lead: {
      vi: "Lập ma trận theo công văn 7991, rút đề từ ngân hàng, tải hai phụ lục.",
      en: "Matrices of letter 7991: draw forms from the bank, download both annexes.",
    },
    component: lazy(() => import("./bank/blueprints-page")),
  },
  {
    path: "/ma-tran/:id",
    roles: ["teacher", "reviewer", "board"],
    title: { vi: "Ma trận đề", en: "Blueprint" },
    menu: false,
    component: lazy(() => import("./bank/blueprint-page")),
  },
  {
    path: "/ky-thi",
    roles: ["board"],
    title: { vi: "Kỳ thi", en: "Exams" },
    icon: <ScheduleOutlined />,
    lead: {
      vi: "Nhập danh sách thí sinh, đánh số báo danh, xếp phòng, mở ca thi, in phiếu dự thi.",
      en: "Import candidates, number and seat them, open sittings, print tickets.",
    },
    component: lazy(() => import("./board/exams-page")),
  },
  {
    path: "/ky-thi/:id",
    roles: ["board"],
    title: { vi: "Kỳ thi", en: "Exam" },
    menu: false,
    component: lazy(() => import("./board/exam-page")),
  },
  {
    path: "/phong-thi",
    roles: ["invigilator", "board"],
    title: { vi: "Phòng thi trực tiếp", en: "Live room" },
    icon: <EyeOutlined />,
    lead: {
      vi: "Xem từng chỗ ngồi trong ca thi: đã kết nối chưa, đã làm bao nhiêu câu, còn bao lâu.",
      en: "Each seat of a sitting: connected or not, how many answered, how much time is left.",
    },
    component: lazy(() => import("./watch/room-page")),
  },
  {
    path: "/may-thi",
    roles: ["invigilator", "board"],
    title: { vi: "Máy đã kiểm tra", en: "Checked machines" },
    icon: <DesktopOutlined />,
    lead: {
      vi: "Máy nào sẵn sàng, máy nào cần sửa trước ngày thi.",
      en: "Which machines are ready, and which need mending before the day.",
    },
    component: lazy(() => import("./machines/machines-page")),
  },
  {
    path: "/ket-qua",
    roles: ["analyst", "board", "admin"],
    title: { vi: "Kết quả thi", en: "Results" },
    icon: <BarChartOutlined />,
    lead: {
      vi: "Điểm và phổ điểm từng ca thi, sửa đáp án, công bố, bảng tính, cơ sở dữ liệu giáo dục.",
      en: "Points and distribution of each sitting, key corrections, publication, exports.",
    },
    component: lazy(() => import("./results/results-page")),
  },
  {
    path: "/ket-qua/ca/:id",
    roles: ["analyst", "board", "admin"],
    title: { vi: "Kết quả ca thi", en: "Results of a sitting" },
    menu: false,
    component: lazy(() => import("./results/sitting-page")),
  },
  {
    path: "/phan-tich",
    roles: ["analyst", "board", "admin"],
    title: { vi: "Phân tích đề thi", en: "Item analysis" },
    icon: <LineChartOutlined />,
    lead: {
      vi: "Câu nào hỏng và vì sao, độ tin cậy, DIF, tham số câu hỏi, báo cáo cho trường.",
      en: "Which items failed and why, reliability, DIF, item parameters, school reports.",
    },
    component: lazy(() => import("./analysis/runs-page")),
  },
  {
    path: "/phan-tich/ket-noi",
    roles: ["analyst", "board", "admin"],
    title: { vi: "Kết nối thang đo", en: "Linking" },
    menu: false,
    component: lazy(() => import("./analysis/link-page")),
  },
  {
    path: "/phan-tich/:run/bao-cao",
    roles: ["analyst", "board", "admin"],
    title: { vi: "Báo cáo của trường", en: "School report" },
    menu: false,
    component: lazy(() => import("./analysis/school-page")),
  },
  {
    path: "/phan-tich/:run/:view?",
    roles: ["analyst", "board", "admin"],
    title: { vi: "Một lần phân tích", en: "Analysis" },
    menu: false,
    component: lazy(() => import("./analysis/run-page")),
  },
  {
    path: "/phan-tich/:run/cau/:key",
    roles: ["analyst", "board", "admin"],
    title: { vi: "Phân tích câu hỏi", en: "Item" },
    menu: false,
    component: lazy(() => import("./analysis/item-page")),
  },
  {
    path: "/quan-tri/tai-khoan",
    roles: ["admin"],
    title: { vi: "Tài khoản", en: "Accounts" },
    icon: <IdcardOutlined />,
    lead: {
      vi: "Cấp tài khoản, giao vai trò theo đơn vị, đặt lại mật khẩu, khoá tài khoản.",
      en: "Make accounts, give roles for units, reset passwords, disable accounts.",
    },
    component: lazy(() => import("./admin/accounts-page")),
  },
  {
    path: "/quan-tri/don-vi",
    roles: ["admin"],
    title: { vi: "Đơn vị", en: "Units" },
    icon: <PartitionOutlined />,
    lead: {
      vi: "Cây đơn vị: Sở, Phòng, trường, lớp.",
      en: "The tree of units: department, offices, schools, classes.",
    },
    component: lazy(() => import("./admin/units-page")),
  },
  {
    path: "/nhat-ky",
    roles: ["auditor"],
    title: { vi: "Nhật ký hệ thống", en: "Audit trail" },
    icon: <AuditOutlined />,
    lead: {
      vi: "Ai đã làm gì, lúc nào, từ đâu; kiểm tra chuỗi băm xem có dòng nào bị sửa.",
      en: "Who did what, when, from where; check the hash chain for altered entries.",
    },
    component: lazy(() => import("./audit/audit-page")),
  },
];

/** The pages that one of these roles may see. */
export function pagesFor(held: readonly Role[]): PageEntry[] {
  return pages.filter((p) => p.roles.some((r) => held.includes(r)));
}

/** The menu's entry for an address: the longest path that it starts with. */
export function menuPath(entries: readonly PageEntry[], address: string): string {
  let best = "/";
  for (const { path, menu } of entries) {
    const inside = address === path || address.startsWith(`${path}/`);
    if (menu !== false && inside && path.length > best.length) best = path;
  }
  return best;
}
