package protocol

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
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

// Parse reads one message from a client. Names of members are exact, unknown
// ones are ignored; a message that is not one JSON object, names no known type,
// lacks a member, has one twice, or has one of the wrong type or out of its
// bounds is ErrInvalid. The bounds of field
// and value are judged where the paper is known, not here.
func Parse(b []byte) (Incoming, error) { return ParseUpTo(b, MaxMessage) }

// ParseUpTo is Parse of a message of at most limit bytes.
func ParseUpTo(b []byte, limit int) (Incoming, error) {
	if len(b) > limit {
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
	m, err := readMembers(b)
	if err != nil {
		return Incoming{}, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	r := &reader{members: m}
	in := Incoming{T: take[Type](r, "t")}
	switch in.T {
	case TypeHello:
		in.Hello = &Hello{
			T: TypeHello, V: takeOptional[int](r, "v"), Number: take[string](r, "number"), Code: take[string](r, "code"),
			Device: take[string](r, "device"), Sitting: takeOptional[string](r, "sitting"),
			Machine: takeOptional[string](r, "machine"), Last: takeOptional[int64](r, "last"),
		}
	case TypeAnswer:
		in.Answer = Answer{
			T: TypeAnswer, Seq: take[int64](r, "seq"), Field: take[string](r, "field"), Value: take[string](r, "value"),
		}
	case TypeSubmit:
		in.Submit = Submit{T: TypeSubmit, N: take[int64](r, "n")}
	case TypeFocus:
		in.Focus = Focus{T: TypeFocus, Lost: take[bool](r, "lost")}
	default:
		r.fail("unknown type")
	}
	if r.err == nil {
		r.err = in.check()
	}
	if r.err != nil {
		return Incoming{}, r.err
	}
	return in, nil
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

// maxMachine bounds the label of a computer, in characters.
const maxMachine = 32

func notPrintable(r rune) bool { return !unicode.IsPrint(r) }

func (h *Hello) check() error {
	if n := len(h.Device); n < 8 || n > 64 {
		return fmt.Errorf("%w: device must have 8 to 64 characters", ErrInvalid)
	}
	if h.Last < 0 || h.Last > MaxSeq {
		return fmt.Errorf("%w: last out of range", ErrInvalid)
	}
	if err := checkClaim(h.Number, h.Code, h.Sitting); err != nil {
		return err
	}
	if utf8.RuneCountInString(h.Machine) > maxMachine || strings.ContainsFunc(h.Machine, notPrintable) {
		return fmt.Errorf("%w: machine must be at most 32 printable characters", ErrInvalid)
	}
	for _, c := range []byte(h.Device) {
		if c < 0x21 || c > 0x7e {
			return fmt.Errorf("%w: device must be printable ASCII", ErrInvalid)
		}
	}
	return nil
}
