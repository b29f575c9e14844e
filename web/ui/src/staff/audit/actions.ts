import type { Both } from "../text/language";

/** What the actions of the trail mean. A part adds its own; others show their code. */
const actionNames: Record<string, Both> = {
  "session.login": { vi: "Đăng nhập", en: "Signed in" },
  "session.login_failed": { vi: "Đăng nhập sai mật khẩu", en: "Wrong password" },
  "session.logout": { vi: "Đăng xuất", en: "Signed out" },
  "session.logout_all": { vi: "Đăng xuất khỏi mọi máy", en: "Signed out everywhere" },
  "account.create": { vi: "Thêm tài khoản", en: "Added an account" },
  "account.update": { vi: "Sửa tài khoản", en: "Changed an account" },
  "account.password": { vi: "Đổi mật khẩu", en: "Changed own password" },
  "account.password_reset": { vi: "Đặt lại mật khẩu", en: "Reset a password" },
  "account.disable": { vi: "Khoá tài khoản", en: "Disabled an account" },
  "account.enable": { vi: "Mở khoá tài khoản", en: "Enabled an account" },
  "unit.create": { vi: "Thêm đơn vị", en: "Added a unit" },
  "item.create": { vi: "Soạn câu hỏi", en: "Wrote a question" },
  "item.revise": { vi: "Sửa câu hỏi", en: "Changed a question" },
  "item.approve": { vi: "Duyệt câu hỏi", en: "Approved questions" },
  "import.create": { vi: "Nhập câu hỏi từ tệp", en: "Imported questions" },
  "import.undo": { vi: "Hoàn tác lần nhập", en: "Undid an import" },
  "form.create": { vi: "Tạo đề", en: "Made a form" },
  "form.update": { vi: "Sửa đề", en: "Changed a form" },
  "form.lock": { vi: "Khoá đề, sinh mã đề", en: "Locked a form" },
  "key.add": { vi: "Thêm phiên bản đáp án", en: "Added a version of a key" },
  "result.record": { vi: "Ghi kết quả chấm", en: "Recorded results" },
  "result.publish": { vi: "Công bố kết quả", en: "Published results" },
  "result.withdraw": { vi: "Thu hồi kết quả", en: "Withdrew results" },
  "exam.export_edu": { vi: "Gửi CSDL giáo dục", en: "Exported to the education database" },
  "exam.create": { vi: "Tạo kỳ thi", en: "Made an exam" },
  "exam.update": { vi: "Sửa kỳ thi", en: "Changed an exam" },
  "exam.delete": { vi: "Xoá kỳ thi", en: "Removed an exam" },
  "roster.import": { vi: "Nhập danh sách thí sinh", en: "Imported a roster" },
  "candidate.number": { vi: "Đánh số báo danh", en: "Numbered candidates" },
  "room.create": { vi: "Thêm phòng thi", en: "Added rooms" },
  "room.update": { vi: "Sửa phòng thi", en: "Changed a room" },
  "room.delete": { vi: "Xoá phòng thi", en: "Removed a room" },
  "seat.assign": { vi: "Xếp chỗ ngồi", en: "Assigned seats" },
  "sitting.create": { vi: "Lập ca thi", en: "Planned a sitting" },
  "sitting.update": { vi: "Sửa ca thi", en: "Changed a sitting" },
  "sitting.delete": { vi: "Xoá ca thi", en: "Removed a sitting" },
  "sitting.freeze": { vi: "Mở ca thi", en: "Opened a sitting" },
  "sitting.tickets": { vi: "In phiếu dự thi", en: "Printed tickets" },
  "sitting.start": { vi: "Bắt đầu ca thi", en: "Started a sitting" },
  "sitting.close": { vi: "Kết thúc ca thi", en: "Closed a sitting" },
  "unit.update": { vi: "Sửa đơn vị", en: "Changed a unit" },
};

/** The name of an action, or its code where it has none. */
export function actionName(action: string): Both {
  return actionNames[action] ?? { vi: action, en: action };
}
