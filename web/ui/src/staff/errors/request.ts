import type { Sentences } from ".";

/** Codes of the way between browser and server. */
export const requestErrors: Sentences = {
  network: {
    vi: "Không nối được với máy chủ. Hãy kiểm tra mạng rồi thử lại.",
    en: "The server cannot be reached. Check the network and try again.",
  },
  "request.invalid": { vi: "Dữ liệu gửi đi chưa hợp lệ.", en: "What was sent is not valid." },
  "request.malformed": {
    vi: "Yêu cầu không đúng định dạng.",
    en: "The request could not be read.",
  },
  "request.too_large": (detail) => {
    const bytes = typeof detail.max_bytes === "number" ? detail.max_bytes : 0;
    const mb = (bytes / (1 << 20)).toFixed(0);
    return {
      vi: `Tệp quá lớn: nhiều nhất ${mb} MB.`,
      en: `The file is too large: at most ${mb} MB.`,
    };
  },
  "upload.no_file": { vi: "Chưa chọn tệp.", en: "No file was chosen." },
  "csrf.token": {
    vi: "Phiên làm việc đã đổi ở một thẻ khác. Hãy tải lại trang.",
    en: "The session changed in another tab. Reload the page.",
  },
  "csrf.origin": {
    vi: "Yêu cầu đến từ một trang khác nên bị từ chối.",
    en: "The request came from another site and was refused.",
  },
  "row.conflict": { vi: "Dữ liệu này đã có.", en: "This exists already." },
  "row.concurrent": {
    vi: "Có người vừa sửa cùng lúc. Hãy thử lại.",
    en: "Somebody changed it at the same moment. Try again.",
  },
  "row.not_found": { vi: "Không tìm thấy.", en: "Not found." },
  "row.invalid": { vi: "Dữ liệu chưa hợp lệ.", en: "The data is not valid." },
  "database.unavailable": {
    vi: "Máy chủ đang bận, xin thử lại.",
    en: "The server is busy, please try again.",
  },
  "address.unknown": { vi: "Không có địa chỉ này.", en: "There is no such address." },
};
