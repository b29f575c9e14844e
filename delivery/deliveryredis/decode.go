package deliveryredis

import (
	"errors"
	"fmt"
	"time"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/seal"
)

var errReply = errors.New("reply of the script has another shape")

// decodeReply sets the results of ops from what the script returned.
func decodeReply(reply any, ops []*delivery.Op) error {
	all, ok := reply.([]any)
	if !ok || len(all) != len(ops)+2 && len(all) != 2 {
		return errReply
	}
	now, ok := all[0].(int64)
	id, okID := all[1].(string)
	if !ok || !okID {
		return errReply
	}
	at, logID := time.UnixMilli(now), delivery.ParseLogID(id)
	for i, op := range ops {
		op.Result = delivery.Result{Now: at, LogID: logID}
		if len(all) == 2 { // each is OK and says nothing else
			continue
		}
		if err := decodeResult(all[i+2], op); err != nil {
			return fmt.Errorf("operation %c: %w", op.Kind, err)
		}
	}
	return nil
}

func decodeResult(v any, op *delivery.Op) error {
	if status, ok := v.(int64); ok {
		op.Result.Status = delivery.Status(status)
		return nil
	}
	list, ok := v.([]any)
	if !ok || len(list) < 2 {
		return errReply
	}
	status, ok := list[0].(int64)
	if !ok {
		return errReply
	}
	op.Result.Status = delivery.Status(status)
	f := fields{list: list[1:]}
	switch op.Result.Status {
	case delivery.StatusGap, delivery.StatusStale, delivery.StatusBehind:
		op.Result.Last, op.Result.Hash = f.int(), f.hash()
	case delivery.StatusBusy, delivery.StatusNotDue:
		op.Result.Wait = time.Duration(f.int()) * time.Millisecond
	default:
		if op.Kind == delivery.OpBeat {
			op.Result.Beat = delivery.Beat{Incarnation: f.str(), Since: f.time(), Archived: delivery.ParseLogID(f.str())}
			break
		}
		decodeStanding(&f, &op.Result)
	}
	return f.err
}

func decodeStanding(f *fields, r *delivery.Result) {
	if state := f.str(); len(state) == 1 {
		r.State = delivery.LiveState(state[0])
	}
	r.Epoch, r.Last, r.Hash = f.int(), f.int(), f.hash()
	r.Deadline = f.time()
	r.Grace = time.Duration(f.int()) * time.Millisecond
	r.Started = f.time()
	r.N = f.int()
	r.Absent = f.int() == 1
	by := byte(f.int())
	if r.State == delivery.LiveSealed {
		r.By = sealOf(by)
	}
	r.Paused, r.Round = f.time(), int(f.int())
	if len(f.list) == 4 { // of OpLook
		r.Answered, r.Seen, r.Lost, r.Machine = int(f.int()), f.time(), f.int() == 1, f.str()
	}
	if len(f.list) == 0 {
		return
	}
	pairs, _ := f.list[0].([]any)
	r.Values = make(map[string]string, len(pairs)/2)
	v := fields{list: pairs}
	for len(v.list) > 1 {
		name := v.str()
		r.Values[name] = v.str()
	}
	f.err = errors.Join(f.err, v.err)
}

// fields takes one value after the other and keeps the first trouble.
type fields struct {
	list []any
	err  error
}

func (f *fields) next() any {
	if len(f.list) == 0 {
		f.err = errReply
		return nil
	}
	v := f.list[0]
	f.list = f.list[1:]
	return v
}

func (f *fields) int() int64 {
	n, ok := f.next().(int64)
	if !ok {
		f.err = errReply
	}
	return n
}

func (f *fields) str() string {
	s, ok := f.next().(string)
	if !ok {
		f.err = errReply
	}
	return s
}

func (f *fields) hash() (h seal.Hash) {
	if copy(h[:], f.str()) != len(h) {
		f.err = errReply
	}
	return h
}

func (f *fields) time() time.Time {
	ms := f.int()
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}

