import { numberOf, textOf, type Sentence, type Sentences } from ".";

/** Says where in the form, when the server names a question. */
function at(vi: string, en: string): Sentence {
  return (d) => {
    const [part, no] = textOf(d, "field").replace("p", "").split("_");
    if (!part || !no) return { vi, en };
    return { vi: `Phần ${part}, câu ${no}: ${vi}`, en: `Part ${part}, question ${no}: ${en}` };
  };
}

/** Codes of questions, imports and forms. */
export const bankErrors: Sentences = {
  "item.not_found": {
    vi: "Không có câu hỏi này, hoặc câu thuộc đơn vị khác.",
    en: "There is no such question, or it is another unit's.",
  },
  "heading.too_long": {
    vi: "Một dòng của phần đầu đề quá dài.",
    en: "A line of the heading is too long.",
  },
  "heading.size": { vi: "Cỡ chữ từ 8 đến 20, hoặc 0.", en: "The font size is 8 to 20, or 0." },
  "print.no_browser": {
    vi: "Máy chủ chưa cài Chromium nên chưa in được PDF. Hãy dùng tệp .docx.",
    en: "The server has no Chromium to print PDF. Use the .docx file.",
  },
  "print.failed": {
    vi: "Chromium trên máy chủ không in được đề này. Hãy dùng tệp .docx và báo quản trị viên.",
    en: "The server's Chromium could not print this paper. Use the .docx file and tell the administrator.",
  },
  "filter.unknown": {
    vi: "Bộ lọc có điều kiện không hợp lệ. Hãy bỏ bớt điều kiện.",
    en: "The filter holds a condition that does not exist. Take it away.",
  },
  "filter.cursor": {
    vi: "Trang này đã cũ. Hãy tìm lại.",
    en: "This page is out of date. Search again.",
  },
  "filter.too_many": (d) => ({
    vi: `Quá nhiều câu: một lần tối đa ${numberOf(d, "limit")}. Hãy lọc hẹp hơn.`,
    en: `Too many questions: at most ${numberOf(d, "limit")} at once. Narrow the filter.`,
  }),
  "filter.name": { vi: "Hãy đặt tên cho bộ lọc.", en: "Give the filter a name." },
  "filter.many": (d) => ({
    vi: `Đã lưu ${numberOf(d, "limit")} bộ lọc. Hãy xoá bớt.`,
    en: `${numberOf(d, "limit")} filters are saved. Delete some.`,
  }),
  "filter.not_found": {
    vi: "Không có bộ lọc này, hoặc của người khác.",
    en: "There is no such filter, or it is somebody else's.",
  },
  "retag.empty": { vi: "Chưa chọn gì để đổi.", en: "Nothing to change." },
  "retag.nothing": {
    vi: "Không câu nào đổi: các câu đã có nhãn như vậy.",
    en: "Nothing changes: the questions have those tags already.",
  },
  "change.not_found": { vi: "Không có lần đổi nhãn này.", en: "There is no such change." },
  "change.undone": {
    vi: "Lần đổi nhãn này đã hoàn tác rồi.",
    en: "This change is undone already.",
  },
  "curriculum.invalid": (d) => {
    const rows = Array.isArray(d.rows) ? (d.rows as { message?: unknown; fix?: unknown }[]) : [];
    const text = `${textOf(rows[0] ?? {}, "message")} ${textOf(rows[0] ?? {}, "fix")}`.trim();
    return { vi: text || "Mục chưa hợp lệ.", en: text || "The node is not valid." };
  },
  "curriculum.has_children": {
    vi: "Mục này còn mục con. Hãy xoá mục con trước.",
    en: "There are nodes under this one. Delete them first.",
  },
  "curriculum.not_found": {
    vi: "Không có mục này, hoặc không phải của đơn vị mình.",
    en: "There is no such node, or it is not your unit's.",
  },
  "curriculum.large": { vi: "Chương trình quá lớn.", en: "The curriculum is too large." },
  "curriculum.unit": { vi: "Hãy chọn đơn vị.", en: "Choose the unit." },
  "blueprint.not_found": {
    vi: "Không có ma trận này, hoặc ma trận thuộc đơn vị khác.",
    en: "There is no such blueprint, or it is another unit's.",
  },
  "blueprint.changed": {
    vi: "Người khác vừa lưu ma trận này. Hãy chép lại phần đang sửa, tải lại trang rồi sửa tiếp.",
    en: "Somebody else has just saved this blueprint. Copy your changes, reload, and go on.",
  },
  "blueprint.name": { vi: "Hãy đặt tên cho ma trận.", en: "Give the blueprint a name." },
  "blueprint.grade": { vi: "Lớp phải từ 0 đến 12.", en: "The grade is 0 to 12." },
  "blueprint.syntax": (d) => ({
    vi: `Ma trận không đúng mẫu: ${textOf(d, "why")}`,
    en: `This is not a blueprint: ${textOf(d, "why")}`,
  }),
  "blueprint.not_ready": (d) => ({
    vi: textOf(d, "problem") || "Ma trận chưa hợp lệ.",
    en: textOf(d, "problem") || "The blueprint is not valid.",
  }),
  "blueprint.information": (d) => ({
    vi: `Bảng số không đọc được: ${textOf(d, "why")}`,
    en: `The table of numbers cannot be read: ${textOf(d, "why")}`,
  }),
  "blueprint.column": (d) => ({
    vi: `Ma trận cần cột “${textOf(d, "column")}” mà ngân hàng và bảng số đều không có.`,
    en: `The blueprint needs the column “${textOf(d, "column")}”, which neither bank nor table has.`,
  }),
  "blueprint.no_parameters": (d) => ({
    vi: `Ma trận cần thông tin của câu tại năng lực ${textOf(d, "column")}, nhưng chưa câu nào trong kho có tham số. Hãy áp dụng tham số từ một lần phân tích, hoặc đưa bảng số.`,
    en: `The blueprint asks for information at ability ${textOf(d, "column")}, but no question has parameters. Apply those of an analysis, or give a table.`,
  }),
  "draw.not_found": { vi: "Không có lần rút đề này.", en: "There is no such draw." },
  "draw.over": { vi: "Lần rút đề này đã xong.", en: "This draw is over." },
  "draw.many": {
    vi: "Bạn đang có nhiều lần rút đề chưa xong. Hãy chờ hoặc dừng bớt.",
    en: "You have several draws running. Wait, or stop some.",
  },
  "item.pool": { vi: "Hãy nhập tên kho.", en: "Enter the pool." },
  "item.invalid": (d) => {
    const problems = Array.isArray(d.problems) ? (d.problems as { message?: unknown }[]) : [];
    const first = problems.map((p) => p.message).find((m) => typeof m === "string");
    return {
      vi: typeof first === "string" ? first : "Câu hỏi chưa hợp lệ.",
      en: typeof first === "string" ? first : "The question is not valid.",
    };
  },
  "item.not_ready": {
    vi: "Có câu chưa đủ để duyệt: còn thiếu đáp án hoặc hình. Hãy bổ sung rồi duyệt lại.",
    en: "A question is not complete: its key or a picture is missing. Complete it, then approve.",
  },
  "item.changed_since": {
    vi: "Câu hỏi đã có bản mới từ lúc thầy/cô đọc. Hãy đọc lại rồi quyết định.",
    en: "The question changed since you read it. Read it again, then decide.",
  },
  "item.twice": {
    vi: "Một câu được nêu hai lần.",
    en: "A question is named twice.",
  },
  "item.own": {
    vi: "Không ai duyệt câu hỏi của chính mình. Hãy nhờ người khác trong tổ duyệt.",
    en: "Nobody approves their own question. Ask a colleague.",
  },
  "item.not_own": {
    vi: "Chỉ người soạn rút lại được câu hỏi. Người duyệt thì trả lại kèm lý do.",
    en: "Only its author takes a question back. A reviewer returns it, with a reason.",
  },
  "item.state": {
    vi: "Câu hỏi không còn ở bước này: người khác vừa xử lý. Hãy tải lại trang.",
    en: "The question is no longer at this step: somebody else dealt with it. Reload the page.",
  },
  "item.live": {
    vi: "Câu hỏi đang nằm trong đề của một ca thi chưa kết thúc. Chờ ca thi kết thúc; nếu đáp án sai, hãy sửa đáp án của đề.",
    en: "The question stands in a sitting that is not over. Wait for its end; a wrong key is corrected on the form.",
  },
  "item.note": { vi: "Hãy ghi lý do.", en: "Say why, please." },
  "item.step": { vi: "Không có bước này.", en: "There is no such step." },
  "item.count": (d) => ({
    vi: `Mỗi lần từ 1 đến ${numberOf(d, "max")} câu.`,
    en: `1 to ${numberOf(d, "max")} questions at a time.`,
  }),
  "comment.text": {
    vi: "Nhận xét để trống hoặc quá dài.",
    en: "The comment is empty or too long.",
  },
  "comment.not_found": { vi: "Không có nhận xét này.", en: "There is no such comment." },
  "version.not_found": { vi: "Câu hỏi không có phiên bản này.", en: "There is no such version." },
  "vault.phrase_short": (d) => ({
    vi: `Cụm mật khẩu cần ít nhất ${numberOf(d, "min")} ký tự: hãy ghép bốn từ trở lên.`,
    en: `The pass phrase needs ${numberOf(d, "min")} characters at least: join four words or more.`,
  }),
  "vault.phrase": {
    vi: "Cụm mật khẩu không đúng. Lần thử này đã được ghi lại.",
    en: "The pass phrase is wrong. The try has been noted.",
  },
  "vault.wait": (d) => ({
    vi: `Sai quá nhiều lần. Thử lại sau ${Math.ceil(numberOf(d, "retry_s") / 60)} phút.`,
    en: `Too many wrong tries. Try again in ${Math.ceil(numberOf(d, "retry_s") / 60)} minutes.`,
  }),
  "vault.key": {
    vi: "Khoá này không mở được kho, hoặc dữ liệu đã bị thay đổi.",
    en: "This key does not open the pool, or the data has changed.",
  },
  "vault.key_exists": { vi: "Thầy/cô đã có khoá rồi.", en: "You have a key already." },
  "vault.keepers": (d) => ({
    vi: `Kho mật cần ít nhất ${numberOf(d, "min")} người giữ khoá.`,
    en: `A confidential pool needs ${numberOf(d, "min")} keepers at least.`,
  }),
  "vault.escrow": {
    vi: "Khoá dự phòng không hợp lệ: dán khoá công khai bắt đầu bằng age1… (lệnh khaothi admin escrow-key).",
    en: "The escrow key is not valid: paste the public key that begins with age1… (khaothi admin escrow-key).",
  },
  "vault.no_person_key": {
    vi: "Có người chưa tạo khoá. Người đó cần vào trang Kho mật và tạo khoá trước.",
    en: "Somebody has no key yet: they make one on this page first.",
  },
  "vault.not_keeper": {
    vi: "Thầy/cô không phải người giữ khoá của kho này.",
    en: "You are no keeper of this pool.",
  },
  "vault.not_found": { vi: "Không có kho mật này.", en: "There is no such pool." },
  "vault.closed": {
    vi: "Câu hỏi nằm trong kho mật đang đóng. Người giữ khoá hãy mở kho rồi làm lại; nếu vừa mở xong thì máy chủ khác đã trả lời, mở lại một lần nữa.",
    en: "The question lies in a confidential pool that is shut. A keeper opens it first; if it has just been opened another server answered: open it once more.",
  },
  "vault.pool_used": {
    vi: "Kho này đã có câu hỏi. Kho mật phải được lập trước khi có câu đầu tiên: nội dung đã lưu rõ một lần thì không còn là mật.",
    en: "This pool has questions already. A pool is made confidential before its first question.",
  },
  "vault.no_key": {
    vi: "Máy chủ thiếu tệp khoá nên không ghi được vào kho mật. Hãy báo quản trị viên.",
    en: "The server lacks its secret file and cannot write into a confidential pool.",
  },
  "form.item_state": at(
    "câu này chưa được duyệt hoặc đã ngừng dùng.",
    "this question is not approved, or retired.",
  ),
  "media.missing": {
    vi: "Câu dùng một hình chưa có trong ngân hàng.",
    en: "The question shows a picture that is not stored.",
  },
  "media.not_found": { vi: "Không có hình này.", en: "There is no such picture." },
  "picture.bad": (d) => ({
    vi: `Hình không dùng được: ${textOf(d, "reason")}.`,
    en: "The picture cannot be used. PNG, JPEG or GIF below 4 MB, please.",
  }),
  "import.same_file": {
    vi: "Tệp này đã được nhập vào kho này rồi. Hoàn tác lần nhập trước nếu muốn nhập lại.",
    en: "This file is in this pool already. Undo that import to import it again.",
  },
  "import.has_errors": { vi: "Tệp còn lỗi.", en: "The file still has errors." },
  "import.not_found": { vi: "Không có lần nhập này.", en: "There is no such import." },
  "import.undone": { vi: "Lần nhập này đã được hoàn tác.", en: "It was undone already." },
  "import.other_person": {
    vi: "Chỉ người đã nhập, phản biện hoặc hội đồng được hoàn tác.",
    en: "Only who imported it, a reviewer or the board may undo it.",
  },
  "import.used": (d) => ({
    vi: `${numberOf(d, "items")} câu đã được dùng hoặc đã sửa nên không hoàn tác được.`,
    en: `${numberOf(d, "items")} questions are in use or were edited, so it cannot be undone.`,
  }),
  "form.not_found": {
    vi: "Không có đề này, hoặc bạn không được xem.",
    en: "There is no such form, or you may not see it.",
  },
  "form.empty": { vi: "Đề chưa có câu nào.", en: "The form has no question yet." },
  "form.part_empty": (d) => ({
    vi: `Phần ${numberOf(d, "part")} chưa có câu nào.`,
    en: `Part ${numberOf(d, "part")} has no question.`,
  }),
  "form.no_duration": { vi: "Hãy nhập thời gian làm bài.", en: "Enter the duration." },
  "form.too_large": { vi: "Đề có quá nhiều phần hoặc câu.", en: "Too many parts or questions." },
  "form.item_twice": at("câu này đã có trong đề.", "this question is in the form already."),
  "form.item_not_ready": at("câu này chưa dùng được.", "this question is not ready."),
  "form.item_unknown": { vi: "Có câu không còn trong ngân hàng.", en: "A question is gone." },
  "form.version_changed": at(
    "nội dung không khớp với phiên bản đã chọn.",
    "the content does not match the pinned version.",
  ),
  "form.stimulus_split": at(
    "các câu chung ngữ liệu phải đứng liền nhau.",
    "questions that share a stimulus must stand together.",
  ),
  "form.tracks_count": {
    vi: "Một phần thi có từ 2 đến 6 phần riêng, hoặc không có phần nào.",
    en: "A part has 2 to 6 tracks, or none.",
  },
  "form.track_name": {
    vi: "Mỗi phần riêng cần một tên của mình.",
    en: "Each track needs a name of its own.",
  },
  "form.track_unknown": at(
    "câu này thuộc một phần riêng đã xoá.",
    "this question belongs to a track that is gone.",
  ),
  "form.track_split": at(
    "các câu của một phần riêng phải đứng liền nhau.",
    "the questions of a track must stand together.",
  ),
  "form.track_stimulus": at(
    "câu chung ngữ liệu không được thuộc hai phần riêng khác nhau.",
    "questions with one stimulus cannot belong to two tracks.",
  ),
  "form.tracks_differ": {
    vi: "Các phần riêng phải có số câu bằng nhau.",
    en: "The tracks must have equally many questions.",
  },
  "form.tracks_parts": {
    vi: "Chỉ một phần của đề được có phần riêng.",
    en: "Only one part of a form may have tracks.",
  },
  "form.audio_intro": {
    vi: "Âm thanh không đặt được trong lời dẫn của phần; hãy đặt vào ngữ liệu.",
    en: "A sound cannot stand in the introduction of a part; put it into a stimulus.",
  },
  "form.audio_plays": at(
    "cùng một âm thanh mà giới hạn số lần nghe khác nhau.",
    "one sound has two limits of plays.",
  ),
  "form.media_kind": {
    vi: "Một tệp âm thanh được dùng làm hình, hoặc ngược lại.",
    en: "A sound is used as a picture, or the other way round.",
  },
  "form.media_too_large": (d) => ({
    vi: `Hình và âm thanh của đề vượt ${numberOf(d, "max_mb")} MB; thí sinh phải tải hết trước giờ thi.`,
    en: `Pictures and sounds of the form exceed ${numberOf(d, "max_mb")} MB.`,
  }),
  "form.media_missing": {
    vi: "Đề dùng một hình hoặc âm thanh không còn trong ngân hàng.",
    en: "The form uses a picture or sound that is gone.",
  },
  "audio.bad": (d) => ({
    vi: `Âm thanh không dùng được: ${textOf(d, "reason")}.`,
    en: "The sound cannot be used. MP3, M4A/AAC, OGG or WAV up to 10 MB, please.",
  }),
  "rule.no_tracks": {
    vi: "Đề có phần riêng (chọn một trong hai) mà quy tắc chấm không có. Chọn quy tắc có phần riêng, ví dụ Tin học 2025, hoặc thang điểm theo đề.",
    en: "The form has tracks, the rule has none. Choose a rule with tracks, such as Tin học 2025, or a generic one.",
  },
  "rule.tracks_differ": {
    vi: "Các phần riêng của đề không khớp quy tắc chấm: tổng điểm sẽ khác.",
    en: "The tracks of the form do not fit the rule: the maximum would change.",
  },
  "paper.too_large": (d) => ({
    vi: `Đề nặng quá ${numberOf(d, "max_mb")} MB; hãy nén hình và âm thanh.`,
    en: `The paper exceeds ${numberOf(d, "max_mb")} MB; compress its pictures and sounds.`,
  }),
  "form.locked": { vi: "Đề đã khoá, không sửa được nữa.", en: "The form is locked." },
  "form.no_codes": { vi: "Hãy nhập số mã đề.", en: "Enter how many variants." },
  "form.code": { vi: "Mã đề phải từ 0001 đến 9999.", en: "Codes run from 0001 to 9999." },
  "form.code_unknown": { vi: "Không có mã đề này.", en: "There is no such variant." },
};
