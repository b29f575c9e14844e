package protocol

// Code names what is wrong; the page owns the sentence.
type Code string

// The codes of Refused: the connection goes on.
const (
	FieldUnknown   Code = "field.unknown"
	ValueInvalid   Code = "value.invalid"
	PlayLimit      Code = "play.limit"
	UploadMissing  Code = "upload.missing"
	StateIsWaiting Code = "state.waiting"
	StateIsPaused  Code = "state.paused"
	SubmitTooEarly Code = "submit.too_early"
	SubmitBehind   Code = "submit.behind"
)

// The codes of Error: a close follows.
const (
	ServerRestart      Code = "server.restart"
	ServerUnavailable  Code = "server.unavailable"
	ClientSlow         Code = "client.slow"
	ServerBusy         Code = "server.busy"
	HolderBusy         Code = "holder.busy"
	TicketLimited      Code = "ticket.limited"
	EventsConflict     Code = "events.conflict"
	TicketWrong        Code = "ticket.wrong"
	TicketOtherSitting Code = "ticket.other_sitting"
	SittingNotOpen     Code = "sitting.not_open"
	ArrivalLate        Code = "arrival.late"
	HolderReplaced     Code = "holder.replaced"
	MessageInvalid     Code = "message.invalid"
	MessageTooLarge    Code = "message.too_large"
	AttemptSealed      Code = "attempt.sealed"
	VersionUnknown     Code = "version.unknown"
)

// closeCodes maps the code of an Error to the close code of the websocket.
// 4000–4499: connect again; 4500–4999: do not.
var closeCodes = map[Code]int{
	ServerRestart:      4001,
	ServerUnavailable:  4002,
	ClientSlow:         4003,
	ServerBusy:         4004,
	HolderBusy:         4010,
	TicketLimited:      4011,
	EventsConflict:     4012,
	TicketWrong:        4500,
	TicketOtherSitting: 4501,
	SittingNotOpen:     4502,
	HolderReplaced:     4503,
	MessageInvalid:     4504,
	MessageTooLarge:    4505,
	AttemptSealed:      4506,
	VersionUnknown:     4507,
	ArrivalLate:        4508,
}

// CloseCode returns the websocket close code of c; an unknown code is the
// server's own trouble: unavailable.
func CloseCode(c Code) int {
	if n, ok := closeCodes[c]; ok {
		return n
	}
	return closeCodes[ServerUnavailable]
}

// Final says that a client must not connect again after this close code.
func Final(closeCode int) bool { return closeCode >= 4500 && closeCode < 5000 }

// NewError returns the message that comes before a close with code c.
func NewError(c Code, retryMS int64) Error {
	return Error{T: TypeError, Code: c, Final: Final(CloseCode(c)), RetryMS: retryMS}
}

// Closes says whether c is the code of an Error.
func Closes(c Code) bool {
	_, ok := closeCodes[c]
	return ok
}
