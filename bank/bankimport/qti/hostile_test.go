package qti_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"khaothi/bank"
	"khaothi/bank/bankimport/qti"
	"khaothi/bank/banktest"
)

const manifest = `<?xml version="1.0"?><manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources><resource identifier="r" type="imsqti_item_xmlv2p1" href="i/q.xml"><metadata><lom><general><title><string>Câu trong gói</string></title><keyword><langstring>ôn tập</langstring></keyword></general></lom></metadata><file href="i/q.xml"/></resource></resources></manifest>`

// bigPicture is a PNG of 20,000 × 10,000 pixels in a hundred bytes.
func bigPicture() string {
	var b bytes.Buffer
	b.WriteString("\x89PNG\r\n\x1a\n")
	head := append([]byte("IHDR"), make([]byte, 13)...)
	binary.BigEndian.PutUint32(head[4:], 20_000)
	binary.BigEndian.PutUint32(head[8:], 10_000)
	head[12] = 8
	_ = binary.Write(&b, binary.BigEndian, uint32(13)) // into memory
	b.Write(head)
	_ = binary.Write(&b, binary.BigEndian, crc32.ChecksumIEEE(head)) // into memory
	return b.String()
}

// Files that are made to hurt are refused, or lose what hurts, in under a second
// and 200 MB.
func TestHostileFilesAreRefused(t *testing.T) { //nolint:paralleltest // what each takes is measured
	item := func(body string) string {
		return string(item21(fmt.Sprintf(oneRight, "A"), body+threeOf, template("match_correct")))
	}
	entities := `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>`
	for _, tt := range []struct {
		name, code string
		data       []byte
	}{
		{"entity bomb", "xml.doctype", []byte(strings.Replace(item("<p>&c;</p>"), "<assessmentItem", entities+"<assessmentItem", 1))},
		{"external entity", "xml.doctype", []byte(`<!DOCTYPE x SYSTEM "file:///etc/passwd"><assessmentItem/>`)},
		{"deep", "xml.too_large", []byte(item(strings.Repeat("<div>", 5000) + strings.Repeat("</div>", 5000)))},
		{"many elements", "xml.too_large", []byte(item(strings.Repeat("<br/>", 400_000)))},
		{"long", "xml.too_large", []byte(item("<p>" + strings.Repeat("dài ", 3<<20) + "</p>"))},
		{"script", "html.script", []byte(item(`<p><script>alert(1)</script></p>`))},
		{"frame", "html.iframe", []byte(item(`<p><iframe src="https://example.org"/></p>`))},
		{"zip bomb", "zip.ratio", pack(t, map[string]string{"imsmanifest.xml": manifest, "big.xml": strings.Repeat("\x00", 60<<20)})},
		{"nested zip", "zip.nested", pack(t, map[string]string{"imsmanifest.xml": manifest, "in.zip": string(pack(t, map[string]string{"a": "b"}))})},
		{"way out", "zip.name", pack(t, map[string]string{"imsmanifest.xml": manifest, "../q.xml": item("")})},
		{"big picture", "picture.bad", pack(t, map[string]string{"imsmanifest.xml": manifest, "i/q.xml": item(`<p><img src="a.png" alt=""/></p>`), "i/a.png": bigPicture()})},
		{"missing item", "file.missing", pack(t, map[string]string{"imsmanifest.xml": manifest})},
		{"8-bit encoding", "encoding.not_utf8", []byte("<assessmentItem title=\"caf\xe9\"/>")},
		{"declared encoding", "encoding.declared", []byte(`<?xml version="1.0" encoding="ISO-8859-1"?><assessmentItem/>`)},
		{"no XML", "xml.empty", []byte("câu hỏi")},
		{"half", "xml.syntax", []byte(item("")[:400])},
		{"a test alone", "qti.assessmentTest", []byte(`<assessmentTest xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1"/>`)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			var in bank.Imported
			took := banktest.CPU(func() { in = qti.Read("x", tt.data) })
			runtime.ReadMemStats(&after)
			if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; took > slow*time.Second || mb > 200 {
				t.Errorf("%v and %d MB", took, mb)
			}
			if !slices.ContainsFunc(in.Report.Of(bank.Error), func(r bank.Row) bool { return r.Code == tt.code && r.Fix != "" }) {
				t.Errorf("no %s in %+v", tt.code, in.Report.Rows)
			}
			if len(in.Items) > 0 {
				t.Errorf("%d items came out", len(in.Items))
			}
		})
	}
}

