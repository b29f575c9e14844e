package protocol

// Version is the only version of the protocol so far.
const Version = 1

// MaxMessage bounds one message from a client, in bytes.
const MaxMessage = 16 << 10

// MaxValue bounds the value of one answer that is no essay, in bytes of UTF-8.
const MaxValue = 2000

// MaxEssay bounds an essay, in bytes of UTF-8; a paper may ask for less.
const MaxEssay = 32 << 10

// MaxMessageFor bounds one message where a value may have so many bytes: three
// each leave room for whatever a client escapes.
func MaxMessageFor(value int) int {
	if value <= MaxValue {
		return MaxMessage
	}
	return MaxMessage + 3*value
}

// MaxField bounds the name of a field, with what stands before a colon, in
// bytes: play: and the SHA-256 of a sound has 69.
const MaxField = 80

// Type is the member t of every message.
type Type string

// The types of messages from the client.
const (
	TypeHello  Type = "hello"
	TypeAnswer Type = "answer"
	TypeSubmit Type = "submit"
	TypeFocus  Type = "focus"
)

// The types of messages from the server.
const (
	TypeQueue    Type = "queue"
	TypeWelcome  Type = "welcome"
	TypeSaved    Type = "saved"
	TypeArchived Type = "archived"
	TypeResend   Type = "resend"
	TypeConflict Type = "conflict"
	TypeRefused  Type = "refused"
	TypeLate     Type = "late"
	TypeHave     Type = "have"
	TypeStart    Type = "start"
	TypeTime     Type = "time"
	TypeReplays  Type = "replays"
	TypeSealed   Type = "sealed"
	TypeError    Type = "error"
)

// State is where an attempt stands, as the candidate sees it.
type State string

// The states of an attempt.
const (
	StateWaiting State = "waiting"
	StateRunning State = "running"
	StatePaused  State = "paused"
	StateSealed  State = "sealed"
)

// SealedBy says why an attempt is sealed.
type SealedBy string

// The reasons of a seal.
const (
	SealedByDeadline    SealedBy = "deadline"
	SealedBySubmit      SealedBy = "submit"
	SealedByInvigilator SealedBy = "invigilator"
	SealedByPaper       SealedBy = "paper"
	SealedByVoid        SealedBy = "void"
)

// Hello is the first message of a client. It claims the attempt that belongs
// to number and code.
type Hello struct {
	T Type `json:"t"`
	V int  `json:"v"`
	// Number is the candidate number (số báo danh).
	Number string `json:"number"`
	// Code is the ticket; case, spaces and hyphens do not matter.
	Code string `json:"code"`
	// Device is 8 to 64 random characters that this browser keeps for this seat.
	Device string `json:"device"`
	// Sitting is optional: the sitting that the ticket must belong to.
	Sitting string `json:"sitting,omitempty"`
	// Machine is optional: the label of the computer, at most 32 printable
	// characters, for the invigilator.
	Machine string `json:"machine,omitempty"`
	// Last is the highest sequence number that this client holds, 0 if none.
	Last int64 `json:"last"`
}

// Answer is one event of an attempt. Sequence numbers are contiguous from 1.
type Answer struct {
	T     Type   `json:"t"`
	Seq   int64  `json:"seq"`
	Field string `json:"field"`
	Value string `json:"value"`
}

// Submit hands in before the deadline; N is the client's last number.
type Submit struct {
	T Type  `json:"t"`
	N int64 `json:"n"`
}

// Focus says that the page lost or regained the focus.
type Focus struct {
	T    Type `json:"t"`
	Lost bool `json:"lost"`
}

// Queue comes before Welcome while many sign in at once, and again as the place
// moves. The client waits; it has nothing to do.
type Queue struct {
	T Type `json:"t"`
	// Place is 1 for who comes in next.
	Place int `json:"place"`
	// RetryMS is about how long it will take, 0 if nobody knows.
	RetryMS int64 `json:"retry_ms"`
}

