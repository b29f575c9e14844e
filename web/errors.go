package web

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"khaothi/internal/fault"
)

// statusOf turns kinds into HTTP. What has no kind is internal: 500.
var statusOf = map[fault.Kind]int{
	fault.NotFound:    http.StatusNotFound,
	fault.Invalid:     http.StatusUnprocessableEntity,
	fault.Conflict:    http.StatusConflict,
	fault.Forbidden:   http.StatusForbidden,
	fault.Closed:      http.StatusGone,
	fault.Unavailable: http.StatusServiceUnavailable,
}

// statusOfCode are the codes for which HTTP has a word of its own.
var statusOfCode = map[string]int{
	"session.none":      http.StatusUnauthorized,
	"login.wrong":       http.StatusUnauthorized,
	"login.limited":     http.StatusTooManyRequests,
	"request.malformed": http.StatusBadRequest,
	"request.too_large": http.StatusRequestEntityTooLarge,
}

// messages are for who reads the answer without the front end, which has a
// sentence for each code.
var messages = map[int]string{
	http.StatusBadRequest:            "Yêu cầu không đúng định dạng.",
	http.StatusUnauthorized:          "Chưa đăng nhập, hoặc tên đăng nhập hay mật khẩu không đúng.",
	http.StatusForbidden:             "Bạn không có quyền làm việc này.",
	http.StatusNotFound:              "Không tìm thấy.",
	http.StatusMethodNotAllowed:      "Địa chỉ này không nhận cách gọi đó.",
	http.StatusConflict:              "Dữ liệu đã tồn tại hoặc vừa được người khác thay đổi.",
	http.StatusGone:                  "Đã hết hạn hoặc chưa đến lúc.",
	http.StatusRequestEntityTooLarge: "Dữ liệu gửi lên quá lớn.",
	http.StatusUnprocessableEntity:   "Dữ liệu chưa hợp lệ.",
	http.StatusTooManyRequests:       "Thử quá nhiều lần, xin chờ một lát.",
	http.StatusServiceUnavailable:    "Máy chủ đang bận, xin thử lại.",
	http.StatusInternalServerError:   "Máy chủ gặp lỗi. Lỗi đã được ghi lại.",
}

// apiError is the body of every answer that is not a success.
type apiError struct {
	status  int
	Code    string         `json:"code" doc:"stable name of what went wrong" example:"item.not_found"`
	Message string         `json:"message" doc:"a Vietnamese sentence"`
	Detail  map[string]any `json:"detail" doc:"names and numbers that the sentence needs"`
}

func (e *apiError) Error() string { return e.Code }

// GetStatus makes huma send the error as it is.
func (e *apiError) GetStatus() int { return e.status }

// toAPIError is the one place where errors become HTTP.
func toAPIError(err error) *apiError {
	var known *apiError
	if errors.As(err, &known) {
		return known
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		err = fault.New(fault.Invalid, "request.too_large").With("max_bytes", tooLarge.Limit)
	}
	out := &apiError{status: http.StatusInternalServerError, Code: fault.CodeOf(err), Detail: map[string]any{}}
	if status, ok := statusOf[fault.KindOf(err)]; ok {
		out.status = status
	}
	if status, ok := statusOfCode[out.Code]; ok {
		out.status = status
	}
	var f *fault.Error
	if errors.As(err, &f) && f.Detail != nil {
		out.Detail = f.Detail
	}
	out.Message = messages[out.status]
	return out
}

// report logs what nobody expected; faults are part of the day.
func report(log *slog.Logger, err error, method, path string) {
	if fault.KindOf(err) == "" || fault.KindOf(err) == fault.Unavailable {
		log.Error("request", "method", method, "path", path, "err", err)
	}
}

// writeError sends err from a net/http handler.
func writeError(w http.ResponseWriter, err error) {
	e := toAPIError(err)
	writeJSON(w, e.status, e)
}

// writeJSON sends v from a net/http handler.
func writeJSON(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		status, body = http.StatusInternalServerError, []byte(`{"code":"internal","message":"","detail":{}}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(body) // the browser is gone
}

// tuneHuma sets what huma keeps in package variables: its own errors (a body
// that does not parse, a value out of range) get our shape, and lists are
// never null, which notNull makes true.
var tuneHuma = sync.OnceFunc(func() {
	huma.DefaultArrayNullable = false
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
		e := &apiError{status: status, Code: "request.invalid", Message: messages[status], Detail: map[string]any{}}
		switch {
		case status == http.StatusBadRequest:
			e.Code = "request.malformed"
		case status >= http.StatusInternalServerError:
			e.Code = "internal"
		}
		var problems []string
		for _, err := range errs {
			if err != nil && status < http.StatusInternalServerError {
				problems = append(problems, clean(err))
			}
		}
		if len(problems) > 0 {
			e.Detail["problems"] = problems
		}
		if msg != "" && status < http.StatusInternalServerError {
			e.Detail["reason"] = msg
		}
		return e
	}
})

// clean says where and what, without the value: it may be a password.
func clean(err error) string {
	var d huma.ErrorDetailer
	if errors.As(err, &d) {
		return strings.TrimSpace(d.ErrorDetail().Location + ": " + d.ErrorDetail().Message)
	}
	return err.Error()
}
