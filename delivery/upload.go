package delivery

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// Upload is a file that a candidate hands in, as the answer to a field names it.
type Upload struct {
	SHA256 string // lower-case hex of its bytes
	Bytes  int64
	Name   string // as the candidate calls it
}

// maxUploadName bounds the name of a file, in bytes.
const maxUploadName = 200

// ParseUpload reads sha256:bytes:name.
func ParseUpload(value string) (Upload, error) {
	hash, rest, _ := strings.Cut(value, ":")
	size, name, found := strings.Cut(rest, ":")
	n, err := strconv.ParseInt(size, 10, 64)
	u := Upload{SHA256: hash, Bytes: n, Name: name}
	if err != nil || !found || n < 1 || strconv.FormatInt(n, 10) != size || !isSHA256(hash) || !soundName(name) {
		return Upload{}, ErrValueInvalid
	}
	return u, nil
}

// String is the answer that names the file.
func (u Upload) String() string {
	return u.SHA256 + ":" + strconv.FormatInt(u.Bytes, 10) + ":" + u.Name
}

// Extension is what stands behind the last dot of the name, in lower case.
func (u Upload) Extension() string {
	i := strings.LastIndexByte(u.Name, '.')
	if i < 0 {
		return ""
	}
	return strings.ToLower(u.Name[i+1:])
}

func isSHA256(s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && len(b) == 32 && strings.ToLower(s) == s
}

// soundName refuses paths and what a screen would not show as it is.
func soundName(name string) bool {
	if name == "" || len(name) > maxUploadName || !utf8.ValidString(name) || strings.ContainsAny(name, `/\`) {
		return false
	}
	return !strings.ContainsFunc(name, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) })
}

// Uploads keeps the files that candidates hand in.
type Uploads interface {
	// KeepUpload reads the file of one attempt from r and keeps it, once: a
	// repeat changes nothing. fault.Invalid where r does not hold what u says,
	// upload.differs, or where the attempt has too many files, upload.too_many.
	KeepUpload(ctx context.Context, attempt exam.AttemptID, field string, u Upload, r io.Reader, at time.Time) error
	// HasUpload reports whether a file is kept.
	HasUpload(ctx context.Context, attempt exam.AttemptID, u Upload) (bool, error)
	// CopyUpload writes a file to w; fault.NotFound if there is none.
	CopyUpload(ctx context.Context, attempt exam.AttemptID, u Upload, w io.Writer) error
}

// fileMissing reports whether the answer to a field names a file that is not
// stored. A file that was found once stays.
func (h *Holder) fileMissing(field, value string) (bool, error) {
	if value == "" || !h.LooksUp(field) {
		return false, nil
	}
	u, err := ParseUpload(value)
	if err != nil || h.node.cfg.Uploads == nil {
		return true, nil //nolint:nilerr // Check refuses it
	}
	ctx, cancel := context.WithTimeout(h.node.ctx, fileTimeout)
	defer cancel()
	kept, err := h.node.cfg.Uploads.HasUpload(ctx, h.attempt, u)
	return !kept, err
}

// fileTimeout bounds the look whether a file is stored.
const fileTimeout = 5 * time.Second

// Receive keeps a file that the attempt of a claim hands in, while the attempt
// runs. What it may be stands in the paper; the answer that names it comes over
// the connection as every other.
func (n *Node) Receive(ctx context.Context, c *Claim, field string, u Upload, r io.Reader) error {
	a, s, err := n.Identify(ctx, c)
	if err != nil {
		return err
	}
	now := n.startNow()
	if a.Sealed() || !s.Running(now) || n.cfg.Uploads == nil {
		return ErrUploadClosed
	}
	p, err := n.openPaper(ctx, a.Paper)
	if err != nil {
		return err
	}
	spec, ok := p.fields[field]
	switch {
	case !ok || spec.Kind != KindUpload:
		return ErrFieldUnknown
	case u.Bytes > int64(spec.Max):
		return ErrUploadLarge
	case len(spec.Options) > 0 && !slices.Contains(spec.Options, u.Extension()):
		return ErrUploadType
	}
	head := bufio.NewReaderSize(r, sniffed)
	start, err := head.Peek(sniffed)
	if err != nil && !errors.Is(err, io.EOF) {
		return ErrUploadDiffer.Wrap(err)
	}
	if !looksLike(u.Extension(), start) {
		return ErrUploadType
	}
	return n.cfg.Uploads.KeepUpload(ctx, a.ID, field, u, head, now)
}

// sniffed is how much of a file is looked at to see what it is.
const sniffed = 512

// looksLike reports whether a file may begin so by its extension; what is not
// known may begin as it likes.
func looksLike(extension string, head []byte) bool {
	for _, kind := range signatures {
		if slices.Contains(kind.extensions, extension) {
			return slices.ContainsFunc(kind.begins, func(s string) bool { return bytes.HasPrefix(head, []byte(s)) })
		}
	}
	if extension == "txt" {
		return !bytes.ContainsRune(head, 0)
	}
	return true
}

var signatures = []struct{ extensions, begins []string }{
	{[]string{"pdf"}, []string{"%PDF-"}},
	{[]string{"png"}, []string{"\x89PNG\r\n\x1a\n"}},
	{[]string{"jpg", "jpeg"}, []string{"\xff\xd8\xff"}},
	{[]string{"gif"}, []string{"GIF87a", "GIF89a"}},
	{[]string{"webp", "wav"}, []string{"RIFF"}},
	{[]string{"docx", "xlsx", "pptx", "zip", "odt", "ods", "odp", "sb3"}, []string{"PK\x03\x04"}},
	{[]string{"doc", "xls", "ppt"}, []string{"\xd0\xcf\x11\xe0"}},
}

// The refusals of Receive.
var (
	ErrUploadClosed = fault.New(fault.Closed, "upload.closed")
	ErrUploadLarge  = fault.New(fault.Invalid, "upload.too_large")
	ErrUploadType   = fault.New(fault.Invalid, "upload.type")
	ErrUploadDiffer = fault.New(fault.Invalid, "upload.differs")
	ErrUploadMany   = fault.New(fault.Invalid, "upload.too_many")
)

// MaxUploads bounds the files of one attempt: each change of mind is one.
const MaxUploads = 50
