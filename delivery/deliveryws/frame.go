package deliveryws

import "encoding/binary"

// The first bytes of the frames that a poller takes, RFC 6455 section 5.2: each
// is all of its message.
const (
	finText = 0x81
	finPing = 0x89
	finPong = 0x8a
)

// maxControl is the longest payload of a control frame.
const maxControl = 125

// clientFrame is one frame as it came: masked.
type clientFrame struct {
	head    byte
	mask    []byte // 4 bytes
	payload []byte
	size    int // of all of it
}

// cutFrame finds the frame at the start of b; ok is false where it is not whole,
// not masked, or longer than any answer.
func cutFrame(b []byte) (f clientFrame, ok bool) {
	const masked, head = 0x80, 2
	if len(b) < head || b[1]&masked == 0 {
		return f, false
	}
	n, at := int(b[1]&^masked), head
	switch {
	case n == 127:
		return f, false
	case n == 126 && len(b) < head+2:
		return f, false
	case n == 126:
		n, at = int(binary.BigEndian.Uint16(b[head:])), head+2
	}
	size := at + 4 + n
	if len(b) < size {
		return f, false
	}
	return clientFrame{head: b[0], mask: b[at : at+4], payload: b[at+4 : size], size: size}, true
}

// turn unmasks the payload, or masks it again.
func (f *clientFrame) turn() {
	key := uint64(binary.LittleEndian.Uint32(f.mask))
	key |= key << 32
	b := f.payload
	for ; len(b) >= 8; b = b[8:] {
		binary.LittleEndian.PutUint64(b, binary.LittleEndian.Uint64(b)^key)
	}
	for i := range b {
		b[i] ^= f.mask[i&3]
	}
}
