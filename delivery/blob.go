package delivery

import (
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"

	"khaothi/internal/fault"
)

// Bounds of a paper: its JSON, pictures and sounds inside as base64, and the blob
// that each browser of a school fetches in the waiting room.
const (
	maxPaper = 64 << 20
	maxBlob  = 20 << 20
)

// Blob is an encrypted paper and the key that opens it.
type Blob struct {
	Hash  string // lower-case hex SHA-256 of Bytes: its name
	Bytes []byte // nonce ‖ AES-256-GCM(gzip(JSON))
	Key   PaperKey
}

// Encrypt compiles a paper for the wire under a fresh random key. Two calls
// give two blobs: never the same key twice.
func Encrypt(p *Paper) (*Blob, error) {
	text, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("marshal paper: %w", err)
	}
	if len(text) > maxPaper {
		return nil, fault.New(fault.Invalid, "paper.too_large").With("bytes", len(text))
	}
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	if _, err := w.Write(text); err != nil {
		return nil, fmt.Errorf("compress paper: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("compress paper: %w", err)
	}
	b := &Blob{}
	_, _ = rand.Read(b.Key[:]) // crypto/rand.Read never fails
	if b.Bytes, err = sealBytes(b.Key, zipped.Bytes(), nil); err != nil {
		return nil, err
	}
	if len(b.Bytes) > maxBlob {
		return nil, fault.New(fault.Invalid, "paper.too_large").With("bytes", len(b.Bytes)).With("max_mb", maxBlob>>20)
	}
	sum := sha256.Sum256(b.Bytes)
	b.Hash = hex.EncodeToString(sum[:])
	return b, nil
}

// Decrypt opens a blob. It serves tests, rescue and the room server: a node
// never reads a paper.
func Decrypt(blob []byte, key PaperKey) (*Paper, error) {
	zipped, err := openBytes(key, blob, nil)
	if err != nil {
		return nil, fault.New(fault.Invalid, "paper.unreadable").Wrap(err)
	}
	r, err := gzip.NewReader(bytes.NewReader(zipped))
	if err != nil {
		return nil, fault.New(fault.Invalid, "paper.unreadable").Wrap(err)
	}
	p := &Paper{}
	if err := json.NewDecoder(io.LimitReader(r, maxPaper)).Decode(p); err != nil {
		return nil, fault.New(fault.Invalid, "paper.unreadable").Wrap(err)
	}
	return p, nil
}
