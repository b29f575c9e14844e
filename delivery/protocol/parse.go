package protocol

import (
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"
)

// The errors of Parse. Each goes with one code and close code.
var (
	ErrInvalid  = errors.New("protocol: message is not valid")
	ErrTooLarge = errors.New("protocol: message is too large")
)

// Incoming is one message from a client: T says which of the others counts.
type Incoming struct {
	T      Type
	Hello  *Hello
	Answer Answer
	Submit Submit
	Focus  Focus
}

// Parse reads one message from a client. Unknown members are ignored; a
// message that is not one JSON object, names no known type, or has a member
// of the wrong type or out of its bounds is ErrInvalid. The bounds of field
// and value are judged where the paper is known, not here.
func Parse(b []byte) (Incoming, error) {
	if len(b) > MaxMessage {
		return Incoming{}, ErrTooLarge
	}
	if a, ok := parseAnswer(b); ok {
		return Incoming{T: TypeAnswer, Answer: a}, nil
	}
	if !utf8.Valid(b) {
		return Incoming{}, fmt.Errorf("%w: not UTF-8", ErrInvalid)
	}
	return parseSlow(b)
}

func parseSlow(b []byte) (Incoming, error) {
	var head struct {
		T Type `json:"t"`
	}
	if err := json.Unmarshal(b, &head); err != nil {
		return Incoming{}, fmt.Errorf("%w: %v", ErrInvalid, errorKind(err))
	}
	in := Incoming{T: head.T}
	var into any
	switch head.T {
	case TypeHello:
		in.Hello = &Hello{}
		into = in.Hello
	case TypeAnswer:
		return parseAnswerSlow(b)
	case TypeSubmit:
		into = &in.Submit
	case TypeFocus:
		into = &in.Focus
	default:
		return Incoming{}, fmt.Errorf("%w: unknown type", ErrInvalid)
	}
	if err := json.Unmarshal(b, into); err != nil {
		return Incoming{}, fmt.Errorf("%w: %v", ErrInvalid, errorKind(err))
	}
	return in, in.check()
}

// parseAnswerSlow insists on a value: one that is missing must not take an
// answer back.
func parseAnswerSlow(b []byte) (Incoming, error) {
	var m struct {
		Seq   int64   `json:"seq"`
		Field string  `json:"field"`
		Value *string `json:"value"`
	}
	if err := json.Unmarshal(b, &m); err != nil {
		return Incoming{}, fmt.Errorf("%w: %v", ErrInvalid, errorKind(err))
	}
	if m.Value == nil {
		return Incoming{}, fmt.Errorf("%w: answer without value", ErrInvalid)
	}
	in := Incoming{T: TypeAnswer, Answer: Answer{T: TypeAnswer, Seq: m.Seq, Field: m.Field, Value: *m.Value}}
	return in, in.check()
}

// check holds what the types alone do not say.
func (in *Incoming) check() error {
	switch in.T {
	case TypeAnswer:
		if in.Answer.Seq < 1 || in.Answer.Seq > MaxSeq || in.Answer.Field == "" {
			return fmt.Errorf("%w: answer without seq or field", ErrInvalid)
		}
	case TypeSubmit:
		if in.Submit.N < 0 || in.Submit.N > MaxSeq {
			return fmt.Errorf("%w: submit with n out of range", ErrInvalid)
		}
	case TypeHello:
		return in.Hello.check()
	}
	return nil
}

// MaxSeq bounds the events of one attempt. A candidate who changes an answer
// each second for three hours makes 10,800.
const MaxSeq = 100_000

func (h *Hello) check() error {
	if n := len(h.Device); n < 8 || n > 64 {
		return fmt.Errorf("%w: device must have 8 to 64 characters", ErrInvalid)
	}
	if h.Number == "" || len(h.Number) > 32 || h.Code == "" || len(h.Code) > 64 {
		return fmt.Errorf("%w: hello without number or code", ErrInvalid)
	}
	if len(h.Sitting) > 64 || h.Last < 0 || h.Last > MaxSeq {
		return fmt.Errorf("%w: sitting or last out of range", ErrInvalid)
	}
	for _, c := range []byte(h.Device) {
		if c < 0x21 || c > 0x7e {
			return fmt.Errorf("%w: device must be printable ASCII", ErrInvalid)
		}
	}
	return nil
}

// errorKind keeps what the client sent out of the error's text, and so out of
// the log: an error of encoding/json may quote it.
func errorKind(err error) string {
	var typeErr *json.UnmarshalTypeError
	if errors.As(err, &typeErr) {
		return "wrong type of " + typeErr.Field
	}
	return "not a JSON object"
}
