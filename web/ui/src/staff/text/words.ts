import type { Schema } from "../api";
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

export type SchoolKind = Exclude<Schema["UnitView"]["school_kind"], "">;

export const schoolKindNames: Record<SchoolKind, Both> = {
  public: { vi: "Công lập", en: "Public" },
  private: { vi: "Tư thục", en: "Private" },
  gifted: { vi: "Chuyên", en: "Gifted" },
  boarding: { vi: "Dân tộc nội trú", en: "Ethnic boarding" },
  continuing: { vi: "GDTX", en: "Continuing education" },
};

export const schoolKinds: SchoolKind[] = ["public", "private", "gifted", "boarding", "continuing"];

export const unitKindNames: Record<UnitKind, Both> = {
  so: { vi: "Sở GDĐT", en: "Department" },
  phong: { vi: "Phòng GDĐT", en: "District office" },
  truong: { vi: "Trường", en: "School" },
  lop: { vi: "Lớp", en: "Class" },
};
