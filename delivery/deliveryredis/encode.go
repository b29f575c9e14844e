package deliveryredis

import (
	"encoding/binary"
	"maps"
	"math"
	"slices"
	"time"

	"khaothi/delivery"
)

var big = binary.BigEndian

// appendFrame appends an operation behind its length.
func appendFrame(b []byte, op *delivery.Op) []byte {
	at := len(b)
	b = appendOp(append(b, 0, 0, 0, 0), op)
	big.PutUint32(b[at:], uint32(len(b)-at-4))
	return b
}

// appendOp appends an operation as commit.lua reads it.
func appendOp(b []byte, op *delivery.Op) []byte {
	name := string(op.Attempt)
	if op.Kind == delivery.OpBeat || op.Kind == delivery.OpLeave {
		name = op.Node
	}
	b = append(b, byte(op.Kind))
	b = appendShort(b, name)
	switch op.Kind {
	case delivery.OpAnswer:
		return appendAnswer(b, op)
	case delivery.OpAttach:
		b = appendShort(appendShort(b, op.Device), op.Machine)
		b = append(b, op.Claim[:]...)
		b = big.AppendUint32(b, uint32(op.Archived))
		b = big.AppendUint32(b, uint32(op.Silence.Milliseconds()))
		return big.AppendUint32(b, uint32(op.Epoch))
	case delivery.OpStart, delivery.OpAdjust:
		return appendTerms(b, op.Terms)
	case delivery.OpSeal:
		return appendTerms(big.AppendUint32(b, uint32(op.Archived)), op.Terms)
	case delivery.OpReopen:
		return appendTerms(big.AppendUint16(b, uint16(op.Round)), op.Terms)
	case delivery.OpRelease:
		return big.AppendUint64(b, uint64(op.Terms.Rev))
	case delivery.OpForce:
		b = big.AppendUint32(b, uint32(op.Archived))
		return append(big.AppendUint16(b, uint16(op.Round)), sealCode(op.By))
	case delivery.OpSubmit:
		b = big.AppendUint32(b, uint32(op.Epoch))
		return big.AppendUint32(b, uint32(op.N))
	case delivery.OpSeen:
		return appendBool(appendBool(big.AppendUint32(b, uint32(op.Epoch)), op.Lost), op.Tell)
	case delivery.OpRestore:
		return appendTerms(appendSeed(appendShort(b, op.Incarnation), op.Seed), op.Terms)
	case delivery.OpBeat:
		return appendShort(b, op.Incarnation)
	}
	return b
}

func appendAnswer(b []byte, op *delivery.Op) []byte {
	e := &op.Event
	b = big.AppendUint32(b, uint32(e.Epoch))
	b = big.AppendUint32(b, uint32(e.Seq))
	b = append(b, e.Prev[:]...)
	b = append(b, e.Hash[:]...)
	b = appendTime(b, e.At)
	b = append(b, op.Digest[:]...)
	b = appendShort(b, e.Field)
	return appendLong(b, e.Value)
}

func appendTerms(b []byte, t delivery.Terms) []byte {
	b = big.AppendUint64(b, uint64(t.Rev))
	b = appendTime(b, t.End)
	b = big.AppendUint64(b, uint64(max(t.Duration, 0).Milliseconds()))
	b = big.AppendUint64(b, uint64(max(t.Extra, 0).Milliseconds()))
	b = big.AppendUint64(b, uint64(max(t.Grace, 0).Milliseconds()))
	b = big.AppendUint16(b, uint16(len(t.Pauses)))
	for _, p := range t.Pauses {
		b = appendTime(appendTime(b, p.From), p.To)
	}
	return b
}

// seals are the reasons of a seal; the place of each is its number in Redis.
var seals = []delivery.SealedBy{
	delivery.SealedByDeadline, delivery.SealedBySubmit, delivery.SealedByInvigilator, delivery.SealedByPaper, delivery.SealedByVoid,
}

func sealCode(by delivery.SealedBy) byte { return byte(max(slices.Index(seals, by), 0)) }

func sealOf(code byte) delivery.SealedBy { return seals[min(int(code), len(seals)-1)] }

func appendSeed(b []byte, s *delivery.Seed) []byte {
	b = append(b, byte(s.State))
	b = big.AppendUint32(b, uint32(s.Epoch))
	b = big.AppendUint32(b, uint32(s.Last))
	b = append(b, s.Hash[:]...)
	b = appendShort(appendShort(b, s.Device), s.Machine)
	b = appendTime(b, s.Started)
	b = appendTime(b, s.Deadline)
	b = big.AppendUint64(b, uint64(s.Grace.Milliseconds()))
	b = big.AppendUint32(b, uint32(s.N))
	b = append(appendBool(b, s.Absent), sealCode(s.By))
	b = big.AppendUint16(b, uint16(s.Round))
	b = big.AppendUint32(b, uint32(8*len(s.Digests)))
	for _, d := range s.Digests {
		b = append(b, d[:]...)
	}
	b = big.AppendUint16(b, uint16(len(s.Values)))
	for _, field := range slices.Sorted(maps.Keys(s.Values)) {
		b = appendShort(b, field)
		b = appendLong(b, s.Values[field])
	}
	return b
}

// appendShort appends a string of at most 255 bytes with its length. Ids,
// devices and fields are bounded far below that where they enter.
func appendShort(b []byte, s string) []byte {
	s = s[:min(len(s), 255)]
	return append(append(b, byte(len(s))), s...)
}

// appendLong appends a string of at most 65,535 bytes with its length. Values
// are bounded far below that where they enter.
func appendLong(b []byte, s string) []byte {
	s = s[:min(len(s), math.MaxUint16)]
	return append(big.AppendUint16(b, uint16(len(s))), s...)
}

func appendBool(b []byte, v bool) []byte {
	if v {
		return append(b, 1)
	}
	return append(b, 0)
}

// appendTime appends milliseconds since 1970; the zero time is 0.
func appendTime(b []byte, t time.Time) []byte {
	if t.IsZero() {
		return big.AppendUint64(b, 0)
	}
	return big.AppendUint64(b, uint64(t.UnixMilli()))
}
