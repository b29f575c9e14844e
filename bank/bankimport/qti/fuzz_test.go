package qti_test

import (
	"fmt"
	"testing"

	"khaothi/bank"
	"khaothi/bank/bankimport/qti"
	"khaothi/bank/banktest"
)

// sound checks what must be true of any import.
func sound(t *testing.T, in bank.Imported) {
	t.Helper()
	if len(in.Items) > in.Found {
		t.Errorf("%d drafts of %d questions", len(in.Items), in.Found)
	}
	if in.Found == 0 && in.Report.Errors() == 0 {
		t.Error("nothing was found and nothing is wrong")
	}
	for _, r := range in.Report.Rows {
		if r.Where == "" || r.Code == "" || r.Message == "" || len([]rune(r.Excerpt)) > 80 {
			t.Errorf("row %+v", r)
		}
	}
	for _, d := range in.Items {
		if p := d.Body.Check(); bank.Fatal(p) {
			t.Errorf("%s: %+v", d.Where, p)
		}
		for _, h := range d.Body.MediaIn() {
			if _, ok := in.Media[h]; !ok {
				t.Errorf("%s shows %s, which is not there", d.Where, h)
			}
		}
	}
}

// FuzzItem reads any bytes as an item; what becomes a ready question keeps its
// key when it is written and read again.
func FuzzItem(f *testing.F) {
	f.Add(item21(fmt.Sprintf(oneRight, "A"), threeOf, template("match_correct")))
	f.Add(item21(`<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="float"><correctResponse><value>9.81</value></correctResponse></responseDeclaration>`, `<p>g = <textEntryInteraction responseIdentifier="RESPONSE"/></p>`,
		`<responseProcessing><responseCondition><responseIf><equal toleranceMode="absolute" tolerance="0.1"><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></equal><setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue></responseIf></responseCondition></responseProcessing>`))
	f.Add([]byte(`<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment><section><item ident="a"><itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>cc_profile</fieldlabel><fieldentry>cc.fib.v0p1</fieldentry></qtimetadatafield></qtimetadata></itemmetadata><presentation><material><mattext>x?</mattext></material><response_str ident="r"><render_fib/></response_str></presentation><resprocessing><respcondition><conditionvar><varequal respident="r">y</varequal></conditionvar><setvar action="Set">100</setvar></respcondition></resprocessing></item></section></assessment></questestinterop>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		in := qti.Read("x.xml", data)
		sound(t, in)
		if len(in.Items) != 1 || !in.Items[0].Body.Ready() {
			return
		}
		again, lost, err := qti.Write(in)
		if err != nil {
			t.Fatal(err)
		}
		if len(lost) > 0 {
			return
		}
		back := qti.Read("x.zip", again)
		if len(back.Items) != 1 {
			t.Fatalf("written and read again: %+v", back.Report.Rows)
		}
		if a, b := in.Items[0].Body, back.Items[0].Body; a.Question.Kind != b.Question.Kind || keyOf(a) != keyOf(b) {
			t.Errorf("the key %q became %q", keyOf(a), keyOf(b))
		}
	})
}

// FuzzPackage reads any bytes as a package.
func FuzzPackage(f *testing.F) {
	data, _, err := qti.Write(banktest.New(2).Imported(1))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add(pack(f, map[string]string{"imsmanifest.xml": manifest, "i/q.xml": string(item21(fmt.Sprintf(oneRight, "B"), threeOf, ""))}))
	f.Fuzz(func(t *testing.T, data []byte) { sound(t, qti.Read("x.zip", data)) })
}
