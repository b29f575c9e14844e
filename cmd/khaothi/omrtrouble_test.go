package main

import (
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"fmt"
	"hash/crc32"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"khaothi/internal/testenv"
)

// directories is a TIFF of n pages that say only how they are coded: JPEG 2000,
// which is not read. The last one leads to last, 0 for none.
func directories(n int, last uint32) []byte {
	b := []byte("II*\x00\x08\x00\x00\x00")
	fields := [][2]uint32{{256, 64}, {257, 64}, {258, 8}, {259, 34712}, {262, 1}, {273, 8}, {277, 1}, {278, 64}, {279, 4}}
	for i := range n {
		b = binary.LittleEndian.AppendUint16(b, uint16(len(fields)))
		for _, f := range fields {
			b = binary.LittleEndian.AppendUint16(b, uint16(f[0]))
			b = binary.LittleEndian.AppendUint16(b, 4)
			b = binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(b, 1), f[1])
		}
		next := uint32(len(b) + 4)
		if i == n-1 {
			next = last
		}
		b = binary.LittleEndian.AppendUint32(b, next)
	}
	return b
}

// Each file that cannot be read is a row with its reason and a line that says
// what to do; the sheets beside it are read.
func TestOMRReadGoesOnPastEveryBadFile(t *testing.T) {
	t.Parallel()
	dir, sheets := scans(t)
	huge := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\xea\x60\x00\x00\xea\x60\x08\x00\x00\x00\x00")
	huge = binary.BigEndian.AppendUint32(huge, crc32.ChecksumIEEE(huge[12:]))
	jbig2 := "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Count 1 /Kids [3 0 R] >>\nendobj\n" +
		"3 0 obj\n<< /Type /Page /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>\nendobj\n" +
		"4 0 obj\n<< /Length 28 >>\nstream\nq 595 0 0 842 0 0 cm /I Do Q\nendstream\nendobj\n" +
		"5 0 obj\n<< /Subtype /Image /Width 8 /Height 8 /BitsPerComponent 1 /Filter /JBIG2Decode /Length 3 >>\nstream\nabc\nendstream\nendobj\n"
	bad := map[string]struct {
		file         []byte
		reason, says string
	}{
		"huge.png":      {huge, "page:too_large", "scan at 200 or 300 dpi"},
		"loop.tif":      {directories(2, 8), "page:loop", "scan again"},
		"jp2.tif":       {directories(1, 0), "page:unsupported", "scan to G4"},
		"jbig2.pdf":     {[]byte(jbig2), "page:unsupported", "scan to JPEG or G4"},
		"encrypted.pdf": {[]byte(jbig2 + "trailer\n<< /Root 1 0 R /Encrypt 9 0 R >>\n"), "page:encrypted", "without a password"},
		"phone.heic":    {[]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"), "page:unsupported", "save it as JPEG"},
		"empty.jpg":     {nil, "page:damaged", "scan it again"},
		"text.pdf":      {[]byte("no PDF"), "page:unknown", "not a JPEG, PNG, TIFF or PDF"},
	}
	for name, b := range bad {
		writeOld(t, filepath.Join(dir, name), b.file)
	}
	o := omrReadOptions{layout: "short-20", out: filepath.Join(t.TempDir(), "out.csv")}
	report, rows := omrRead(t, o, dir)
	if report.OK != len(sheets) || report.Rejected != len(bad)+1 { // and the JPEG that breaks off
		t.Errorf("report %+v", report)
	}
	for name, want := range bad {
		if got := rows[filepath.Join(dir, name)]; got["status"] != "rejected" || got["reasons"] != want.reason {
			t.Errorf("%s: %s %q, want rejected %q", name, got["status"], got["reasons"], want.reason)
		}
	}
	if err := os.Remove(o.out); err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	_ = runOMRRead(t.Context(), o, []string{dir}, &bytes.Buffer{}, &log) // exit code 2, as above
	for name, want := range bad {
		if !strings.Contains(log.String(), name) || !strings.Contains(log.String(), want.says) {
			t.Errorf("the log does not say of %s %q:\n%s", name, want.says, log.String())
		}
	}
}

// A disk that cannot take what is read ends the run with what to do; given
// again, the command goes on with what is kept.
func TestOMRReadGoesOnAfterAFullDisk(t *testing.T) {
	t.Parallel()
	dir, _ := scans(t)
	o := omrReadOptions{layout: "short-20", out: filepath.Join(t.TempDir(), "out.csv"), evidence: filepath.Join(t.TempDir(), "evidence")}
	_, _ = omrRead(t, o, dir)
	kept, err := filepath.Glob(filepath.Join(o.evidence, "2.jpg-*.json"))
	if err != nil || len(kept) != 1 {
		t.Fatal(kept, err)
	}
	// A folder where the file of evidence belongs refuses as a full disk does.
	if err := os.RemoveAll(o.evidence); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(kept[0], 0o755); err != nil {
		t.Fatal(err)
	}
	err = runOMRRead(t.Context(), o, []string{dir}, &bytes.Buffer{}, &bytes.Buffer{})
	if err == nil || !strings.Contains(err.Error(), "run the same command again") {
		t.Fatalf("err = %v", err)
	}
	if err := os.Remove(kept[0]); err != nil {
		t.Fatal(err)
	}
	if report, rows := omrRead(t, o, dir); report.Pages != 4 || len(rows) != 4 {
		t.Errorf("report %+v, %d rows", report, len(rows))
	}
}

// A line that the disk did not take counts as not read.
func TestTheJournalOnAFullDisk(t *testing.T) {
	t.Parallel()
	j, err := openOMRJournal(filepath.Join(t.TempDir(), "out.csv"), "key")
	if err != nil {
		t.Fatal(err)
	}
	defer j.close()
	full, err := os.OpenFile("/dev/full", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer full.Close() //nolint:errcheck // nothing is kept in it
	whole := j.file
	e := omrEntry{Stamp: omrStamp{Name: "a.jpg"}, Page: 1, Of: 1, Row: []string{"a.jpg"}}
	j.file = full
	err = j.add(e)
	j.file = whole
	if err == nil || !strings.Contains(err.Error(), "no space left") || j.has(e.Stamp, 1) {
		t.Errorf("err = %v, kept %v", err, j.has(e.Stamp, 1))
	}
	if err := j.add(e); err != nil || !j.whole(e.Stamp) {
		t.Errorf("with room again: %v", err)
	}
}

// A reader that is killed outright has kept its pages; the next run reads the
// rest, and each page has one row.
func TestOMRReadGoesOnAfterKill9(t *testing.T) {
	t.Parallel()
	const pages = 2000
	dir, _ := scans(t)
	// Each page of this file is a line on standard error, which nobody takes: the
	// reader comes to a stop in the middle, however fast the machine is.
	writeOld(t, filepath.Join(dir, "many.tif"), directories(pages, 0))
	o := omrReadOptions{layout: "short-20", out: filepath.Join(t.TempDir(), "out.csv")}
	kill9(t, o, dir)
	var out bytes.Buffer
	err := runOMRRead(t.Context(), o, []string{dir}, &out, &bytes.Buffer{})
	f, openErr := os.Open(o.out)
	if openErr != nil {
		t.Fatal(err, openErr)
	}
	defer f.Close() //nolint:errcheck // only read
	table, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, row := range table[1:] {
		if key := row[0] + " " + row[1]; seen[key] {
			t.Errorf("%s has two rows", key)
		} else {
			seen[key] = true
		}
	}
	if len(seen) != pages+4 || !strings.Contains(out.String(), fmt.Sprint(pages+4, " pages")) {
		t.Errorf("%d rows; %s", len(seen), out.String())
	}
}

// kill9 starts a run and kills it when it has kept some pages.
func kill9(t *testing.T, o omrReadOptions, dir string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	nobody, log, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer nobody.Close()                                                                                 //nolint:errcheck // nobody reads
	cmd := exec.CommandContext(t.Context(), self, "omr", "read", "--layout", o.layout, "-o", o.out, dir) //nolint:gosec // this program
	cmd.Stderr = log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_ = log.Close() // the child has it
	journal := filepath.Join(filepath.Dir(o.out), ".out.csv.progress")
	testenv.Eventually(t, time.Minute, func() bool {
		b, err := os.ReadFile(journal)
		return err == nil && bytes.Count(b, []byte("\n")) >= 50
	})
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // killed
	if _, err := os.Stat(o.out); err == nil {
		t.Error("a run that was killed has left a table")
	}
}

// A scanner whose clock is ahead does not keep the run waiting.
func TestAFileOfTomorrowIsRead(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "a.jpg")
	writeOld(t, name, []byte("x"))
	tomorrow := time.Now().Add(24 * time.Hour)
	if err := os.Chtimes(name, tomorrow, tomorrow); err != nil {
		t.Fatal(err)
	}
	before := lookAt(name)
	before.at = before.at.Add(-time.Hour)
	if !settled(t.Context(), before) {
		t.Error("it never settles")
	}
}
