package loadtest

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"

	"github.com/gorilla/websocket"

	"khaothi/delivery/protocol"
)

// appendAnswer appends the text of one event. Fields and values come from the
// paper; what JSON would escape goes the long way.
func appendAnswer(b []byte, seq int64, field, value string) []byte {
	if !plain(field) || !plain(value) {
		text, err := json.Marshal(protocol.Answer{T: protocol.TypeAnswer, Seq: seq, Field: field, Value: value})
		if err != nil {
			panic("loadtest: " + err.Error()) // strings and numbers always marshal
		}
		return append(b, text...)
	}
	b = append(b, `{"t":"answer","seq":`...)
	b = strconv.AppendInt(b, seq, 10)
	b = append(b, `,"field":"`...)
	b = append(b, field...)
	b = append(b, `","value":"`...)
	b = append(b, value...)
	return append(b, `"}`...)
}

func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c > 0x7e || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

var (
	savedPrefix    = []byte(`{"t":"saved","seq":`)
	archivedPrefix = []byte(`{"t":"archived","seq":`)
)

// parseMark reads one of the messages that come most often in the form in which
// our server writes it; any other form goes through encoding/json.
func parseMark(b, prefix []byte) (int64, bool) {
	rest, ok := bytes.CutPrefix(b, prefix)
	if !ok || len(rest) < 2 || len(rest) > 12 || rest[len(rest)-1] != '}' {
		return 0, false
	}
	n, err := strconv.ParseInt(string(rest[:len(rest)-1]), 10, 64)
	return n, err == nil
}

// incoming is any message from the server: the members that a candidate acts on.
type incoming struct {
	T           protocol.Type  `json:"t"`
	Seq         int64          `json:"seq"`
	From        int64          `json:"from"`
	N           int64          `json:"n"`
	Code        protocol.Code  `json:"code"`
	RetryMS     int64          `json:"retry_ms"`
	Key         string         `json:"key"`
	State       protocol.State `json:"state"`
	RemainingMS int64          `json:"remaining_ms"`
	ServerMS    int64          `json:"server_ms"`
	Receipt     string         `json:"receipt"`
}

// readFrame reads the next message into buf, which grows as needed.
func readFrame(ws *websocket.Conn, buf []byte) ([]byte, error) {
	_, r, err := ws.NextReader()
	if err != nil {
		return buf[:0], err
	}
	buf = buf[:0]
	for {
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if err == io.EOF {
			return buf, nil
		}
		if err != nil {
			return buf, err
		}
	}
}

// queueStart begins the message that says that the door is full; its answer is
// to wait.
var queueStart = []byte(`{"t":"queue"`)

func isQueue(b []byte) bool { return bytes.HasPrefix(b, queueStart) }