// Welcome answers a hello. Key is empty until the sitting runs.
type Welcome struct {
	T       Type   `json:"t"`
	V       int    `json:"v"`
	Attempt string `json:"attempt"`
	Sitting string `json:"sitting"`
	// Epoch is this connection's turn as holder of the attempt.
	Epoch   int64  `json:"epoch"`
	Name    string `json:"name"`
	Number  string `json:"number"`
	Subject string `json:"subject"`
	Room    string `json:"room"`
	Seat    string `json:"seat"`
	State   State  `json:"state"`
	// ServerMS is the server's wall clock in milliseconds since 1970.
	ServerMS int64 `json:"server_ms"`
	// StartsInMS is the time until the planned start while waiting.
	StartsInMS int64 `json:"starts_in_ms"`
	// RemainingMS is the time to the deadline while running.
	RemainingMS int64 `json:"remaining_ms"`
	GraceMS     int64 `json:"grace_ms"`
	// Paper is the lower-case hex SHA-256 of the encrypted paper.
	Paper     string `json:"paper"`
	PaperSize int64  `json:"paper_size"`
	// Key is base64 of the 32 bytes that open the paper.
	Key string `json:"key"`
	// StoreKey is base64 of 32 bytes for what the browser keeps.
	StoreKey string `json:"store_key"`
	Saved    int64  `json:"saved"`
	Archived int64  `json:"archived"`
	// Answers holds the last saved value of each field.
	Answers map[string]string `json:"answers"`
	// Replays says how often each sound may be started on top of what the paper
	// allows; without it none may.
	Replays map[string]int `json:"replays,omitempty"`
	Receipt string         `json:"receipt"`
	// SealedBy says why it was sealed, once it is.
	SealedBy SealedBy `json:"sealed_by,omitempty"`
	// Display is how the page shows itself at first.
	Display Display `json:"display"`
	// Practice says that the sitting trains, and is never scored.
	Practice bool `json:"practice"`
}

// Display is what the candidate needs of the page.
type Display struct {
	// Scale is the size of the type in percent, 100 to 300.
	Scale int `json:"scale"`
	// Contrast is normal or high.
	Contrast string `json:"contrast"`
}

// Saved says that the events 1…Seq are durable.
type Saved struct {
	T   Type  `json:"t"`
	Seq int64 `json:"seq"`
}

// Archived says that the events 1…Seq are in the record.
type Archived struct {
	T   Type  `json:"t"`
	Seq int64 `json:"seq"`
}

// Resend asks for every event from From on, in order.
type Resend struct {
	T    Type  `json:"t"`
	From int64 `json:"from"`
}

// Conflict says that another event with this number is stored, and stands.
type Conflict struct {
	T   Type  `json:"t"`
	Seq int64 `json:"seq"`
}

// Refused says that nothing was stored and the number is still free.
type Refused struct {
	T    Type  `json:"t"`
	Seq  int64 `json:"seq"`
	Code Code  `json:"code"`
}

// Late says that the event is kept as evidence only.
type Late struct {
	T   Type  `json:"t"`
	Seq int64 `json:"seq"`
}

// Have says what the server holds after trouble: send again from Seq+1.
type Have struct {
	T   Type  `json:"t"`
	Seq int64 `json:"seq"`
}

// Start releases the key of the paper.
type Start struct {
	T           Type   `json:"t"`
	Key         string `json:"key"`
	RemainingMS int64  `json:"remaining_ms"`
	// ServerMS is the server's clock as this was written, as in Welcome.
	ServerMS int64 `json:"server_ms"`
}

// Time tells the state and the time to the deadline.
type Time struct {
	T           Type  `json:"t"`
	State       State `json:"state"`
	RemainingMS int64 `json:"remaining_ms"`
	// ServerMS is the server's clock as this was written, as in Welcome.
	ServerMS int64 `json:"server_ms"`
}

// Replays says how often each sound may be started on top of what the paper
// allows, for it has changed.
type Replays struct {
	T    Type           `json:"t"`
	More map[string]int `json:"more"`
}

// Sealed says that the attempt is closed with the events 1…N.
type Sealed struct {
	T       Type   `json:"t"`
	N       int64  `json:"n"`
	Receipt string `json:"receipt"`
	// By says why it was sealed.
	By SealedBy `json:"by,omitempty"`
}

// Error comes just before a close.
type Error struct {
	T       Type  `json:"t"`
	Code    Code  `json:"code"`
	Final   bool  `json:"final"`
	RetryMS int64 `json:"retry_ms"`
}