// decodeFrames appends what one entry of the stream holds. All of it has the
// entry's id: it was decided, and is archived and trimmed, together. What cannot
// be read is an entry too: it must not hold up the others, nor be lost.
func decodeFrames(list []delivery.LogEntry, id, b string) []delivery.LogEntry {
	at := delivery.ParseLogID(id)
	for r := (reader{b: b}); r.b != ""; {
		rest := r.b
		frame := r.take(int(r.uint32()))
		if r.cut {
			return append(list, unreadable(at, rest))
		}
		e, err := decodeEntry(at, frame)
		if err != nil {
			attempt := e.Attempt
			e = unreadable(at, frame)
			e.Attempt = attempt
		}
		list = append(list, e)
	}
	return list
}

func unreadable(id delivery.LogID, b string) delivery.LogEntry {
	return delivery.LogEntry{ID: id, Kind: delivery.EntryUnreadable, Raw: []byte(b)}
}

// decodeEntry reads one frame of the log.
func decodeEntry(id delivery.LogID, b string) (delivery.LogEntry, error) {
	e := delivery.LogEntry{ID: id}
	r := reader{b: b}
	e.Kind = delivery.EntryKind(r.byte())
	e.Attempt = exam.AttemptID(r.short())
	switch e.Kind {
	case delivery.EntryAnswer, delivery.EntryLate, delivery.EntryConflict, delivery.EntryOldEpoch:
		e.Event.Attempt = e.Attempt
		e.Event.Epoch, e.Event.Seq = int64(r.uint32()), int64(r.uint32())
		e.Event.Prev, e.Event.Hash = r.hash(), r.hash()
		e.Event.At = r.time()
		r.take(8) // the digest says nothing that field and value do not
		e.Event.Field = r.short()
		e.Event.Value = r.long()
	case delivery.EntryAttach:
		e.Epoch, e.At = int64(r.uint32()), r.time()
		e.Device = r.short()
		e.Machine = r.take(len(r.b))
	case delivery.EntryStart, delivery.EntryAdjust:
		e.At, e.Deadline, e.Paused = r.time(), r.time(), r.byte() == 1
	case delivery.EntryReopen:
		e.At, e.Deadline, e.Paused, e.Round = r.time(), r.time(), r.byte() == 1, int(r.uint16())
	case delivery.EntryFull:
		e.At = r.time()
	case delivery.EntrySeal:
		e.N, e.At = int64(r.uint32()), r.time()
		e.By = sealOf(r.byte())
		e.Absent = r.byte() == 1
		e.Round = int(r.uint16())
		e.Hash = r.hash()
	default:
		return e, fmt.Errorf("log entry %s of unknown kind %q", id, byte(e.Kind))
	}
	if r.cut {
		return e, fmt.Errorf("log entry %s is cut short", id)
	}
	return e, nil
}

// reader takes binary values from the front of b.
type reader struct {
	b   string
	cut bool // something was asked for that is not there
}

func (r *reader) take(n int) string {
	if n > len(r.b) {
		r.cut = true
		r.b = ""
		return ""
	}
	s := r.b[:n]
	r.b = r.b[n:]
	return s
}

func (r *reader) byte() byte {
	if s := r.take(1); s != "" {
		return s[0]
	}
	return 0
}

func (r *reader) short() string { return r.take(int(r.byte())) }

func (r *reader) long() string {
	if s := r.take(2); s != "" {
		return r.take(int(s[0])<<8 | int(s[1]))
	}
	return ""
}

func (r *reader) uint32() uint32 {
	if s := r.take(4); s != "" {
		return uint32(s[0])<<24 | uint32(s[1])<<16 | uint32(s[2])<<8 | uint32(s[3])
	}
	return 0
}

func (r *reader) uint16() uint16 {
	if s := r.take(2); s != "" {
		return big.Uint16([]byte(s))
	}
	return 0
}

func (r *reader) time() time.Time {
	if s := r.take(8); s != "" {
		if ms := big.Uint64([]byte(s)); ms > 0 {
			return time.UnixMilli(int64(ms)).UTC()
		}
	}
	return time.Time{}
}

func (r *reader) hash() (h seal.Hash) {
	copy(h[:], r.take(len(h)))
	return h
}
