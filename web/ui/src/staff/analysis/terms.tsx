import { Tooltip } from "antd";

import { useLanguage, type Both } from "../text/language";

/** A number of an analysis: its name, and one plain sentence that says what it tells. */
interface TermText {
  name: Both;
  help: Both;
}

export type TermName = keyof typeof terms;

const terms = {
  anchor: {
    name: { vi: "Câu neo", en: "Anchor" },
    help: {
      vi: "Câu được dùng để ghép thí sinh ngang sức của hai nhóm; câu có DIF được bỏ ra rồi so lại cho đến khi bộ câu neo không đổi.",
      en: "Used to match persons of like ability; items with DIF are taken out and all is compared again until the anchors stay the same.",
    },
  },
  n: {
    name: { vi: "Số thí sinh", en: "Candidates" },
    help: {
      vi: "Số bài làm đã có điểm được đưa vào phân tích.",
      en: "Scored works that the analysis used.",
    },
  },
  mean: {
    name: { vi: "Điểm trung bình", en: "Mean" },
    help: { vi: "Trung bình cộng điểm của mọi thí sinh.", en: "The average of all marks." },
  },
  sd: {
    name: { vi: "Độ lệch chuẩn", en: "Deviation" },
    help: {
      vi: "Điểm phân tán bao nhiêu quanh trung bình; càng lớn thì đề càng trải được thí sinh.",
      en: "How far marks spread around the mean.",
    },
  },
  alpha: {
    name: { vi: "Hệ số tin cậy (alpha)", en: "Reliability (alpha)" },
    help: {
      vi: "Cronbach alpha: các câu có cùng đo một năng lực không; thi quan trọng nên từ 0,80 trở lên. Trong ngoặc là khoảng tin cậy 95 %.",
      en: "Cronbach's alpha: do the items measure one thing? High stakes want 0.80 and more. In brackets its 95 % interval.",
    },
  },
  omega: {
    name: { vi: "Omega", en: "Omega" },
    help: {
      vi: "Hệ số tin cậy của McDonald, không đòi các câu nặng như nhau.",
      en: "McDonald's reliability, which does not ask items to weigh the same.",
    },
  },
  sem: {
    name: { vi: "Sai số chuẩn (SEM)", en: "Standard error" },
    help: {
      vi: "Nếu thi lại, điểm thô của một em thường lệch không quá chừng này, lên hoặc xuống. Điểm thô: mỗi câu đúng 1, câu đúng/sai mỗi ý đúng 1; khác với thang điểm của kì thi.",
      en: "How far one person's raw score would usually move if the test were sat again. Raw: 1 for each right item or statement, not the points of the exam.",
    },
  },
  p: {
    name: { vi: "Độ khó (p)", en: "Difficulty (p)" },
    help: {
      vi: "Phần làm đúng: tỉ lệ em làm đúng, ở câu đúng/sai là tỉ lệ ý đúng; càng nhỏ thì câu càng khó.",
      en: "The part done right: of candidates, or of the statements of a cluster; the smaller, the harder.",
    },
  },
  p_points: {
    name: { vi: "Tỉ lệ điểm", en: "Share of points" },
    help: {
      vi: "Phần điểm thi mà thí sinh đạt được ở câu này, đây là độ khó mà ngân hàng giữ. Ở câu đúng/sai nó nhỏ hơn tỉ lệ ý đúng, vì đúng 2 ý mới được 0,25.",
      en: "The part of the exam's points that candidates earned, which the bank keeps. Of a cluster it is below the share of right statements, for two of four earn a quarter.",
    },
  },
  p_above_floor: {
    name: { vi: "p trừ đoán mò", en: "p above chance" },
    help: {
      vi: "Độ khó sau khi trừ phần có thể đúng nhờ đoán: 0 là như đoán mò.",
      en: "Difficulty with guessing taken off: 0 is what chance gives.",
    },
  },
  r_rest: {
    name: { vi: "Độ phân biệt", en: "Discrimination" },
    help: {
      vi: "Tương quan giữa điểm câu này với tổng điểm các câu còn lại: em giỏi có làm được câu này hơn em yếu không.",
      en: "Correlation with the score of all other items: do better candidates do better here?",
    },
  },
  r_total: {
    name: { vi: "r với tổng điểm", en: "r with total" },
    help: {
      vi: "Tương quan với tổng điểm (có cả câu này); luôn cao hơn độ phân biệt một ít.",
      en: "Correlation with the total, this item included; always a little higher.",
    },
  },
  d27: {
    name: { vi: "D (27 %)", en: "D (27 %)" },
    help: {
      vi: "Hiệu tỉ lệ đúng giữa 27 % thí sinh cao nhất và 27 % thấp nhất.",
      en: "Share right among the top 27 % minus the bottom 27 %.",
    },
  },
  biserial: {
    name: { vi: "Tương quan nhị phân", en: "Biserial" },
    help: {
      vi: "Độ phân biệt ước lượng như thể câu có thang điểm liên tục; ít phụ thuộc độ khó.",
      en: "Discrimination as if the item had a continuous scale; depends less on difficulty.",
    },
  },
  alpha_if_deleted: {
    name: { vi: "Alpha nếu bỏ câu", en: "Alpha if deleted" },
    help: {
      vi: "Hệ số tin cậy của bài thi khi bỏ câu này; tăng lên nghĩa là câu làm hại bài.",
      en: "Reliability without this item; higher means the item hurts the test.",
    },
  },
  omitted: {
    name: { vi: "Bỏ trống", en: "Omitted" },
    help: {
      vi: "Số em đã đi qua câu này mà không trả lời.",
      en: "Candidates who passed the item without an answer.",
    },
  },
  a: {
    name: { vi: "a", en: "a" },
    help: {
      vi: "Tham số phân biệt: đường cong dốc bao nhiêu ở chỗ câu đo tốt nhất.",
      en: "Discrimination parameter: how steep the curve is where the item measures best.",
    },
  },
  b: {
    name: { vi: "b", en: "b" },
    help: {
      vi: "Tham số độ khó trên thang năng lực: năng lực bằng b thì cơ hội đúng là một nửa (khi không đoán mò); càng lớn càng khó.",
      en: "Difficulty on the scale of ability: at b the chance is one half (without guessing); larger is harder.",
    },
  },
  c: {
    name: { vi: "c", en: "c" },
    help: {
      vi: "Tham số đoán mò: cơ hội đúng của em có năng lực rất thấp.",
      en: "Guessing parameter: the chance of those with very low ability.",
    },
  },
  infit: {
    name: { vi: "Infit", en: "Infit" },
    help: {
      vi: "Câu trả lời có khớp mô hình không, nhìn ở vùng đúng tầm câu; quanh 1 là tốt, 0,8–1,2 chấp nhận được.",
      en: "Do answers follow the model near the item's own level? About 1 is good.",
    },
  },
  outfit: {
    name: { vi: "Outfit", en: "Outfit" },
    help: {
      vi: "Như infit nhưng nhạy với câu trả lời bất ngờ của em quá giỏi hoặc quá yếu.",
      en: "As infit, but it feels surprising answers far from the item's level.",
    },
  },
  s_x2: {
    name: { vi: "S-X² (p)", en: "S-X² (p)" },
    help: {
      vi: "Kiểm định khớp mô hình; giá trị p nhỏ hơn 0,01 là thực tế khác mô hình nhiều hơn ngẫu nhiên.",
      en: "A test of fit; p below .01 says that the answers differ from the model by more than chance.",
    },
  },
  dif: {
    name: { vi: "DIF", en: "DIF" },
    help: {
      vi: "Chức năng câu hỏi khác biệt: hai nhóm ngang trình độ mà một nhóm làm kém hơn. A không đáng kể, B vừa, C lớn.",
      en: "Differential functioning: of two equally able groups one does worse. A negligible, B moderate, C large.",
    },
  },
  delta: {
    name: { vi: "Δ (MH)", en: "Δ (MH)" },
    help: {
      vi: "Cỡ khác biệt theo Mantel–Haenszel; âm là câu khó hơn cho nhóm được so.",
      en: "Size by Mantel–Haenszel; negative: harder for the focal group.",
    },
  },
  chi2: {
    name: { vi: "χ² (p)", en: "χ² (p)" },
    help: {
      vi: "Kiểm định Mantel–Haenszel: p nhỏ nghĩa là khác biệt khó do ngẫu nhiên.",
      en: "Mantel–Haenszel test: a small p says that chance hardly explains the difference.",
    },
  },
  std_p_dif: {
    name: { vi: "Chênh điểm", en: "Difference" },
    help: {
      vi: "Chênh lệch điểm câu giữa hai nhóm khi đã ngang tổng điểm (nhóm được so trừ nhóm gốc).",
      en: "Difference of the item's score between groups of equal totals (focal minus reference).",
    },
  },
  trace: {
    name: { vi: "r với tổng điểm", en: "r with the rest" },
    help: {
      vi: "Đáp án phải dương; phương án nhiễu phải âm, tức là em yếu mới chọn.",
      en: "Positive for the key; negative for a distractor, which the weaker should choose.",
    },
  },
  theta: {
    name: { vi: "Năng lực θ", en: "Ability θ" },
    help: {
      vi: "Năng lực trên thang của mô hình: 0 là trung bình của kì thi, đa số nằm từ −2 đến 2.",
      en: "Ability on the model's scale: 0 is the mean of the exam, most lie within −2 and 2.",
    },
  },
  reliability: {
    name: { vi: "Độ tin cậy của θ", en: "Reliability of θ" },
    help: {
      vi: "Phần phương sai của năng lực ước lượng không phải do sai số.",
      en: "The part of the variance of estimated abilities that is not error.",
    },
  },
  robust_z: {
    name: { vi: "z bền vững", en: "Robust z" },
    help: {
      vi: "Câu neo lệch khỏi các câu neo khác bao nhiêu; quá 1,645 thì cần xem lại câu.",
      en: "How far an anchor lies from the others; above 1.645 it should be looked at.",
    },
  },
} satisfies Record<string, TermText>;

/** The name of a number; what it tells is a tooltip that the keyboard reaches too. */
export function Term({ of, short }: { of: TermName; short?: string }) {
  const { language } = useLanguage();
  return (
    <Tooltip title={terms[of].help[language]}>
      <span className="kt-term" tabIndex={0}>
        {short ?? terms[of].name[language]}
      </span>
    </Tooltip>
  );
}

/** The name alone, for files. */
export function termName(of: TermName): Both {
  return terms[of].name;
}

/** The sentence, where there is room for it. */
export function termHelp(of: TermName): Both {
  return terms[of].help;
}
