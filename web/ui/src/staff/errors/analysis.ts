import type { Sentences } from ".";

/** Codes of analyses. */
export const analysisErrors: Sentences = {
  "analysis.not_found": { vi: "Không có lần phân tích này.", en: "There is no such analysis." },
  "analysis.item_not_found": {
    vi: "Lần phân tích này không có câu đó.",
    en: "This analysis has no such item.",
  },
  "analysis.school_not_found": {
    vi: "Không có trường này trong kì thi, hoặc bạn không được xem.",
    en: "The exam has no such school, or you may not see it.",
  },
  "analysis.not_published": {
    vi: "Kết quả của môn này chưa công bố nên báo cáo của trường chưa mở.",
    en: "The results are not published yet, so the school's report is not open.",
  },
  "analysis.many": {
    vi: "Đang có nhiều phân tích chạy cùng lúc. Hãy đợi một lần xong rồi bắt đầu.",
    en: "Several analyses are under way. Wait until one has ended.",
  },
  "analysis.nothing_scored": {
    vi: "Môn này chưa có bài nào được chấm nên chưa phân tích được.",
    en: "Nothing is scored in this subject yet.",
  },
  "analysis.changing": {
    vi: "Điểm đang thay đổi (đang chấm hoặc chấm lại). Hãy thử lại khi chấm xong.",
    en: "Scores are changing (being scored or regraded). Try again when that is over.",
  },
  "analysis.over": { vi: "Lần phân tích này đã kết thúc.", en: "This analysis is over." },
  "analysis.no_report": {
    vi: "Lần phân tích này chưa có kết quả.",
    en: "This analysis has no results.",
  },
  "analysis.no_model": {
    vi: "Lần phân tích này không có tham số câu hỏi nên không kết nối được.",
    en: "This analysis has no item parameters, so it cannot be linked.",
  },
  "analysis.no_anchors": {
    vi: "Hai lần phân tích có ít hơn ba câu chung nên không kết nối được. Cần cùng câu, cùng bản, có tham số ở cả hai.",
    en: "The two analyses share fewer than three items: they cannot be linked.",
  },
  "analysis.stale": {
    vi: "Điểm đã thay đổi sau lần phân tích này. Hãy phân tích lại rồi mới áp dụng.",
    en: "Scores have changed since this analysis. Analyse again first.",
  },
  "analysis.spec": {
    vi: "Yêu cầu phân tích chưa hợp lệ. Hãy xem lại mô hình và các nhóm.",
    en: "What was asked of the analysis is not valid. Look at model and groups.",
  },
};
