import type { Both } from "./language";

export type Role =
  "admin" | "teacher" | "reviewer" | "board" | "invigilator" | "analyst" | "auditor";

export const roles: Role[] = [
  "admin",
  "teacher",
  "reviewer",
  "board",
  "invigilator",
  "analyst",
  "auditor",
];

export const roleNames: Record<Role, Both> = {
  admin: { vi: "Quản trị", en: "Administrator" },
  teacher: { vi: "Giáo viên", en: "Teacher" },
  reviewer: { vi: "Phản biện", en: "Reviewer" },
  board: { vi: "Hội đồng thi", en: "Exam board" },
  invigilator: { vi: "Giám thị", en: "Invigilator" },
  analyst: { vi: "Khảo thí", en: "Analyst" },
  auditor: { vi: "Thanh tra", en: "Auditor" },
};

export type UnitKind = "so" | "phong" | "truong" | "lop";

export const unitKinds: UnitKind[] = ["so", "phong", "truong", "lop"];

export const unitKindNames: Record<UnitKind, Both> = {
  so: { vi: "Sở GDĐT", en: "Department" },
  phong: { vi: "Phòng GDĐT", en: "District office" },
  truong: { vi: "Trường", en: "School" },
  lop: { vi: "Lớp", en: "Class" },
};
