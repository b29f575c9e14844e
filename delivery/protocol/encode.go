package protocol

import (
	"encoding/json"
	"strconv"
)

// Outgoing is any message from the server.
type Outgoing interface {
	Queue | Welcome | Saved | Archived | Resend | Conflict | Refused | Late | Have | Start | Time | Replays | Sealed | Error
}

// Encode returns one message from the server as the text of a frame.
func Encode[M Outgoing](m M) []byte {
	b, err := json.Marshal(m)
	if err != nil {
		panic("protocol: " + err.Error()) // strings, numbers and a map of strings always marshal
	}
	return b
}

// AppendSaved appends the text of Saved to b: the message sent most often.
func AppendSaved(b []byte, seq int64) []byte {
	b = append(b, `{"t":"saved","seq":`...)
	b = strconv.AppendInt(b, seq, 10)
	return append(b, '}')
}

// AppendArchived appends the text of Archived to b.
func AppendArchived(b []byte, seq int64) []byte {
	b = append(b, `{"t":"archived","seq":`...)
	b = strconv.AppendInt(b, seq, 10)
	return append(b, '}')
}
