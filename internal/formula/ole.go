package formula

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
)

// oleStream finds a stream by name in a compound file ([MS-CFB]). Chains are
// followed at most as far as the file has sectors.
func oleStream(data []byte, name string) ([]byte, bool) {
	if len(data) < 512 || len(data) > maxOLE || !bytes.HasPrefix(data, []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}) {
		return nil, false
	}
	f := &oleFile{data: data, shift: uint(binary.LittleEndian.Uint16(data[30:]))}
	if f.shift != 9 && f.shift != 12 {
		return nil, false
	}
	le := binary.LittleEndian
	for i := range 109 { // the table of sectors stands in sectors of its own, named by the header
		if n := le.Uint32(data[76+4*i:]); n < oleLast {
			f.table = append(f.table, f.sector(n)...)
		}
	}
	dir := f.chain(le.Uint32(data[48:]))
	var root, found []byte
	for at := 0; at+128 <= len(dir); at += 128 {
		e := dir[at : at+128]
		switch {
		case e[66] == 5 && root == nil:
			root = e
		case e[66] == 2 && oleName(e) == name && found == nil:
			found = e
		}
	}
	if found == nil {
		return nil, false
	}
	size := int(le.Uint32(found[120:]))
	if size > maxOLE {
		return nil, false
	}
	var stream []byte
	if size >= int(le.Uint32(data[56:])) {
		stream = f.chain(le.Uint32(found[116:]))
	} else if root != nil {
		stream = f.mini(le.Uint32(found[116:]), f.chain(le.Uint32(root[116:])), f.chain(le.Uint32(data[60:])))
	}
	if len(stream) < size {
		return nil, false
	}
	return stream[:size], true
}

const (
	maxOLE  = 4 << 20
	oleLast = 0xFFFFFFF0 // above are marks: end, free, table
)

type oleFile struct {
	data  []byte
	shift uint
	table []byte
}

func (f *oleFile) sector(n uint32) []byte {
	from := (int64(n) + 1) << f.shift
	to := from + 1<<f.shift
	if to > int64(len(f.data)) {
		if from >= int64(len(f.data)) {
			return nil
		}
		to = int64(len(f.data)) // the last one may be cut short
	}
	return f.data[from:to]
}

func (f *oleFile) next(n uint32) uint32 {
	at := int64(n) * 4
	if at+4 > int64(len(f.table)) {
		return oleLast
	}
	return binary.LittleEndian.Uint32(f.table[at:])
}

func (f *oleFile) chain(n uint32) []byte {
	var out []byte
	for range len(f.data)>>f.shift + 1 {
		if n >= oleLast {
			break
		}
		out = append(out, f.sector(n)...)
		n = f.next(n)
	}
	return out
}

// mini follows a chain of sectors of 64 bytes inside the stream of the root.
func (f *oleFile) mini(n uint32, container, table []byte) []byte {
	var out []byte
	for range len(container)/64 + 1 {
		if n >= oleLast {
			break
		}
		from, at := int64(n)*64, int64(n)*4
		if from+64 > int64(len(container)) || at+4 > int64(len(table)) {
			break
		}
		out = append(out, container[from:from+64]...)
		n = binary.LittleEndian.Uint32(table[at:])
	}
	return out
}

func oleName(e []byte) string {
	n := int(binary.LittleEndian.Uint16(e[64:]))
	if n < 2 || n > 64 {
		return ""
	}
	u := make([]uint16, n/2-1)
	for i := range u {
		u[i] = binary.LittleEndian.Uint16(e[2*i:])
	}
	return string(utf16.Decode(u))
}
