package qti_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"khaothi/bank"
	"khaothi/bank/bankimport/qti"
)

// item21 is an item of QTI 2.1 with one response.
func item21(declaration, body, rules string) []byte {
	return []byte(`<?xml version="1.0" encoding="UTF-8"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i1" title="Câu thử" adaptive="false" timeDependent="false">` +
		declaration + `<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"><defaultValue><value>0</value></defaultValue></outcomeDeclaration>
<itemBody>` + body + `</itemBody>` + rules + `</assessmentItem>`)
}

func template(name string) string {
	return `<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/` + name + `"/>`
}

const (
	oneRight = `<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier"><correctResponse><value>%s</value></correctResponse></responseDeclaration>`
	threeOf  = `<choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="1"><prompt>Thủ đô?</prompt>
		<simpleChoice identifier="A">Hà Nội</simpleChoice><simpleChoice identifier="B">Huế</simpleChoice><simpleChoice identifier="C" fixed="true">Đà Lạt</simpleChoice></choiceInteraction>`
)

// one reads a file that holds one question.
func one(t *testing.T, data []byte) bank.Body {
	t.Helper()
	in := qti.Read("x.xml", data)
	if len(in.Items) != 1 || in.Report.Errors() > 0 {
		t.Fatalf("%d items, %+v", len(in.Items), in.Report.Rows)
	}
	return in.Items[0].Body
}

// keyOf is the key in words that do not depend on chance.
func keyOf(b bank.Body) string {
	var words []string
	for i := range 26 {
		words = append(words, string(rune('A'+i)))
	}
	key := b.KeyText()
	for id, c := range b.Key.Credit {
		name := id
		for i, o := range b.Question.Options {
			name = strings.ReplaceAll(name, o.ID, words[i])
		}
		for _, g := range b.Question.Gaps {
			for i, o := range g.Options {
				name = strings.ReplaceAll(name, o.ID, words[i])
			}
		}
		words = append(words, fmt.Sprintf("%s=%d", name, c))
	}
	credit := words[26:]
	if len(credit) > 0 {
		key += " " + strings.Join(sorted(credit), " ")
	}
	return key
}

// scoring reports whether a question says that its scoring is in doubt.
func doubted(b bank.Body) bool {
	for _, t := range b.Todo {
		if t.Code == bank.TodoScoring {
			return true
		}
	}
	return false
}

