package bank

import (
	"fmt"
	"strings"
	"testing"
)

func asks(stem string, options ...string) ItemDraft {
	b := Body{Question: Question{Kind: Single, Stem: stem}}
	for _, o := range options {
		b.Question.Options = append(b.Question.Options, Option{HTML: o})
	}
	b.Normalise()
	b.Key.Options = []string{b.Question.Options[0].ID}
	return ItemDraft{Where: stem, Body: b}
}

func TestAlikeWithin(t *testing.T) {
	t.Parallel()
	const stem = "Một vật dao động điều hoà với biên độ 5 cm và chu kì 2 giây. Tốc độ cực đại của vật trong quá trình dao động là"
	in := Imported{Items: []ItemDraft{
		asks(stem, "5π cm/s", "10π cm/s"),
		asks(strings.Replace(stem, "5 cm", "6 cm", 1), "6π cm/s", "10π cm/s"),
		asks("Thủ đô của nước Cộng hoà xã hội chủ nghĩa Việt Nam là thành phố nào sau đây?", "Hà Nội", "Huế"),
		asks("<p>"+stem+"</p>", "10π cm/s", "5π cm/s"), // another order, another key
		asks("1 + 1 = ?", "2", "3"),
		asks("1 + 2 = ?", "2", "3"), // too short to say anything
	}}
	got := in.AlikeWithin()
	if len(got) != 2 || got[0].Draft != 1 || got[0].Other != 0 || got[0].Percent < nearPercent || got[0].Percent > 99 {
		t.Fatalf("pairs %+v", got)
	}
	if got[1].Draft != 3 || got[1].Other != 0 || got[1].Percent != 100 || got[1].SameKey {
		t.Errorf("the same question with another key: %+v", got[1])
	}
	bank := in.AlikeBank([]AlikeItem{{ID: "x", Body: in.Items[0].Body}})
	if len(bank) != 3 || bank[0].Percent != 100 || !bank[0].SameKey || bank[0].Item != "x" {
		t.Errorf("beside the bank: %+v", bank)
	}
}

// A file of many variants of one question stays fast.
func TestAlikeIsBounded(t *testing.T) {
	t.Parallel()
	in := Imported{}
	for i := range 3000 {
		in.Items = append(in.Items, asks(fmt.Sprintf("Một người gửi tiết kiệm %d triệu đồng với lãi suất 6 %% một năm; sau một năm người đó nhận được bao nhiêu?", i), "a", "b"))
	}
	if got := in.AlikeWithin(); len(got) != nearPairs {
		t.Errorf("%d pairs", len(got))
	}
}

func TestSharedTrigrams(t *testing.T) {
	t.Parallel()
	if p := shared(trigrams("abcdef"), trigrams("abcdef")); p != 100 {
		t.Errorf("a text is %d %% like itself", p)
	}
	if p := shared(trigrams("abcdef"), trigrams("ghijkl")); p != 0 {
		t.Errorf("two texts with nothing in common are %d %% alike", p)
	}
	if p := shared(trigrams("abcd"), trigrams("abce")); p != 33 { // abc of abc, bcd, bce
		t.Errorf("one of three trigrams: %d %%", p)
	}
}
