package delivery

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/chacha20poly1305"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// MaxRescue bounds a rescue file: an hour of answers is under 100 KB, two of an
// essay of 10 KB, which goes as a whole each time, 10 MB.
const MaxRescue = 32 << 20

const (
	maxRescued   = 10_000             // events in one file; a candidate makes some hundred
	maxParcel    = 4*MaxEssay + 1<<10 // an essay and the one before it, each character escaped
	maxParcelID  = 128
	maxSeq       = 100_000
	rescueFormat = "khaothi-rescue"
)

// RescueFile is what a candidate's browser saved of answers that it could not
// send (web/ui/src/candidate/store/rescue.ts). Its events are encrypted.
type RescueFile struct {
	Attempt exam.AttemptID
	Number  string // as the browser knows it
	Device  string
	Parcels []Parcel
}

// Parcel is one encrypted event: nonce of 24 bytes ‖ XChaCha20-Poly1305 under
// the store key of attempt and device, with the id as additional data.
type Parcel struct {
	ID    string
	Epoch int64
	Ord   int64 // place in the browser's own order
	Box   []byte
}

// Rescued is one event of a rescue file.
type Rescued struct {
	Seq   int64
	Field string
	Value string
	Epoch int64
	Ord   int64
	Typed time.Time // by the clock of that machine, which may be wrong
}

// ErrRescueMalformed says that a file is no rescue file. Detail why.
var ErrRescueMalformed = fault.New(fault.Invalid, "rescue.malformed")

func badRescue(format string, args ...any) error {
	return ErrRescueMalformed.With("why", fmt.Sprintf(format, args...))
}

type rescueJSON struct {
	Format string `json:"format"`
	V      int    `json:"v"`
	Note   struct {
		Attempt string `json:"attempt"`
		Number  string `json:"number"`
		Device  string `json:"device"`
	} `json:"note"`
	Events []struct {
		ID      string `json:"id"`
		Attempt string `json:"attempt"`
		Epoch   int64  `json:"epoch"`
		Ord     int64  `json:"ord"`
		Box     string `json:"box"`
	} `json:"events"`
}

// ParseRescue reads a rescue file. What is not one as a whole, cut off or
// put together of several attempts, is ErrRescueMalformed.
func ParseRescue(b []byte) (*RescueFile, error) {
	if len(b) > MaxRescue {
		return nil, fault.New(fault.Invalid, "rescue.too_large").With("max_bytes", MaxRescue)
	}
	var in rescueJSON
	d := json.NewDecoder(bytes.NewReader(b))
	if err := d.Decode(&in); err != nil {
		return nil, badRescue("not the JSON of a rescue file, or cut off: %v", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, badRescue("something follows the JSON")
	}
	switch {
	case in.Format != rescueFormat || in.V != 1:
		return nil, badRescue("format %.32q, version %d: want %q, version 1", in.Format, in.V, rescueFormat)
	case !plain(in.Note.Attempt, 64) || !plain(in.Note.Number, 32) || !plain(in.Note.Device, 64):
		return nil, badRescue("attempt, number or device is missing or no plain text")
	case len(in.Events) == 0 || len(in.Events) > maxRescued:
		return nil, badRescue("%d events: want 1 to %d", len(in.Events), maxRescued)
	}
	f := &RescueFile{Attempt: exam.AttemptID(in.Note.Attempt), Number: in.Note.Number, Device: in.Note.Device}
	seen := make(map[string]bool, len(in.Events))
	for i := range in.Events {
		e := &in.Events[i]
		if e.Attempt != in.Note.Attempt || seen[e.ID] || e.ID != fmt.Sprintf("%s/%d/%d", e.Attempt, e.Epoch, e.Ord) ||
			len(e.ID) > maxParcelID || e.Epoch < 0 || e.Ord < 0 {
			return nil, badRescue("event %d is not one of this attempt, or comes twice", i+1)
		}
		seen[e.ID] = true
		box, err := base64.StdEncoding.DecodeString(e.Box)
		if err != nil || len(box) > maxParcel {
			return nil, badRescue("event %d is not base64 of at most %d bytes", i+1, maxParcel)
		}
		f.Parcels = append(f.Parcels, Parcel{ID: e.ID, Epoch: e.Epoch, Ord: e.Ord, Box: box})
	}
	return f, nil
}

// plain says whether s is 1 to n bytes of text without control characters.
func plain(s string, n int) bool {
	if s == "" || len(s) > n || !utf8.ValidString(s) {
		return false
	}
	for _, r := range s {
		if r < ' ' || r == 0x7f {
			return false
		}
	}
	return true
}

// Open decrypts the events with the first of keys that fits each, and counts
// those that no key opens: of another server, or changed since.
func (f *RescueFile) Open(keys [][]byte) (events []Rescued, unreadable int) {
	for i := range f.Parcels {
		e, ok := f.Parcels[i].open(keys)
		if !ok {
			unreadable++
			continue
		}
		events = append(events, e)
	}
	return events, unreadable
}

func (p *Parcel) open(keys [][]byte) (Rescued, bool) {
	if len(p.Box) < chacha20poly1305.NonceSizeX {
		return Rescued{}, false
	}
	nonce, sealed := p.Box[:chacha20poly1305.NonceSizeX], p.Box[chacha20poly1305.NonceSizeX:]
	for _, key := range keys {
		aead, err := chacha20poly1305.NewX(key)
		if err != nil {
			continue
		}
		if text, err := aead.Open(nil, nonce, sealed, []byte(p.ID)); err == nil {
			return p.event(text)
		}
	}
	return Rescued{}, false
}

// event reads what the browser encrypted. Only its own key could have made
// it, and still it is checked: a candidate owns their browser.
func (p *Parcel) event(text []byte) (Rescued, bool) {
	var in struct {
		Seq   int64   `json:"seq"`
		Field string  `json:"field"`
		Value string  `json:"value"`
		At    float64 `json:"at"`
	}
	if err := json.Unmarshal(text, &in); err != nil {
		return Rescued{}, false
	}
	const lastMS = 4102444800000 // the year 2100
	if in.Seq < 1 || in.Seq > maxSeq || in.Field == "" || len(in.Field) > maxField || len(in.Value) > MaxEssay ||
		!utf8.ValidString(in.Field+in.Value) || bytes.ContainsRune([]byte(in.Field+in.Value), 0) {
		return Rescued{}, false
	}
	typed := time.UnixMilli(int64(max(0, min(in.At, lastMS)))).UTC()
	return Rescued{Seq: in.Seq, Field: in.Field, Value: in.Value, Epoch: p.Epoch, Ord: p.Ord, Typed: typed}, true
}