func TestKeysAreWhatTheRulesGivePointsFor(t *testing.T) {
	t.Parallel()
	set := func(op string) string {
		return `<responseProcessing><responseCondition><responseIf>` + op + `<setOutcomeValue identifier="SCORE"><baseValue baseType="float">2</baseValue></setOutcomeValue></responseIf></responseCondition></responseProcessing>`
	}
	text := `<p>Thủ đô là <textEntryInteraction responseIdentifier="RESPONSE" expectedLength="9"/>.</p>`
	number := `<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="float"><correctResponse><value>9.81</value></correctResponse></responseDeclaration>`
	pairs := `<responseDeclaration identifier="RESPONSE" cardinality="multiple" baseType="directedPair"><correctResponse><value>r1 x</value><value>r2 y</value></correctResponse></responseDeclaration>`
	table := `<matchInteraction responseIdentifier="RESPONSE" shuffle="false" maxAssociations="2"><prompt>Ghép</prompt><simpleMatchSet>
		<simpleAssociableChoice identifier="r1" matchMax="1">một</simpleAssociableChoice><simpleAssociableChoice identifier="r2" matchMax="1">hai</simpleAssociableChoice></simpleMatchSet><simpleMatchSet>
		<simpleAssociableChoice identifier="x" matchMax="1">1</simpleAssociableChoice><simpleAssociableChoice identifier="y" matchMax="1">2</simpleAssociableChoice><simpleAssociableChoice identifier="z" matchMax="1">3</simpleAssociableChoice></simpleMatchSet></matchInteraction>`
	for _, tt := range []struct {
		name, declaration, body, rules string
		kind                           bank.Kind
		key                            string
		doubt                          bool
	}{
		{"match_correct", fmt.Sprintf(oneRight, "A"), threeOf, template("match_correct"), bank.Single, "A", false},
		{"another key", fmt.Sprintf(oneRight, "C"), threeOf, template("match_correct"), bank.Single, "C", false},
		{"Common Cartridge template", fmt.Sprintf(oneRight, "B"), threeOf, template("CC2_match"), bank.Single, "B", false},
		{"no rules", fmt.Sprintf(oneRight, "B"), threeOf, "", bank.Single, "B", false},
		{"no key", `<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier"/>`, threeOf, "", bank.Single, "", false},
		{
			"mapping", `<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier"><mapping defaultValue="-1"><mapEntry mapKey="A" mappedValue="4"/><mapEntry mapKey="B" mappedValue="1"/></mapping></responseDeclaration>`,
			threeOf, template("map_response"), bank.Single, "A A=10000000 B=2500000 C=-2500000", false,
		},
		{"rules against the key", fmt.Sprintf(oneRight, "A"), threeOf, set(`<match><variable identifier="RESPONSE"/><baseValue baseType="identifier">B</baseValue></match>`), bank.Single, "A", true},
		{"rules alone", `<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier"/>`, threeOf, set(`<match><variable identifier="RESPONSE"/><baseValue baseType="identifier">B</baseValue></match>`), bank.Single, "B", false},
		{"unknown operator", fmt.Sprintf(oneRight, "A"), threeOf, set(`<customOperator class="x"><variable identifier="RESPONSE"/></customOperator>`), bank.Single, "A", true},
		{"random", fmt.Sprintf(oneRight, "A"), threeOf, set(`<gt><random><variable identifier="RESPONSE"/></random><baseValue baseType="float">0</baseValue></gt>`), bank.Single, "A", true},
		{"key that is no option", fmt.Sprintf(oneRight, "X"), threeOf, template("match_correct"), bank.Single, "", true},
		{"text, case counts", `<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="string"><correctResponse><value>Hà Nội</value></correctResponse></responseDeclaration>`, text, template("match_correct"), bank.Short, "Hà Nội", false},
		{
			"text, part of it", `<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="string"><correctResponse><value>Hà Nội</value></correctResponse><mapping defaultValue="0"><mapEntry mapKey="Hà Nội" mappedValue="2" caseSensitive="true"/><mapEntry mapKey="Thăng Long" mappedValue="1" caseSensitive="true"/></mapping></responseDeclaration>`,
			text, template("map_response"), bank.Short, "Hà Nội | Thăng Long Thăng Long=5000000", false,
		},
		{
			"substring", `<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="string"><correctResponse><value>Nội</value></correctResponse></responseDeclaration>`, text,
			set(`<stringMatch substring="true" caseSensitive="true"><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></stringMatch>`), bank.Short, "Nội", true,
		},
		{"number", number, text, template("match_correct"), bank.Numeric, "9.81", false},
		{"number with tolerance", number, text, set(`<equal toleranceMode="absolute" tolerance="0.01 0.02"><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></equal>`), bank.Numeric, "9.8..9.83", false},
		{"number, open bound", number, text, set(`<equal toleranceMode="absolute" tolerance="0.01" includeUpperBound="false"><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></equal>`), bank.Numeric, "9.81", true},
		{"rounded", number, text, set(`<equalRounded roundingMode="decimalPlaces" figures="1"><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></equalRounded>`), bank.Numeric, "9.81", true},
		{"match", pairs, table, template("match_correct"), bank.Match, "a: A; b: B", false},
		{"match by points", strings.Replace(pairs, "</correctResponse>", `</correctResponse><mapping defaultValue="0"><mapEntry mapKey="r1 x" mappedValue="1"/><mapEntry mapKey="r2 y" mappedValue="1"/></mapping>`, 1), table, template("map_response"), bank.Match, "a: A; b: B", false},
		{
			"order", `<responseDeclaration identifier="RESPONSE" cardinality="ordered" baseType="identifier"><correctResponse><value>b</value><value>a</value></correctResponse></responseDeclaration>`,
			`<orderInteraction responseIdentifier="RESPONSE"><prompt>Xếp</prompt><simpleChoice identifier="a">2</simpleChoice><simpleChoice identifier="b">1</simpleChoice></orderInteraction>`, template("match_correct"), bank.Order, "B, A", false,
		},
		{"essay", `<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="string"/>`, `<extendedTextInteraction responseIdentifier="RESPONSE" expectedLines="5"><prompt>Viết</prompt></extendedTextInteraction>`, "", bank.Essay, "", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := one(t, item21(tt.declaration, tt.body, tt.rules))
			if b.Question.Kind != tt.kind || keyOf(b) != tt.key || doubted(b) != tt.doubt {
				t.Errorf("%s %q doubt %v, want %s %q %v: %+v", b.Question.Kind, keyOf(b), doubted(b), tt.kind, tt.key, tt.doubt, b.Todo)
			}
			if tt.doubt && b.Ready() {
				t.Error("a question in doubt may be approved")
			}
		})
	}
}

