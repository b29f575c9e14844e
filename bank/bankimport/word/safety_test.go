package word

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"khaothi/bank"
)

// hugePNG says that it is 20,000 by 10,000 pixels: 200 million.
func hugePNG() []byte {
	data := testPNG(1, 1)
	at := bytes.Index(data, []byte("IHDR"))
	binary.BigEndian.PutUint32(data[at+4:], 20_000)
	binary.BigEndian.PutUint32(data[at+8:], 10_000)
	binary.BigEndian.PutUint32(data[at+17:], crc32.ChecksumIEEE(data[at:at+17]))
	return data
}

func spent(t *testing.T) time.Duration {
	t.Helper()
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		t.Fatal(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// It measures time and memory, so it does not run beside other tests.
func TestHostileDocuments(t *testing.T) {
	const question = "Câu 1. Hình [[png]]?\n<u>A.</u> 1\nB. 2"
	document := func(body string) string {
		return `<?xml version="1.0"?><w:document ` + nsAll + `><w:body>` + body + `</w:body></w:document>`
	}
	inner := string(docx(t, bodyXML(question, whole)))
	for _, tt := range []struct {
		name, code string
		data       []byte
	}{
		{"zip bomb", "zip.ratio", pack(t, document(strings.Repeat("<w:p></w:p>", 4_000_000)), testPNG(1, 1))},
		{"entities", "word.doctype", pack(t, `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaaaaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>`+document("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>"), testPNG(1, 1))},
		{"picture of 200 million pixels", "picture.bad", pack(t, document(bodyXML(question, whole)), hugePNG())},
		{"zip in the zip", "zip.nested", pack(t, document(bodyXML(question, whole)), []byte(inner))},
		{"old Word", "word.old", []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")},
		{"no zip", "zip.broken", []byte("Câu 1. Một?")},
		{"too many bytes", "file.too_large", make([]byte, MaxBytes+1)},
	} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		start := spent(t)
		in := Read("x.docx", tt.data)
		took := spent(t) - start
		runtime.ReadMemStats(&after)
		errs := in.Report.Of(bank.Error)
		if len(errs) == 0 || errs[0].Code != tt.code || errs[0].Message == "" || errs[0].Fix == "" || len(in.Items) > 0 {
			t.Errorf("%s: %+v", tt.name, in.Report.Rows)
		}
		if mb := (after.HeapInuse - min(before.HeapInuse, after.HeapInuse)) >> 20; took > slow*time.Second || mb > 200 {
			t.Errorf("%s took %v and %d MB", tt.name, took, mb)
		}
	}
}
