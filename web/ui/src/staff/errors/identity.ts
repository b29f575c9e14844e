import type { Sentences } from ".";

/** Codes of sign-in, accounts and units. */
export const identityErrors: Sentences = {
  "session.none": {
    vi: "Phiên làm việc đã hết. Hãy đăng nhập lại.",
    en: "Your session has ended. Please sign in again.",
  },
  "login.wrong": {
    vi: "Tên đăng nhập hoặc mật khẩu không đúng.",
    en: "The user name or the password is wrong.",
  },
  "login.limited": (detail) => {
    const s = typeof detail.retry_s === "number" ? detail.retry_s : 60;
    return {
      vi: `Nhập sai nhiều lần. Hãy thử lại sau ${s} giây.`,
      en: `Too many wrong tries. Try again in ${s} seconds.`,
    };
  },
  "login.busy": {
    vi: "Máy chủ đang bận, xin thử lại.",
    en: "The server is busy, please try again.",
  },
  "role.forbidden": {
    vi: "Vai trò của bạn không có quyền làm việc này.",
    en: "Your role may not do this.",
  },
  "audit.whole": {
    vi: "Nhật ký là của toàn tỉnh: chỉ thanh tra của Sở mới xem được.",
    en: "The trail is the whole province's: only auditors of the department read it.",
  },
  "unit.forbidden": {
    vi: "Việc này nằm ngoài đơn vị mà bạn phụ trách.",
    en: "This lies outside the units that you are in charge of.",
  },
  "password.temporary": {
    vi: "Hãy đổi mật khẩu tạm trước.",
    en: "Change the temporary password first.",
  },
  "password.wrong": {
    vi: "Mật khẩu hiện tại không đúng.",
    en: "The current password is wrong.",
  },
  "password.same": {
    vi: "Mật khẩu mới phải khác mật khẩu cũ.",
    en: "The new password must differ from the old one.",
  },
  "password.short": {
    vi: "Mật khẩu cần ít nhất 8 ký tự.",
    en: "The password needs at least 8 characters.",
  },
  "password.long": { vi: "Mật khẩu quá dài.", en: "The password is too long." },
  "password.weak": {
    vi: "Mật khẩu quá dễ đoán: dùng ít nhất 4 ký tự khác nhau và không trùng tên đăng nhập.",
    en: "The password is too easy: use at least 4 different characters, and not your user name.",
  },
  "account.username": {
    vi: "Tên đăng nhập gồm chữ thường không dấu, số và . _ - @, từ 2 ký tự.",
    en: "A user name has lower-case letters, digits and . _ - @, at least 2 of them.",
  },
  "account.username_taken": {
    vi: "Tên đăng nhập này đã có người dùng.",
    en: "This user name is taken.",
  },
  "account.full_name": { vi: "Hãy nhập họ và tên.", en: "Enter the full name." },
  "account.unit": { vi: "Hãy chọn đơn vị.", en: "Choose a unit." },
  "account.role": {
    vi: "Mỗi vai trò cần một đơn vị và không lặp lại.",
    en: "Each role needs a unit and stands once.",
  },
  "account.self": {
    vi: "Không thể làm việc này với tài khoản của chính mình.",
    en: "You cannot do this to your own account.",
  },
  "account.not_found": { vi: "Không có tài khoản này.", en: "There is no such account." },
  "account.disabled": { vi: "Tài khoản đã bị khoá.", en: "The account is disabled." },
  "unit.school_kind": {
    vi: "Loại trường không hợp lệ; chỉ trường mới có loại trường.",
    en: "The kind of school is wrong; only schools have one.",
  },
  "unit.kind": { vi: "Cấp đơn vị chưa đúng.", en: "The kind of unit is wrong." },
  "unit.code": {
    vi: "Mã đơn vị gồm chữ không dấu, số và . _ - /, nhiều nhất 40 ký tự.",
    en: "A unit's code has letters, digits and . _ - /, at most 40 of them.",
  },
  "unit.code_taken": { vi: "Mã đơn vị này đã có.", en: "This code is taken." },
  "unit.name": { vi: "Hãy nhập tên đơn vị.", en: "Enter the unit's name." },
  "unit.parent": {
    vi: "Đơn vị phải nằm dưới một đơn vị cấp cao hơn.",
    en: "A unit must lie under one of a higher kind.",
  },
  "unit.not_found": { vi: "Không có đơn vị này.", en: "There is no such unit." },
};
