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
  "unit.update": { vi: "Sửa đơn vị", en: "Changed a unit" },
};

/** The name of an action, or its code where it has none. */
export function actionName(action: string): Both {
  return actionNames[action] ?? { vi: action, en: action };
}
