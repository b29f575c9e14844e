import type { Both } from "./language";

const subjects: Record<string, Both> = {
  toan: { vi: "Toán", en: "Mathematics" },
  vatli: { vi: "Vật lí", en: "Physics" },
  hoahoc: { vi: "Hoá học", en: "Chemistry" },
  sinhhoc: { vi: "Sinh học", en: "Biology" },
  diali: { vi: "Địa lí", en: "Geography" },
  lichsu: { vi: "Lịch sử", en: "History" },
  gdktpl: { vi: "Giáo dục kinh tế và pháp luật", en: "Economics and law" },
  congnghe: { vi: "Công nghệ", en: "Technology" },
  tinhoc: { vi: "Tin học", en: "Informatics" },
  ngoaingu: { vi: "Ngoại ngữ", en: "Foreign language" },
};

/** A scoring rule in words. A rule that is not known here keeps its name. */
export function ruleName(name: string): Both {
  const generic = /^generic(-linear)?(?::([\d./]+))?$/.exec(name);
  if (generic) return genericName(generic[1] !== undefined, generic[2]);
  const exam = /^thptqg-2025-([a-z]+?)(-linear)?$/.exec(name);
  const subject = subjects[exam?.[1] ?? ""];
  if (!exam || subject === undefined) return { vi: name, en: name };
  const linear = exam[2] !== undefined;
  return {
    vi: `${subject.vi} – thang điểm thi tốt nghiệp 2025${linear ? ", 0,25 điểm mỗi ý" : ""}`,
    en: `${subject.en} – graduation exam 2025${linear ? ", 0.25 points a statement" : ""}`,
  };
}

function genericName(linear: boolean, byPart: string | undefined): Both {
  const parts = byPart?.split("/") ?? [];
  const vi = parts.map((p, i) => `phần ${i + 1}: ${p.replace(".", ",")}`).join("; ");
  const en = parts.map((p, i) => `part ${i + 1}: ${p}`).join("; ");
  return {
    vi: `Thang 10 chung${linear ? ", các ý bằng điểm nhau" : ""}${vi === "" ? "" : ` (${vi})`}`,
    en: `General, out of 10${linear ? ", statements alike" : ""}${en === "" ? "" : ` (${en})`}`,
  };
}