func TestCaseIsFolded(t *testing.T) {
	t.Parallel()
	entry := `<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="string"><mapping defaultValue="0"><mapEntry mapKey="Huế" mappedValue="1" caseSensitive="%v"/></mapping></responseDeclaration>`
	for _, cased := range []bool{true, false} {
		b := one(t, item21(fmt.Sprintf(entry, cased), `<p>Cố đô: <textEntryInteraction responseIdentifier="RESPONSE"/></p>`, template("map_response")))
		if b.Key.Fold == cased || doubted(b) {
			t.Errorf("caseSensitive=%v: fold %v, %+v", cased, b.Key.Fold, b.Todo)
		}
	}
}

// Four rows of Đúng and Sai are a cluster of the Vietnamese format, whichever
// way the file says them.
func TestCluster(t *testing.T) {
	t.Parallel()
	var pairs, rows strings.Builder
	var declarations, choices strings.Builder
	for i, v := range []string{"D", "S", "S", "D"} {
		fmt.Fprintf(&pairs, "<value>r%d %s</value>", i, v)
		fmt.Fprintf(&rows, `<simpleAssociableChoice identifier="r%d" matchMax="1">Ý %d</simpleAssociableChoice>`, i, i)
		fmt.Fprintf(&declarations, `<responseDeclaration identifier="R%d" cardinality="single" baseType="identifier"><correctResponse><value>%s</value></correctResponse></responseDeclaration>`, i, v)
		fmt.Fprintf(&choices, `<choiceInteraction responseIdentifier="R%d" maxChoices="1"><prompt>Ý %d</prompt><simpleChoice identifier="D">Đúng</simpleChoice><simpleChoice identifier="S">Sai</simpleChoice></choiceInteraction>`, i, i)
	}
	table := item21(`<responseDeclaration identifier="RESPONSE" cardinality="multiple" baseType="directedPair"><correctResponse>`+pairs.String()+`</correctResponse></responseDeclaration>`,
		`<p>Xét</p><matchInteraction responseIdentifier="RESPONSE" maxAssociations="4"><simpleMatchSet>`+rows.String()+`</simpleMatchSet><simpleMatchSet><simpleAssociableChoice identifier="D" matchMax="4">Đúng</simpleAssociableChoice><simpleAssociableChoice identifier="S" matchMax="4">Sai</simpleAssociableChoice></simpleMatchSet></matchInteraction>`, template("match_correct"))
	for name, data := range map[string][]byte{"table": table, "four choices": item21(declarations.String(), "<p>Xét</p>"+choices.String(), "")} {
		b := one(t, data)
		if b.Question.Kind != bank.Cluster || b.KeyText() != "Đ S S Đ" || doubted(b) {
			t.Errorf("%s: %s %s %+v", name, b.Question.Kind, b.KeyText(), b.Todo)
		}
	}
}

