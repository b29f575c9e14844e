import { numberOf, textOf, type Sentences } from ".";

/** Codes of exams, rosters, rooms, seats and sittings. */
export const boardErrors: Sentences = {
  "exam.not_found": { vi: "Không có kỳ thi này.", en: "There is no such exam." },
  "exam.name": { vi: "Hãy nhập tên kỳ thi.", en: "Enter the exam's name." },
  "exam.unit": { vi: "Hãy chọn đơn vị tổ chức.", en: "Choose a unit." },
  "exam.profile": { vi: "Không có quy chế này.", en: "There is no such profile." },
  "exam.school_year": {
    vi: "Năm học gồm hai năm liền nhau, ví dụ 2025-2026.",
    en: "A school year has two years in a row, such as 2025-2026.",
  },
  "exam.number_prefix": { vi: "Mã hội đồng chỉ gồm chữ số.", en: "The prefix has digits only." },
  "exam.number_digits": {
    vi: "Số báo danh cần ít nhất 2 chữ số chạy và tối đa 12 chữ số.",
    en: "A number needs at least 2 running digits and at most 12 in all.",
  },
  "exam.number_digits_short": (d) => ({
    vi: `${numberOf(d, "candidates")} thí sinh không đủ số với ${numberOf(d, "digits")} chữ số. Hãy tăng số chữ số trong Thiết lập.`,
    en: `${numberOf(d, "digits")} digits are too few for ${numberOf(d, "candidates")} candidates. Raise them in the settings.`,
  }),
  "exam.order": { vi: "Thứ tự đánh số chưa đúng.", en: "The order of numbers is wrong." },
  "exam.room_capacity": { vi: "Số chỗ phòng thi chưa đúng.", en: "The number of places is wrong." },
  "exam.room_outage": {
    vi: "Cách xử lý khi cả phòng mất kết nối chưa đúng.",
    en: "What to do about a silent room is wrong.",
  },
  "exam.room_subjects": {
    vi: "Số môn mỗi phòng chưa đúng.",
    en: "The number of subjects is wrong.",
  },
  "exam.subjects": { vi: "Kỳ thi cần ít nhất một môn.", en: "An exam needs at least one subject." },
  "exam.changed": {
    vi: "Kỳ thi vừa được người khác sửa. Hãy tải lại trang.",
    en: "Somebody else changed the exam. Reload the page.",
  },
  "exam.frozen": {
    vi: "Đã có ca thi được mở nên danh sách, số báo danh và kỳ thi không đổi được nữa.",
    en: "A sitting was opened: roster, numbers and exam cannot change any more.",
  },
  "roster.mode": { vi: "Hãy chọn cách nhập.", en: "Choose how to import." },
  "roster.empty": { vi: "Chưa có thí sinh để đánh số.", en: "There is nobody to number." },
  "roster.changed": {
    vi: "Danh sách vừa thay đổi. Hãy thử lại.",
    en: "The roster has just changed. Try again.",
  },
  "roster.pupil_code_taken": {
    vi: "Có mã học sinh đã được nhập trong lúc này. Hãy kiểm tra lại tệp.",
    en: "A pupil code was imported meanwhile. Check the file again.",
  },
  "roster.citizen_id_taken": {
    vi: "Có số định danh đã được nhập trong lúc này. Hãy kiểm tra lại tệp.",
    en: "A citizen id was imported meanwhile. Check the file again.",
  },
  "candidate.not_found": { vi: "Không có thí sinh này.", en: "There is no such candidate." },
  "candidate.number_taken": { vi: "Số báo danh bị trùng.", en: "A number is taken." },
  "candidate.unnumbered": (d) => ({
    vi: `Còn ${numberOf(d, "candidates")} thí sinh chưa có số báo danh. Hãy đánh số trước.`,
    en: `${numberOf(d, "candidates")} candidates have no number yet. Number them first.`,
  }),
  "candidate.no_number": (d) => ({
    vi: `Thí sinh ${textOf(d, "name")} chưa có số báo danh.`,
    en: `${textOf(d, "name")} has no number.`,
  }),
  "room.name": { vi: "Hãy nhập tên phòng.", en: "Enter the room's name." },
  "room.place": { vi: "Địa điểm quá dài.", en: "The place is too long." },
  "room.capacity": { vi: "Số chỗ từ 1 đến 500.", en: "Places from 1 to 500." },
  "room.name_taken": { vi: "Đã có phòng cùng tên.", en: "There is a room of this name." },
  "room.in_use": {
    vi: "Đã có thí sinh được xếp vào phòng này.",
    en: "Candidates have seats in this room.",
  },
  "room.not_found": { vi: "Không có phòng này.", en: "There is no such room." },
  "seat.rooms_short": (d) => ({
    vi: `Không đủ phòng: cần ${numberOf(d, "candidates")} chỗ, mới xếp được ${numberOf(d, "seated")}. Hãy thêm phòng.`,
    en: `Too few rooms: ${numberOf(d, "candidates")} places needed, ${numberOf(d, "seated")} found. Add rooms.`,
  }),
  "seat.clash": (d) => ({
    vi: `Thí sinh ${textOf(d, "number")} đăng ký hai ca trùng giờ. Hãy đổi giờ một ca.`,
    en: `Candidate ${textOf(d, "number")} sits two papers at the same time. Move one sitting.`,
  }),
  "seat.shift": (d) => ({
    vi: `Ca “${textOf(d, "sitting")}” trùng giờ và đã xếp chỗ: hãy xếp cùng lúc.`,
    en: `“${textOf(d, "sitting")}” is at the same time and has seats: assign both together.`,
  }),
  "seat.exam": { vi: "Các ca thi phải cùng một kỳ thi.", en: "The sittings must be of one exam." },
  "seat.invalid": { vi: "Chỗ ngồi không hợp lệ.", en: "A seat is not valid." },
  "sitting.not_found": { vi: "Không có ca thi này.", en: "There is no such sitting." },
  "sitting.name": { vi: "Hãy nhập tên ca thi.", en: "Enter the sitting's name." },
  "sitting.subject": { vi: "Hãy chọn môn thi.", en: "Choose a subject." },
  "sitting.rule": { vi: "Hãy chọn quy tắc chấm.", en: "Choose a scoring rule." },
  "sitting.starts_at": { vi: "Hãy chọn giờ bắt đầu.", en: "Choose when it starts." },
  "sitting.duration": {
    vi: "Thời gian làm bài từ 5 giây đến 8 giờ.",
    en: "A sitting lasts from 5 seconds to 8 hours.",
  },
  "sitting.grace": {
    vi: "Thời gian nhận thêm tối đa 2 phút.",
    en: "The grace is at most 2 minutes.",
  },
  "sitting.late_limit": {
    vi: "Giới hạn đến muộn không quá thời gian làm bài.",
    en: "The limit for late arrival is at most the duration.",
  },
  "sitting.submit_after": {
    vi: "Giờ được nộp không quá thời gian làm bài.",
    en: "Submission must be allowed within the duration.",
  },
  "sitting.changed": {
    vi: "Ca thi vừa được người khác sửa. Hãy tải lại trang.",
    en: "Somebody else changed the sitting. Reload the page.",
  },
  "sitting.frozen": {
    vi: "Ca thi đã mở nên không sửa được.",
    en: "The sitting was opened and cannot change.",
  },
  "sitting.opened": { vi: "Ca thi đã được mở.", en: "The sitting is open already." },
  "sitting.not_opened": { vi: "Hãy mở ca thi trước.", en: "Open the sitting first." },
  "sitting.started": { vi: "Ca thi đã bắt đầu.", en: "The sitting has started already." },
  "sitting.not_running": {
    vi: "Ca thi chưa bắt đầu hoặc đã kết thúc.",
    en: "The sitting has not started, or it is over.",
  },
  "sitting.closed": { vi: "Ca thi đã kết thúc.", en: "The sitting is over." },
  "sitting.no_form": { vi: "Hãy chọn đề cho ca thi.", en: "Choose a form for the sitting." },
  "sitting.no_seats": { vi: "Hãy xếp chỗ ngồi trước.", en: "Assign seats first." },
  "sitting.in_the_past": {
    vi: "Ca thi đã qua. Hãy sửa giờ bắt đầu.",
    en: "The sitting is over. Change its start.",
  },
  "sitting.practice": {
    vi: "Ca thi thử không chấm điểm, không sửa và không xuất kết quả.",
    en: "A practice sitting is never scored, changed or exported.",
  },
  "sitting.practice_form": {
    vi: "Đề này có câu hỏi thi thử. Hãy chọn đề khác cho ca thi thật.",
    en: "This form holds practice questions. Choose another one.",
  },
  "sitting.real_form": {
    vi: "Ca thi thử chỉ dùng đề thi thử có sẵn.",
    en: "A practice sitting uses the built-in paper only.",
  },
  "accommodation.extra_min": {
    vi: "Thời gian thêm tối đa 240 phút.",
    en: "At most 240 minutes more.",
  },
  "accommodation.extra_percent": {
    vi: "Thời gian thêm tối đa 200 %.",
    en: "At most 200 % more time.",
  },
  "accommodation.extra_twice": {
    vi: "Chọn phút hoặc phần trăm, không cả hai.",
    en: "Minutes or per cent, not both.",
  },
  "accommodation.scale": { vi: "Cỡ chữ từ 100 đến 300 %.", en: "Type from 100 to 300 %." },
  "accommodation.contrast": { vi: "Tương phản không đúng.", en: "The contrast is wrong." },
  "accommodation.note": {
    vi: "Ghi chú tối đa 500 ký tự.",
    en: "The note has at most 500 characters.",
  },
};
