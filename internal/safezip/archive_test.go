package safezip

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"khaothi/internal/fault"
)

type entry struct{ name, data string }

func pack(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		f, err := w.Create(e.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(e.data)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadsWhatIsThere(t *testing.T) {
	t.Parallel()
	a, err := Open(pack(t, entry{"imsmanifest.xml", "<m/>"}, entry{`images\a b.png`, "x"}, entry{".DS_Store", "j"}, entry{"d/", ""}), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if got := a.Names(); !slices.Equal(got, []string{"images/a b.png", "imsmanifest.xml"}) {
		t.Errorf("names %q", got)
	}
	if data, err := a.Read("imsmanifest.xml"); err != nil || string(data) != "<m/>" {
		t.Errorf("read %q, %v", data, err)
	}
	if _, err := a.Read("no"); fault.KindOf(err) != fault.NotFound || a.Has("no") {
		t.Errorf("a file that is not there: %v", err)
	}
}

func TestRefuses(t *testing.T) {
	t.Parallel()
	inner := string(pack(t, entry{"a", "b"}))
	many := make([]entry, 30)
	for i := range many {
		many[i] = entry{fmt.Sprint(i), "x"}
	}
	good := pack(t, entry{"a.txt", "hello hello hello"})
	encrypted := bytes.Clone(good)
	encrypted[bytes.Index(encrypted, []byte("PK\x01\x02"))+8] |= 1
	method := bytes.Clone(good)
	method[bytes.Index(method, []byte("PK\x01\x02"))+10] = 99
	for _, tt := range []struct {
		code string
		data []byte
		l    Limits
	}{
		{"zip.broken", []byte("PK\x03\x04 no"), Limits{}},
		{"zip.broken", good[:len(good)-9], Limits{}},
		{"zip.name", pack(t, entry{"../a", "x"}), Limits{}},
		{"zip.name", pack(t, entry{`b\..\..\a`, "x"}), Limits{}},
		{"zip.name", pack(t, entry{"/etc/a", "x"}), Limits{}},
		{"zip.name", pack(t, entry{"C:/a", "x"}), Limits{}},
		{"zip.name", pack(t, entry{"a\xff", "x"}), Limits{}},
		{"zip.duplicate", pack(t, entry{"a", "x"}, entry{"./a", "y"}), Limits{}},
		{"zip.nested", pack(t, entry{"a.png", inner}), Limits{}},
		{"zip.entries", pack(t, many...), Limits{Entries: 29}},
		{"zip.size", pack(t, entry{"a", strings.Repeat("x", 2000)}), Limits{File: 1999}},
		{"zip.size", pack(t, many...), Limits{Bytes: 29}},
		{"zip.encrypted", encrypted, Limits{}},
		{"zip.method", method, Limits{}},
	} {
		_, err := Open(tt.data, tt.l)
		if fault.KindOf(err) != fault.Invalid || fault.CodeOf(err) != tt.code {
			t.Errorf("%s: %v", tt.code, err)
			continue
		}
		if code, message, fix := Explain(err); code != tt.code || message == "" || fix == "" {
			t.Errorf("%s is explained as %s %q %q", tt.code, code, message, fix)
		}
	}
	if _, err := Open(pack(t, entry{"a.xlsx", inner}), Limits{Nested: func(n string) bool { return n == "a.xlsx" }}); err != nil {
		t.Errorf("a nested file that may be there: %v", err)
	}
}

// A declared size is a promise: more data than that is refused, not read.
func TestDeclaredSizeIsKept(t *testing.T) {
	t.Parallel()
	data := pack(t, entry{"a", strings.Repeat("x", 5_000_000)})
	dir := bytes.Index(data, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(data[dir+24:], 10)
	a, err := Open(data, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if b, err := a.Read("a"); fault.CodeOf(err) != "zip.broken" || b != nil {
		t.Errorf("read %d bytes, %v", len(b), err)
	}
}

// Entries that point to the same bytes are a bomb with an honest ratio each.
func TestOverlapIsRefused(t *testing.T) {
	t.Parallel()
	data := pack(t, entry{"a", strings.Repeat("x", 50_000)}, entry{"b", strings.Repeat("x", 50_000)})
	dir := bytes.LastIndex(data, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(data[dir+42:], 0) // b's header is a's
	if _, err := Open(data, Limits{}); fault.CodeOf(err) != "zip.overlap" {
		t.Errorf("overlap: %v", err)
	}
}

// It does not run beside other tests, and counts the time of processors alone.
func TestBombsAreRefusedQuickly(t *testing.T) {
	zeros := strings.Repeat("\x00", 40<<20)
	ratio := pack(t, entry{"a", zeros})
	var b bytes.Buffer // a directory of a million entries in 46 bytes each
	head := make([]byte, 46)
	copy(head, "PK\x01\x02")
	for range 500_000 {
		b.Write(head)
	}
	crowd := pack(t, entry{"a", "x"})
	at := bytes.Index(crowd, []byte("PK\x01\x02"))
	crowd = slices.Concat(crowd[:at], b.Bytes(), crowd[at:])
	for code, data := range map[string][]byte{"zip.ratio": ratio, "zip.entries": crowd} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := spent(t)
		_, err := Open(data, Limits{})
		took := spent(t) - start
		runtime.ReadMemStats(&after)
		if fault.CodeOf(err) != code || took > slow*time.Second || after.TotalAlloc-before.TotalAlloc > 200<<20 {
			t.Errorf("%s: %v after %v and %d MB", code, err, took, (after.TotalAlloc-before.TotalAlloc)>>20)
		}
	}
}

func spent(t *testing.T) time.Duration {
	t.Helper()
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		t.Fatal(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

func FuzzOpen(f *testing.F) {
	f.Add(pack(f, entry{"a", "b"}, entry{"c/d", strings.Repeat("e", 300)}))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := Open(data, Limits{Entries: 50, Bytes: 1 << 20})
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Errorf("not of kind Invalid: %v", err)
			}
			return
		}
		total := 0
		for _, n := range a.Names() {
			b, err := a.Read(n)
			if err != nil && fault.CodeOf(err) != "zip.broken" {
				t.Errorf("%s: %v", n, err)
			}
			total += len(b)
		}
		if total > 1<<20 {
			t.Errorf("%d bytes came out", total)
		}
	})
}