func TestBothSpellingsOfQTI(t *testing.T) {
	t.Parallel()
	const three = `<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="i" title="Ba" adaptive="false" time-dependent="false">
<qti-response-declaration identifier="RESPONSE" cardinality="multiple" base-type="identifier"><qti-correct-response><qti-value>
 a </qti-value><qti-value>c</qti-value></qti-correct-response><qti-mapping lower-bound="0" default-value="-1"><qti-map-entry map-key="a" mapped-value="1"/><qti-map-entry map-key="c" mapped-value="1"/></qti-mapping></qti-response-declaration>
<qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/>
<qti-item-body><div><p>Chọn <math xmlns="http://www.w3.org/1998/Math/MathML"><msup><mi>x</mi><mn>2</mn></msup></math></p></div>
<qti-choice-interaction response-identifier="RESPONSE" max-choices="0"><qti-simple-choice identifier="a">một</qti-simple-choice><qti-simple-choice identifier="b">hai</qti-simple-choice><qti-simple-choice identifier="c">ba</qti-simple-choice></qti-choice-interaction></qti-item-body>
<qti-response-processing template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/map_response.xml"/></qti-assessment-item>`
	b := one(t, []byte(three))
	if b.Question.Kind != bank.Multiple || keyOf(b) != "A, C A=5000000 B=-5000000 C=5000000" || b.Question.Stem != `<p>Chọn \(x^2\)</p>` {
		t.Errorf("%s %q %s", b.Question.Kind, keyOf(b), b.Question.Stem)
	}
}

// pack makes a package of files by name.
func pack(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range sorted(keys(files)) {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(files[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Questions of several kinds in one item become questions of their own, each
// scored by the rules of the whole.
func TestSeveralQuestionsAreSplit(t *testing.T) {
	t.Parallel()
	declarations := `<responseDeclaration identifier="A" cardinality="multiple" baseType="identifier"><correctResponse><value>x</value><value>z</value></correctResponse></responseDeclaration>
		<responseDeclaration identifier="B" cardinality="single" baseType="string"><correctResponse><value>Huế</value></correctResponse></responseDeclaration>`
	body := `<p>Đọc rồi trả lời.</p><choiceInteraction responseIdentifier="A" maxChoices="0"><prompt>Chọn</prompt><simpleChoice identifier="x">một</simpleChoice><simpleChoice identifier="y">hai</simpleChoice><simpleChoice identifier="z">ba</simpleChoice></choiceInteraction>
		<p>Cố đô: <textEntryInteraction responseIdentifier="B"/></p>`
	rule := func(id string) string {
		return `<responseCondition><responseIf><match><variable identifier="` + id + `"/><correct identifier="` + id + `"/></match><setOutcomeValue identifier="SCORE"><sum><variable identifier="SCORE"/><baseValue baseType="float">1</baseValue></sum></setOutcomeValue></responseIf></responseCondition>`
	}
	in := qti.Read("x.xml", item21(declarations, body, "<responseProcessing>"+rule("A")+rule("B")+"</responseProcessing>"))
	if len(in.Items) != 2 || in.Report.Errors() > 0 {
		t.Fatalf("%d items, %+v", len(in.Items), in.Report.Rows)
	}
	a, b := in.Items[0].Body, in.Items[1].Body
	if a.Question.Kind != bank.Multiple || a.KeyText() != "A, C" || strings.Contains(a.Question.Stem, "_____") || !a.Ready() {
		t.Errorf("first: %s %s %s %+v", a.Question.Kind, a.KeyText(), a.Question.Stem, a.Todo)
	}
	if b.Question.Kind != bank.Short || b.KeyText() != "Huế" || strings.Contains(b.Question.Stem, "Chọn") || !strings.Contains(b.Question.Stem, "_____") || !b.Ready() {
		t.Errorf("second: %s %s %s %+v", b.Question.Kind, b.KeyText(), b.Question.Stem, b.Todo)
	}
	both := `<responseProcessing><responseCondition><responseIf><and><match><variable identifier="A"/><correct identifier="A"/></match><match><variable identifier="B"/><correct identifier="B"/></match></and><setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue></responseIf></responseCondition></responseProcessing>`
	for _, d := range qti.Read("x.xml", item21(declarations, body, both)).Items {
		if d.Body.Ready() {
			t.Errorf("a part of a whole that earns only together is ready: %+v", d.Body)
		}
	}
}
