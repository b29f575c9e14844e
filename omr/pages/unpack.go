package pages

import (
	"bytes"
	"compress/zlib"
	"errors"
	"io"
)

var errShort = failf(CodeDamaged, "the picture ends early: scan the page again, or copy the file again")

// inflate undoes Deflate with zlib's header; at most limit bytes come out.
func inflate(b []byte, limit int) ([]byte, error) {
	r, err := zlib.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, failf(CodeDamaged, "compressed data is damaged: %v", err)
	}
	out, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	if len(out) > limit {
		return nil, failf(CodeTooLarge, "compressed data grows beyond %d MB", limit>>20)
	}
	// Scanners forget the checksum; that all bytes are there is checked by who
	// asked for them.
	if err != nil && !errors.Is(err, zlib.ErrChecksum) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, failf(CodeDamaged, "compressed data is damaged: %v", err)
	}
	return out, nil
}

// unpackBits undoes Apple's PackBits (TIFF) and PDF's RunLength, which differ
// only in what 128 means; at most limit bytes come out.
func unpackBits(b []byte, limit int) []byte {
	out := make([]byte, 0, limit)
	for len(b) > 0 && len(out) < limit {
		n := int(b[0])
		b = b[1:]
		switch {
		case n == 128:
		case n < 128:
			n = min(n+1, len(b), limit-len(out))
			out, b = append(out, b[:n]...), b[n:]
		case len(b) > 0:
			for range min(257-n, limit-len(out)) {
				out = append(out, b[0])
			}
			b = b[1:]
		}
	}
	return out
}

const (
	lzwClear = 256
	lzwEnd   = 257
)

// unLZW undoes the LZW of TIFF and PDF: highest bit first, codes grow one
// early (early = 1) or as in GIF (0). At most limit bytes come out.
func unLZW(b []byte, limit, early int) ([]byte, error) {
	var (
		prefix [4096]uint16
		suffix [4096]uint8
		length [4096]uint16
		out    = make([]byte, 0, limit)
		in     = bitReader{data: b}
		next   = 258
		width  = 9
		last   = -1
	)
	for i := range 256 {
		suffix[i], length[i] = uint8(i), 1
	}
	for len(out) < limit {
		c := in.peek(width)
		if !in.skip(width) || c == lzwEnd {
			break
		}
		if c == lzwClear {
			next, width, last = 258, 9, -1
			continue
		}
		if c > next || (c == next && last < 0) || (last < 0 && c > 257) {
			return nil, failf(CodeDamaged, "LZW data is damaged: scan the page again")
		}
		if last >= 0 && next < 4096 {
			first := c
			if c == next {
				first = last
			}
			for length[first] > 1 {
				first = int(prefix[first])
			}
			prefix[next], suffix[next], length[next] = uint16(last), suffix[first], length[last]+1
			next++
		}
		n := int(length[c])
		if c >= next {
			return nil, failf(CodeDamaged, "LZW data is damaged: scan the page again")
		}
		start := len(out)
		out = append(out, make([]byte, n)...)
		for k, e := start+n-1, c; k >= start; k, e = k-1, int(prefix[e]) {
			out[k] = suffix[e]
		}
		last = c
		if next+early >= 1<<width && width < 12 {
			width++
		}
	}
	return out[:min(len(out), limit)], nil
}
