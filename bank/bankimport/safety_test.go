package bankimport

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"hash/crc32"
	"runtime"
	"strings"
	"testing"
	"time"

	"khaothi/bank"
	"khaothi/bank/banktest"
)

// hugePicture is a PNG that says it has 200 megapixels; its head is all that a
// reader may look at.
func hugePicture() []byte {
	head := []byte("IHDR\x00\x00\x4e\x20\x00\x00\x27\x10\x08\x02\x00\x00\x00") // 20,000 × 10,000
	sum := crc32.ChecksumIEEE(head)
	out := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), head...)
	return append(out, byte(sum>>24), byte(sum>>16), byte(sum>>8), byte(sum))
}

func moodleQuestion(inner string) []byte {
	return []byte(`<quiz><question type="essay"><questiontext format="html">` + inner + `</questiontext></question></quiz>`)
}

func zipOf(t *testing.T, name string, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// What is meant to harm is refused in under a second and 200 MB. This test does
// not run beside others, which would be measured too.
func TestHarmIsRefusedQuickly(t *testing.T) { //nolint:paralleltest // it measures memory
	entity := `<!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><quiz><question>&b;</question></quiz>`
	picture := base64.StdEncoding.EncodeToString(hugePicture())
	shown := `<text>&lt;p&gt;Hình &lt;img src="@@PLUGINFILE@@/a.png"&gt;&lt;/p&gt;</text><file name="a.png" encoding="base64">`
	for _, tt := range []struct {
		name, file, format string
		data               []byte
	}{
		{"entity bomb", "a.xml", "moodle-xml", []byte(entity)},
		{"base64 without end", "a.xml", "moodle-xml", moodleQuestion(shown + strings.Repeat("A", 40<<20) + "</file>")},
		{"200 megapixels", "a.xml", "moodle-xml", moodleQuestion(shown + picture + "</file>")},
		{"200 megapixels in GIFT", "a.gift", "gift", []byte(`[html]Hình <img src\="data\:image/png;base64,` + strings.ReplaceAll(picture, "=", `\=`) + `"> {=1 ~2}`)},
		{"elements without end", "a.xml", "moodle-xml", bytes.Repeat([]byte("<quiz>"), 5<<20)},
		{"groups without end", "a.tex", "extest", []byte(`\begin{ex}` + strings.Repeat("{", 200_000) + `\end{ex}`)},
		{"environments without end", "a.tex", "extest", []byte(`\begin{ex}` + strings.Repeat(`\begin{center}`, 20_000) + `\end{ex}`)},
		{"questions without end", "a.tex", "extest", bytes.Repeat([]byte(`\begin{ex}`), 100_000)},
		{"braces without end", "a.gift", "gift", bytes.Repeat([]byte("{"), 4<<20)},
		{"marks without end", "a.gift", "gift", []byte("Hỏi {" + strings.Repeat("=", 4<<20) + "}")},
		{"lines without end", "a.gift", "gift", bytes.Repeat([]byte("Hỏi { =a\n"), 300_000)},
		{"options without end", "a.txt", "aiken", []byte("Hỏi\n" + strings.Repeat("A) x\n", 500_000) + "ANSWER: A\n")},
		{"choices without end", "a.tex", "extest", []byte(`\begin{ex} a \choice` + strings.Repeat(`{\choice`, 200_000))},
		{"a zip bomb", "a.zip", Auto, zipOf(t, "i.xml", make([]byte, 64<<20))},
		{"a zip in a zip", "a.zip", Auto, zipOf(t, "b.zip", zipOf(t, "i.xml", []byte("<quiz/>")))},
		{"answers without end", "a.txt", "aiken", bytes.Repeat([]byte("ANSWER: A\n"), 500_000)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			runtime.GC()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			var in bank.Imported
			took := banktest.CPU(func() { in = Read(tt.file, tt.data, tt.format) })
			runtime.ReadMemStats(&after)
			if in.Report.Errors() == 0 {
				t.Errorf("not refused: %d questions", len(in.Items))
			}
			if took > slow*3*time.Second { // a second on a fast one
				t.Errorf("took %v", took)
			}
			if n := after.HeapInuse - min(before.HeapInuse, after.HeapInuse); n > 200<<20 {
				t.Errorf("holds %d MB", n>>20)
			}
		})
	}
}

// Scripts and handlers do not reach the bank.
func TestScriptsAreDropped(t *testing.T) {
	t.Parallel()
	in := Read("a.xml", moodleQuestion("<text>&lt;p onclick=\"x()\"&gt;Hỏi&lt;/p&gt;&lt;a href=\"javascript:x()\"&gt;đây&lt;/a&gt;&lt;style&gt;p{}&lt;/style&gt;</text>"), Auto)
	for _, d := range in.Items {
		for _, bad := range []string{"onclick", "javascript", "style"} {
			if strings.Contains(d.Body.Question.Stem, bad) {
				t.Errorf("%s is in %q", bad, d.Body.Question.Stem)
			}
		}
	}
	if in := Read("a.xml", moodleQuestion("<text>&lt;script&gt;x()&lt;/script&gt;Hỏi</text>"), Auto); len(in.Report.Of(bank.Error)) == 0 {
		t.Errorf("a script is taken: %+v", in.Items)
	}
}