// A package reads its items with pictures, labels and junk around them.
func TestPackage(t *testing.T) {
	t.Parallel()
	m := banktest.New(1)
	for len(m.Media) == 0 {
		m.Text()
	}
	var picture string
	for _, p := range m.Media {
		picture = string(p.Bytes)
	}
	item := string(item21(fmt.Sprintf(oneRight, "A"), `<p><img src="../media/h%C3%ACnh%201.png" alt="hình"/></p>`+threeOf, template("match_correct")))
	in := qti.Read("x.zip", pack(t, map[string]string{
		"imsmanifest.xml": manifest, "i/q.xml": item, "media/hình 1.png": picture, ".DS_Store": "x", "__MACOSX/i/._q.xml": "x",
	}))
	if len(in.Items) != 1 || len(in.Media) != 1 || in.Report.Errors() > 0 {
		t.Fatalf("%d items, %d pictures, %+v", len(in.Items), len(in.Media), in.Report.Rows)
	}
	b := in.Items[0].Body
	if !b.Ready() || !strings.Contains(b.Question.Stem, "<img src=\"media:") || !slices.Equal(b.Tags.Free, []string{"ôn tập"}) || in.Items[0].Where != "i/q.xml" {
		t.Errorf("%+v", in.Items[0])
	}
	in = qti.Read("x.zip", pack(t, map[string]string{"imsmanifest.xml": manifest, "i/q.xml": item}))
	if len(in.Items) != 1 || in.Items[0].Body.Ready() || !strings.Contains(in.Items[0].Body.Question.Stem, "hình 1.png") && !strings.Contains(in.Items[0].Body.Question.Stem, "h%C3%ACnh") {
		t.Errorf("without its picture: %+v", in.Items)
	}
}

// A test of a package gives the order of its items.
func TestOrderOfATest(t *testing.T) {
	t.Parallel()
	files := map[string]string{}
	var refs, resources strings.Builder
	for _, i := range []int{3, 1, 2} {
		name := fmt.Sprintf("q%d.xml", i)
		files["items/"+name] = strings.Replace(string(item21(fmt.Sprintf(oneRight, "A"), fmt.Sprintf("<p>%d</p>", i)+threeOf, template("match_correct"))), "Câu thử", fmt.Sprintf("Câu %d", i), 1)
		fmt.Fprintf(&refs, `<assessmentItemRef identifier="i%d" href="../items/%s"/>`, i, name)
	}
	fmt.Fprint(&resources, `<resource identifier="t" type="imsqti_test_xmlv2p1" href="tests/t.xml"/>`)
	files["imsmanifest.xml"] = `<manifest><resources>` + resources.String() + `</resources></manifest>`
	files["tests/t.xml"] = `<assessmentTest identifier="t" title="Đề"><testPart><assessmentSection>` + refs.String() + `</assessmentSection></testPart></assessmentTest>`
	in := qti.Read("x.zip", pack(t, files))
	var labels []string
	for _, d := range in.Items {
		labels = append(labels, d.Body.Label)
	}
	if !slices.Equal(labels, []string{"Câu 3", "Câu 1", "Câu 2"}) {
		t.Errorf("%q, %+v", labels, in.Report.Rows)
	}
}

// Whatever answer a file declares, exactly that one is the key.
func TestChangedKeyChangesTheKeyAlone(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 6))
	for range 50 {
		n := 2 + r.IntN(8)
		var choices strings.Builder
		for i := range n {
			fmt.Fprintf(&choices, `<simpleChoice identifier="c%d">phương án %d</simpleChoice>`, i, i)
		}
		body := `<choiceInteraction responseIdentifier="RESPONSE" maxChoices="%d"><prompt>Hỏi</prompt>` + choices.String() + `</choiceInteraction>`
		right := r.IntN(n)
		b := one(t, item21(fmt.Sprintf(oneRight, fmt.Sprintf("c%d", right)), fmt.Sprintf(body, 1), template("match_correct")))
		if b.KeyText() != string(rune('A'+right)) || len(b.Key.Credit) > 0 || len(b.Todo) > 0 {
			t.Fatalf("key %d is %s %+v", right, b.KeyText(), b.Todo)
		}
		var values, want []string
		for i := range n {
			if r.IntN(2) == 0 {
				values = append(values, fmt.Sprintf("<value>c%d</value>", i))
				want = append(want, string(rune('A'+i)))
			}
		}
		if len(want) == 0 {
			continue
		}
		r.Shuffle(len(values), func(i, j int) { values[i], values[j] = values[j], values[i] })
		b = one(t, item21(`<responseDeclaration identifier="RESPONSE" cardinality="multiple" baseType="identifier"><correctResponse>`+strings.Join(values, "")+`</correctResponse></responseDeclaration>`, fmt.Sprintf(body, 0), template("match_correct")))
		if b.Question.Kind != bank.Multiple || b.KeyText() != strings.Join(want, ", ") || len(b.Todo) > 0 {
			t.Fatalf("%s, want %v: %+v", b.KeyText(), want, b.Todo)
		}
	}
}
