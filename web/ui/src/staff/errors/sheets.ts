import { numberOf, textOf, type Sentences } from ".";

/** Codes of answer sheets and their stages. */
export const sheetErrors: Sentences = {
  "omr.exists": {
    vi: "Ca thi này đã bắt đầu xử lý phiếu.",
    en: "The answer sheets of this sitting were begun already.",
  },
  "omr.run_not_found": {
    vi: "Ca thi này chưa bắt đầu xử lý phiếu.",
    en: "The answer sheets of this sitting were not begun.",
  },
  "omr.secret": {
    vi: "Mã mở bước không đúng. Hãy xem lại phiếu mã của bước này.",
    en: "The secret is not that of this stage. Look at its slip again.",
  },
  "omr.before": {
    vi: "Bước trước chưa được niêm phong.",
    en: "The stage before is not sealed yet.",
  },
  "omr.held": (d) => ({
    vi: `Bước này do ${textOf(d, "holder")} giữ.`,
    en: `${textOf(d, "holder")} holds this stage.`,
  }),
  "omr.holder": (d) => ({
    vi: `Chỉ ${textOf(d, "holder")}, người giữ bước này, niêm phong được.`,
    en: `Only ${textOf(d, "holder")}, who holds this stage, can seal it.`,
  }),
  "omr.one_stage_each": {
    vi: "Bạn đã giữ một bước khác. Mỗi người chỉ làm ở một bước.",
    en: "You hold another stage. Each person works in one stage only.",
  },
  "omr.not_open": { vi: "Bước này chưa được mở.", en: "This stage is not open." },
  "omr.sealed": {
    vi: "Bước này đã niêm phong, không đổi được nữa.",
    en: "This stage is sealed and does not change any more.",
  },
  "omr.bag_uncounted": (d) => ({
    vi: `Phòng ${textOf(d, "room")} chưa ghi số phiếu trong túi. Hãy đếm và ghi trước khi niêm phong.`,
    en: `Nobody has counted the bag of room ${textOf(d, "room")}. Count it before you seal.`,
  }),
  "omr.unread": (d) => ({
    vi: `Còn ${numberOf(d, "scans")} tệp chưa đọc xong. Hãy đợi.`,
    en: `${numberOf(d, "scans")} files are still to be read. Wait.`,
  }),
  "omr.in_doubt": (d) => ({
    vi: `Còn ${numberOf(d, "sheets")} phiếu chờ xử lý.`,
    en: `${numberOf(d, "sheets")} sheets still wait for a decision.`,
  }),
  "omr.gaps": (d) => ({
    vi: `${numberOf(d, "rooms")} phòng có số phiếu không khớp túi bài. Hãy ghi rõ lý do rồi niêm phong.`,
    en: `The sheets of ${numberOf(d, "rooms")} rooms are not those of their bags. Write down why, then seal.`,
  }),
  "omr.absent_unknown": (d) => ({
    vi: `Số báo danh ${textOf(d, "number")} không có trong phòng này.`,
    en: `Candidate number ${textOf(d, "number")} has no seat in this room.`,
  }),
  "omr.empty_file": (d) => ({
    vi: `Tệp ${textOf(d, "file")} rỗng.`,
    en: `The file ${textOf(d, "file")} is empty.`,
  }),
  "omr.scan_twice": (d) => ({
    vi: `Tệp này đã có trong ca thi, tên ${textOf(d, "file")}.`,
    en: `This file is there already, as ${textOf(d, "file")}.`,
  }),
  "omr.unreadable": {
    vi: "Không mở được tệp quét này để xem.",
    en: "This scan cannot be opened for a look.",
  },
  "omr.layout_unknown": (d) => ({
    vi: `Không có mẫu phiếu ${textOf(d, "name")}.`,
    en: `There is no layout ${textOf(d, "name")}.`,
  }),
  "omr.layout": {
    vi: "Mẫu phiếu không hợp lệ.",
    en: "The layout is not valid.",
  },
  "omr.field": { vi: "Phiếu này không có ô đó.", en: "The sheet has no such field." },
  "omr.nothing_changed": { vi: "Giá trị không đổi.", en: "Nothing would change." },
  "omr.waits_for_second": {
    vi: "Ô này đang chờ người thứ hai xác nhận.",
    en: "This field waits for a second person.",
  },
  "omr.why": {
    vi: "Sửa ô đã tô rõ thì phải ghi lý do.",
    en: "A change of a clear mark needs a reason.",
  },
  "omr.crop": { vi: "Ảnh của ô không đúng dạng PNG.", en: "The picture of the mark is not PNG." },
  "omr.not_waiting": {
    vi: "Quyết định này không còn chờ xác nhận.",
    en: "This decision does not wait for a second person any more.",
  },
  "omr.second_person": {
    vi: "Người xác nhận phải khác người sửa.",
    en: "The second person must be somebody else.",
  },
  "omr.fix_not_found": { vi: "Không có quyết định này.", en: "There is no such decision." },
  "omr.sheet_not_found": { vi: "Không có phiếu này.", en: "There is no such sheet." },
  "omr.scan_not_found": { vi: "Không có tệp này.", en: "There is no such file." },
  "omr.after": {
    vi: "Giá trị còn dấu ?: hãy ghi rõ từng ô theo ảnh.",
    en: "There is still a ?: say what each cell shows.",
  },
  "omr.checking": {
    vi: "Ca thi này đang được đối chiếu.",
    en: "A check of this sitting is under way.",
  },
  "omr.not_checked": {
    vi: "Chưa đối chiếu bài chấm với bản quét gốc: mở ca thi ở trang Chấm phiếu trả lời, bấm Đối chiếu, đợi xong rồi công bố.",
    en: "The scores were not compared with the original scans: open the sitting under Answer sheets, run the check, wait for its end, then publish.",
  },
  "omr.check_over": { vi: "Lần đối chiếu này đã kết thúc.", en: "This check has ended." },
  "omr.check_not_found": { vi: "Không có lần đối chiếu này.", en: "There is no such check." },
  "database.full": {
    vi: "Ổ đĩa của cơ sở dữ liệu đã đầy. Hãy báo quản trị viên giải phóng chỗ rồi làm lại.",
    en: "The database's disk is full. Have an administrator make room, then try again.",
  },
};
