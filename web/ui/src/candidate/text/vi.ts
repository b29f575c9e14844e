// The candidate's sentences in Vietnamese. {name} is replaced by a value.
export const vi = {
  "app.name": "Phòng thi",
  "lang.switch": "English",
  "lang.label": "Đổi ngôn ngữ sang tiếng Anh",
  loading: "Đang tải…",
  close: "Đóng",
  cancel: "Huỷ",
  retry: "Thử lại",

  "entry.title": "Vào phòng thi",
  "entry.lead": "Nhập số báo danh và mã vào thi in trên phiếu dự thi của em.",
  "entry.number": "Số báo danh",
  "entry.number.hint": "Ví dụ: 01000001",
  "entry.code": "Mã vào thi",
  "entry.code.hint":
    "12 ký tự, ví dụ: K7QF-2MXA-9RTD. Không phân biệt chữ hoa, chữ thường; không cần gõ dấu gạch.",
  "entry.submit": "Tiếp tục",
  "entry.checking": "Đang kiểm tra…",
  "entry.need_number": "Em hãy nhập số báo danh.",
  "entry.need_code": "Mã vào thi gồm 12 ký tự; em mới nhập {n}.",
  "entry.wait": "Có thể thử lại sau {s} giây.",
  "entry.no_network":
    "Không kết nối được với máy chủ. Kiểm tra dây mạng hoặc báo giám thị, rồi thử lại.",
  "entry.readiness": "Kiểm tra máy này trước ngày thi",
  "entry.leftover.title": "Máy này còn giữ câu trả lời chưa gửi được",
  "entry.leftover.text":
    "Số báo danh {number}: {n} thay đổi chưa gửi. Thí sinh đó đăng nhập lại trên máy này thì chúng tự được gửi; hoặc giám thị tải tệp cứu hộ.",
  "entry.leftover.save": "Tải tệp cứu hộ",

  "identity.title": "Có phải em không?",
  "identity.lead": "Kiểm tra kỹ trước khi vào. Sai ở đâu, em báo ngay cho giám thị.",
  "identity.name": "Họ và tên",
  "identity.birth": "Ngày sinh",
  "identity.number": "Số báo danh",
  "identity.subject": "Môn thi",
  "identity.sitting": "Ca thi",
  "identity.room": "Phòng thi",
  "identity.seat": "Chỗ ngồi",
  "identity.rules": "Quy định trong giờ thi",
  "identity.rule1": "Tự làm bài. Không trao đổi, không dùng tài liệu hay thiết bị khác.",
  "identity.rule2": "Không rời trang này trong giờ thi; mỗi lần rời trang đều được ghi lại.",
  "identity.rule3":
    "Mỗi câu trả lời được lưu ngay khi em chọn. Mất mạng thì bài vẫn được giữ trên máy: em cứ làm tiếp.",
  "identity.rule4": "Hết giờ, bài tự được nộp. Đừng tắt máy trước khi thấy mã biên nhận.",
  "identity.accept": "Tôi đã đọc và sẽ làm đúng quy định.",
  "identity.confirm": "Đúng là tôi, vào phòng thi",
  "identity.not_me": "Không phải tôi",

  "waiting.title": "Phòng chờ",
  "waiting.starts_in": "Dự kiến bắt đầu sau",
  "waiting.soon": "Sắp bắt đầu. Em chờ hiệu lệnh của giám thị.",
  "waiting.no_plan": "Em chờ hiệu lệnh của giám thị. Đề tự mở khi ca thi bắt đầu.",
  "waiting.ready": "Chuẩn bị",
  "waiting.paper_loading": "Đang tải đề (còn khoá): {p} %",
  "waiting.paper_ready": "Đề đã về máy, đã kiểm tra, đang khoá",
  "waiting.online": "Đã kết nối với máy chủ",
  "waiting.store": "Máy này giữ được câu trả lời khi mất mạng",
  "waiting.tips": "Cách làm bài",
  "waiting.tip1": "Bấm vào một phương án để chọn; bấm phương án khác để đổi.",
  "waiting.tip2": "Cờ đánh dấu câu muốn xem lại.",
  "waiting.tip3":
    "Không dùng chuột: phím A–D hoặc 1–4 để chọn, N câu sau, P câu trước, F đặt cờ, ? xem trợ giúp.",
  "waiting.start_in_office": "Trang này tự chuyển khi bắt đầu. Không tải lại trang.",

  "display.label": "Cách hiển thị",
  "display.smaller": "Chữ nhỏ hơn",
  "display.larger": "Chữ to hơn",
  "display.contrast": "Tương phản cao",

  "practice.mark": "THI THỬ",
  "practice.text": "Bài này để làm quen, không tính điểm.",
  "notice.granted": "Em được cộng thêm {n} phút.",
  "notice.granted_s": "Em được cộng thêm {n} giây.",
  "notice.resumed": "Giờ làm bài chạy tiếp. Em làm tiếp bài.",
  "waiting.queue":
    "Nhiều bạn đang vào cùng lúc. Em đứng thứ {n}; em ngồi chờ, trang này tự vào, không cần tải lại.",

  "ready.title": "Kiểm tra máy thi",
  "ready.lead":
    "Dành cho người chuẩn bị phòng máy: mở trang này trên từng máy trước ngày thi. Không cần phiếu dự thi. Mất khoảng nửa phút.",
  "ready.machine": "Tên máy",
  "ready.machine.hint":
    "Ghi như nhãn dán trên máy, ví dụ: Máy 07. Tên này hiện cho giám thị khi thí sinh ngồi vào máy.",
  "ready.begin": "Bắt đầu kiểm tra",
  "ready.again": "Kiểm tra lại",
  "ready.back": "Về trang vào phòng thi",
  "ready.state.good": "tốt",
  "ready.state.warn": "cần xem lại",
  "ready.state.bad": "không đạt",
  "ready.browser": "Trình duyệt",
  "ready.storage": "Nơi giữ bài khi mất mạng",
  "ready.crypto": "Mã hoá bài làm",
  "ready.socket": "Kết nối phòng thi",
  "ready.network": "Đường mạng, 20 lần hỏi đáp",
  "ready.speed": "Tốc độ tải đề",
  "ready.clock": "Đồng hồ của máy so với máy chủ",
  "ready.clock.note": "Chỉ để biết: giờ làm bài do máy chủ tính, máy lệch giờ không ảnh hưởng.",
  "ready.screen": "Màn hình",
  "ready.letters": "Chữ tiếng Việt",
  "ready.letters.note": "Nhìn thử: Ấẫậ Ằẵặ Ếễệ Ốỗộ Ớỡợ Ứữự Ỳỹỵ Đđ",
  "ready.sound": "Âm thanh",
  "ready.fix.browser":
    "Cài Chrome, Edge hoặc Cốc Cốc bản mới (từ 87 trở lên) rồi mở lại trang này.",
  "ready.fix.storage":
    "Tắt chế độ ẩn danh và phần mềm đóng băng ổ đĩa chặn lưu trữ; kiểm tra ổ đĩa còn trống. Nếu không sửa được, máy vẫn thi được khi mạng ổn định.",
  "ready.fix.crypto": "Trình duyệt này tính sai. Cập nhật trình duyệt hoặc đổi máy.",
  "ready.fix.socket":
    "Phần mềm diệt virus, tường lửa hoặc proxy đang chặn kết nối. Tắt kiểm tra web của phần mềm đó, hoặc hỏi người quản trị mạng.",
  "ready.fix.network":
    "Mạng chậm hoặc chập chờn. Kiểm tra dây mạng, bộ chia; không dùng Wi-Fi chung.",
  "ready.fix.speed":
    "Tải đề sẽ lâu. Kiểm tra dây mạng; cho thí sinh vào phòng chờ sớm hơn 10 phút.",
  "ready.fix.clock": "Chỉnh lại ngày giờ của máy cho đúng; không bắt buộc để thi.",
  "ready.fix.screen":
    "Phóng to cửa sổ (F11), đặt thu phóng 100 % (Ctrl+0); nên dùng màn hình từ 1024 × 600.",
  "ready.fix.letters": "Máy thiếu phông chữ tiếng Việt. Cập nhật Windows hoặc cài phông Noto Sans.",
  "ready.fix.sound": "Chỉ cần cho bài nghe: cắm lại tai nghe, tăng âm lượng, thử cổng khác.",
  "ready.sound.ask": "Bấm phát: em có nghe thấy hai tiếng không?",
  "ready.sound.play": "Phát âm thử",
  "ready.sound.again": "Phát lại",
  "ready.sound.yes": "Nghe rõ",
  "ready.sound.no": "Không nghe thấy",
  "ready.sound.none": "Kỳ thi không có bài nghe",
  "ready.verdict.good": "Máy này sẵn sàng",
  "ready.verdict.warn": "Máy này thi được, có điểm cần xem lại",
  "ready.verdict.bad": "Máy này chưa thi được: sửa các dòng đánh dấu ✕ rồi kiểm tra lại",
  "ready.send": "Gửi kết quả cho hội đồng thi",
  "ready.sent": "Đã gửi. {machine} có trong bảng “Máy đã kiểm tra”.",
  "ready.send_failed":
    "Chưa gửi được. Kiểm tra mạng rồi bấm lại; nếu gửi quá nhiều lần, chờ ít phút.",

  "opening.title": "Đang mở đề…",
  "opening.failed":
    "Đề không mở được trên máy này. Em báo giám thị ngay; thời gian chưa mất sẽ được tính lại.",

  "time.left": "Còn lại",
  "time.warn5": "Còn 5 phút",
  "time.warn1": "Còn 1 phút",
  "time.over": "Hết giờ",
  "time.paused": "Tạm dừng",

  "net.online": "Đã kết nối",
  "net.connecting": "Đang kết nối…",
  "net.lost": "Mất kết nối",
  "banner.lost": "Mất kết nối – bài vẫn được giữ trên máy, đang kết nối lại.",
  "banner.lost_n": "{n} thay đổi chưa gửi.",
  "banner.retry_in": "Thử lại sau {s} giây.",
  "banner.retry_now": "Kết nối ngay",
  "banner.busy":
    "Một máy khác vừa giữ bài làm này. Máy này tự vào lại khi máy kia đã ngắt (khoảng 15 giây).",
  "banner.server_busy":
    "Máy chủ đang đông. Tự thử lại sau giây lát; thời gian chờ của em không mất bài.",
  "banner.memory":
    "Trình duyệt này không giữ được câu trả lời khi tắt trang. Đừng tải lại hoặc đóng trang; báo giám thị nếu mất mạng.",
  "banner.dispute":
    "Câu {q}: máy khác đã trả lời khác. Bài đang giữ: {theirs}. Trên máy này: {mine}.",
  "banner.dispute.take": "Dùng câu trả lời của máy này",
  "banner.dispute.keep": "Giữ như hiện tại",
  "banner.rejected": "Máy chủ không nhận câu trả lời của câu {q}. Em trả lời lại câu này.",
  "banner.unreadable":
    "Máy này còn {n} câu trả lời cũ không đọc được. Giám thị hãy tải tệp cứu hộ.",

  "saved.all": "Đã lưu hết",
  "saved.some": "Đang lưu {n}…",
  "saved.none": "Chưa có câu trả lời",
  "saved.offline": "Chưa gửi {n}",

  "state.none": "chưa làm",
  "state.part": "làm một phần",
  "state.typed": "đã gõ",
  "state.saved": "đã lưu",
  "state.archived": "đã lưu trữ",
  "state.flag": "xem lại",
  "state.legend": "Chú giải",

  "paper.form": "Mã đề {code}",
  "paper.part": "Phần {n}",
  "paper.question": "Câu {n}",
  "paper.of": "{n} / {all}",
  "paper.stimulus": "Đọc phần sau để trả lời",
  "paper.stimulus_sound": "Nghe phần sau để trả lời",
  "paper.prev": "Câu trước",
  "paper.next": "Câu sau",
  "paper.flag": "Xem lại sau",
  "paper.flagged": "Bỏ cờ xem lại",
  "paper.clear": "Bỏ chọn",
  "paper.list": "Danh sách câu",
  "paper.list_short": "Danh sách",
  "paper.done_of": "Đã làm {n} / {all}",
  "paper.submit": "Nộp bài",
  "paper.help": "Phím tắt",
  "paper.zoom": "Phóng to hình",
  "paper.multiple": "Chọn tất cả phương án đúng.",
  "paper.cluster": "Chọn Đúng hoặc Sai cho từng ý.",
  "paper.statement": "Ý {n}",
  "paper.true": "Đúng",
  "paper.false": "Sai",
  "paper.short": "Câu trả lời của em",
  "paper.short.allowed": "Được dùng: {chars}. Tối đa {max} ký tự.",
  "paper.short.max": "Tối đa {max} ký tự.",
  "paper.short.grid": "Chữ số, dấu trừ ở ô đầu, dấu phẩy ở ô thứ hai hoặc thứ ba.",
  "paper.short.erase": "Xoá",
  "hint.minus": "Dấu trừ thường chỉ đứng ở ô đầu tiên.",
  "hint.comma_place": "Dấu phẩy chỉ tô được ở ô thứ hai hoặc thứ ba.",
  "hint.commas": "Chỉ dùng một dấu phẩy.",
  "hint.no_digit": "Câu trả lời chưa có chữ số.",

  "track.choose": "Chọn một phần riêng để làm",
  "track.choose_now": "Chọn phần",
  "track.chosen": "Phần riêng em làm",
  "track.belongs": "Câu này thuộc phần “{track}”.",
  "track.undecided": "Chọn phần em làm thì trả lời được câu này. Em đổi được cho đến hết giờ.",
  "track.folded":
    "Em đang làm phần khác nên câu này không tính. Câu trả lời cũ (nếu có) vẫn được giữ.",
  "track.not_done": "Không làm: {track}",

  "sound.title": "Bài nghe",
  "sound.play": "Phát âm thanh",
  "sound.halt": "Tạm dừng",
  "sound.left": "Còn {n} lần nghe",
  "sound.none": "Đã hết lần nghe",
  "sound.free": "Nghe tự do",
  "sound.volume": "Âm lượng",
  "sound.seek": "Vị trí trong bài nghe",
  "sound.progress": "Bài nghe đã phát đến đâu",
  "sound.asking": "Đang ghi lần nghe…",
  "sound.waiting":
    "Chờ máy chủ ghi lần nghe; âm thanh tự phát khi ghi xong. Em cứ làm câu khác trong lúc chờ.",
  "sound.playing": "Đang phát",
  "sound.halted": "Đang dừng",
  "sound.failed":
    "Máy này không phát được. Kiểm tra tai nghe, bấm lại (không mất thêm lần nghe) hoặc báo giám thị.",
  "sound.blocked": "Chưa phát được lúc này.",
  "sound.refused":
    "Máy chủ không nhận lần nghe này: em đã nghe đủ số lần, hoặc đã nghe trên máy khác.",

  "zoom.title": "Hình phóng to",
  "zoom.in": "To hơn",
  "zoom.out": "Nhỏ hơn",
  "zoom.fit": "Vừa màn hình",

  "help.title": "Phím tắt",
  "help.choose": "Chọn phương án; với câu Đúng/Sai: đổi Đúng ↔ Sai của ý a–d",
  "help.arrows": "Đi giữa các phương án",
  "help.tab": "Đi tới phần tiếp theo của trang",
  "help.next": "Câu sau",
  "help.prev": "Câu trước",
  "help.flag": "Đặt hoặc bỏ cờ xem lại",
  "help.enter": "Trong ô trả lời ngắn: xong, sang câu sau",
  "help.help": "Mở hoặc đóng bảng này",

  "submit.title": "Nộp bài trước giờ?",
  "submit.all_done": "Em đã trả lời tất cả {n} câu.",
  "submit.missing": "Còn {n} câu chưa làm xong:",
  "submit.undecided": "{part}: em chưa chọn phần riêng để làm.",
  "submit.flagged": "Còn {n} câu đặt cờ xem lại:",
  "submit.final":
    "Nộp rồi thì không sửa được nữa. Không nộp cũng không sao: hết giờ bài tự được nộp.",
  "submit.confirm": "Nộp bài",
  "submit.back": "Làm tiếp",
  "submit.pending": "Đang nộp bài…",
  "submit.pending_text": "Chờ máy chủ lưu {n} thay đổi cuối. Đừng đóng trang.",
  "submit.pending_sent": "Chờ máy chủ niêm phong bài.",
  "submit.refused":
    "Chưa được nộp trước giờ ở ca thi này. Em cứ kiểm tra lại bài; hết giờ bài tự được nộp.",

  "paused.title": "Giám thị đã tạm dừng giờ",
  "paused.text":
    "Bài làm của em vẫn được giữ, đồng hồ đứng yên, em không mất thời gian. Em ngồi chờ; trang này tự tiếp tục.",
  "closing.title": "Hết giờ làm bài",
  "closing.text":
    "Bài tự được nộp, em không phải làm gì. Đừng đóng trang trước khi thấy mã biên nhận.",
  "closing.unsent": "{n} thay đổi làm trước khi hết giờ đang được gửi.",
  "closing.offline":
    "Máy đang mất kết nối. Giữ nguyên trang này và báo giám thị: bài vẫn ở trên máy.",

  "end.title": "Đã nộp bài",
  "end.saved": "Số câu đã trả lời",
  "end.changes": "{n} thay đổi đã được ghi",
  "end.receipt": "Mã biên nhận",
  "end.receipt_hint": "Ghi lại hoặc in mã này. Mã chứng minh bài đã nộp đúng như em thấy.",
  "end.print": "In biên nhận",
  "end.archiving": "Đang đưa bài vào hồ sơ ({n} / {all}). Giữ trang này mở cho đến khi xong.",
  "end.archived": "Bài đã vào hồ sơ lưu trữ. Em có thể rời máy.",
  "end.leftover":
    "{n} thay đổi trên máy này đến sau khi bài đã niêm phong. Báo giám thị và tải tệp cứu hộ trước khi rời máy.",
  "end.late": "{n} thay đổi đến muộn được giữ làm bằng chứng, không tính vào bài.",
  "end.title.invigilator": "Giám thị đã nộp bài của em",
  "end.text.invigilator": "Những gì đã lưu được giữ nguyên. Nếu em chưa rõ vì sao, hỏi giám thị.",
  "end.title.paper": "Em chuyển sang làm bài trên giấy",
  "end.text.paper":
    "Những câu em đã làm trên máy được giữ và in ra. Em nghe giám thị hướng dẫn để làm tiếp trên phiếu.",
  "end.title.void": "Bài thi của em đã dừng",
  "end.text.void":
    "Bài vẫn được giữ cùng biên bản. Em ngồi tại chỗ và làm theo hướng dẫn của giám thị.",
  "end.reopened":
    "Nếu giám thị báo bài của em được mở lại: bấm nút dưới đây rồi vào lại bằng phiếu của em.",
  "end.next": "Xong, trả máy cho thí sinh khác",

  "taken.title": "Bài đang mở ở nơi khác",
  "taken.text":
    "Một máy hoặc một thẻ khác đã tiếp tục bài này, hoặc giám thị cho em chuyển máy. Trang này không nhận câu trả lời nữa; những gì đã làm vẫn được giữ.",
  "taken.unsent": "{n} thay đổi ở đây chưa gửi; chúng tự được gửi khi em tiếp tục trên máy này.",
  "taken.continue": "Tiếp tục trên máy này",
  "taken.leave": "Về trang đầu",

  "stopped.title": "Không vào được phòng thi",
  "stopped.unsent": "{n} thay đổi chưa gửi vẫn nằm trên máy này.",

  "error.ticket.wrong":
    "Số báo danh và mã vào thi không khớp, hoặc phiếu đã được thay. Xem lại từng ký tự; nếu vẫn sai, hỏi giám thị.",
  "error.ticket.other_sitting":
    "Phiếu này của ca thi khác. Xem lại giờ và môn ghi trên phiếu, hoặc hỏi giám thị.",
  "error.ticket.limited": "Đã nhập sai quá nhiều lần cho số báo danh này. Chờ một lát rồi thử lại.",
  "error.sitting.not_open": "Ca thi chưa mở. Chờ giám thị mở ca rồi thử lại.",
  "error.holder.busy":
    "Bài làm đang mở trên một máy khác. Tắt trang ở máy kia, chờ 15 giây rồi thử lại.",
  "error.events.conflict":
    "Máy chủ đã có câu trả lời khác từ một máy khác. Đang so lại hai bên; không có gì bị mất.",
  "error.client.slow": "Máy này nhận dữ liệu quá chậm. Đang tự kết nối lại.",
  "error.arrival.late": "Em đến sau giờ cho phép vào phòng thi. Báo giám thị.",
  "error.holder.replaced": "Một máy khác đã tiếp tục bài làm này.",
  "error.server.busy": "Rất nhiều người đang vào cùng lúc. Tự thử lại sau giây lát.",
  "error.server.unavailable":
    "Máy chủ tạm thời chưa ghi được bài. Không có gì bị mất; đang tự thử lại.",
  "error.server.restart": "Máy chủ đang khởi động lại. Đang tự kết nối lại.",
  "error.message.invalid":
    "Trang này và máy chủ không hiểu nhau. Tải lại trang; nếu vẫn vậy, báo giám thị.",
  "error.message.too_large": "Một câu trả lời quá dài. Tải lại trang; nếu vẫn vậy, báo giám thị.",
  "error.version.unknown": "Trang này đã cũ so với máy chủ. Tải lại trang.",
  "error.attempt.sealed": "Bài thi này đã nộp và đã lưu trữ.",
  "error.unknown": "Có lỗi không rõ ({code}). Thử lại; nếu vẫn vậy, báo giám thị mã này.",
};

/** Names of all sentences. */
export type TextKey = keyof typeof vi;
