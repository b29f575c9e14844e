package protocol

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	t.Parallel()
	hello := `{"t":"hello","v":1,"number":"01000001","code":"K7QF","device":"d1f0d1f0","last":0}`
	for _, tt := range []struct {
		name, in string
		want     Type
		err      error
	}{
		{"hello", hello, TypeHello, nil},
		{"answer", `{"t":"answer","seq":7,"field":"p1_3","value":"k3fz"}`, TypeAnswer, nil},
		{"answer with escapes", `{"t":"answer","seq":7,"field":"p1_3","value":"\u0041"}`, TypeAnswer, nil},
		{"unknown member", `{"t":"answer","seq":7,"x":[{}],"field":"p1_3","value":""}`, TypeAnswer, nil},
		{"submit", `{"t":"submit","n":12}`, TypeSubmit, nil},
		{"focus", `{"t":"focus","lost":true}`, TypeFocus, nil},
		{"not JSON", `{"t":`, "", ErrInvalid},
		{"not an object", `[1]`, "", ErrInvalid},
		{"two objects", `{"t":"focus","lost":true}{}`, "", ErrInvalid},
		{"unknown type", `{"t":"key"}`, "", ErrInvalid},
		{"no type", `{}`, "", ErrInvalid},
		{"wrong type of a member", `{"t":"answer","seq":"7","field":"p1_3","value":""}`, "", ErrInvalid},
		{"fraction", `{"t":"answer","seq":1.5,"field":"p1_3","value":""}`, "", ErrInvalid},
		{"seq 0", `{"t":"answer","seq":0,"field":"p1_3","value":""}`, "", ErrInvalid},
		{"no value", `{"t":"answer","seq":1,"field":"p1_3"}`, "", ErrInvalid},
		{"value null", `{"t":"answer","seq":1,"field":"p1_3","value":null}`, "", ErrInvalid},
		{"not UTF-8", "{\"t\":\"answer\",\"seq\":1,\"field\":\"\xff\",\"value\":\"\"}", "", ErrInvalid},
		{"submit without n", `{"t":"submit"}`, "", ErrInvalid},
		{"submit with n null", `{"t":"submit","n":null}`, "", ErrInvalid},
		{"focus without lost", `{"t":"focus"}`, "", ErrInvalid},
		{"names of members in other case", `{"T":"focus","Lost":true}`, "", ErrInvalid},
		{"a member twice", `{"t":"answer","seq":7,"field":"p1_3","value":"a","value":"b"}`, "", ErrInvalid},
		{"an unknown member twice", `{"t":"focus","lost":true,"x":1,"x":2}`, "", ErrInvalid},
		{"a member twice, once escaped", `{"t":"focus","lost":true,"l\u006fst":false}`, "", ErrInvalid},
		{"NUL in number", strings.Replace(hello, "01000001", `0100\u0000`, 1), "", ErrInvalid},
		{"a line in sitting", strings.Replace(hello, `"last"`, `"sitting":"a\nb","last"`, 1), "", ErrInvalid},
		{"short device", strings.Replace(hello, "d1f0d1f0", "d1", 1), "", ErrInvalid},
		{"no number", strings.Replace(hello, "01000001", "", 1), "", ErrInvalid},
		{"too large", `{"t":"answer","seq":1,"field":"p1_3","value":"` + strings.Repeat("a", MaxMessage) + `"}`, "", ErrTooLarge},
	} {
		got, err := Parse([]byte(tt.in))
		if !errors.Is(err, tt.err) || (err == nil && got.T != tt.want) {
			t.Errorf("%s: Parse = %q, %v; want %q, %v", tt.name, got.T, err, tt.want, tt.err)
		}
	}
}

func TestMembersInOtherCaseAreUnknown(t *testing.T) {
	t.Parallel()
	in, err := Parse([]byte(`{"t":"answer","seq":7,"field":"p1_3","value":"a","Value":"b","SEQ":8}`))
	if err != nil || in.Answer != (Answer{TypeAnswer, 7, "p1_3", "a"}) {
		t.Errorf("Parse = %+v, %v", in.Answer, err)
	}
}

func TestParseErrorsQuoteNothing(t *testing.T) {
	t.Parallel()
	_, err := Parse([]byte(`{"t":"hello","v":1,"number":["secret"],"code":"K7QF","device":"d1f0d1f0"}`))
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("Parse = %v, want an error without the input", err)
	}
}

func TestErrorsSayWhetherToComeBack(t *testing.T) {
	t.Parallel()
	for code, want := range map[Code]Error{
		ServerRestart: {TypeError, ServerRestart, false, 0},
		TicketWrong:   {TypeError, TicketWrong, true, 0},
		HolderBusy:    {TypeError, HolderBusy, false, 0},
	} {
		if got := NewError(code, 0); got != want {
			t.Errorf("NewError(%s) = %+v, want %+v", code, got, want)
		}
	}
}

func TestAppendIsWhatMarshalSays(t *testing.T) {
	t.Parallel()
	if got, want := string(AppendSaved(nil, 17)), string(Encode(Saved{TypeSaved, 17})); got != want {
		t.Errorf("AppendSaved = %s, want %s", got, want)
	}
	if got, want := string(AppendArchived(nil, 3)), string(Encode(Archived{TypeArchived, 3})); got != want {
		t.Errorf("AppendArchived = %s, want %s", got, want)
	}
}

// FuzzParse checks that what the fast way accepts is what encoding/json reads,
// and that whatever is accepted keeps its bounds.
func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"t":"answer","seq":7,"field":"p1_3","value":"k3fz"}`))
	f.Add([]byte(` {"value":"","t":"answer" , "field":"flag:p1_3","seq":10}`))
	f.Add([]byte(`{"t":"hello","v":1,"number":"1","code":"K7QF","device":"d1f0d1f0","last":0}`))
	f.Add([]byte(`{"t":"answer","seq":01,"field":"a","value":"b"}`))
	f.Add([]byte(`{"t":"submit","n":12}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		in, err := Parse(b)
		if fast, ok := parseAnswer(b); ok {
			var slow Answer
			if err := json.Unmarshal(b, &slow); err != nil || slow != fast {
				t.Fatalf("fast %+v, encoding/json %+v, %v", fast, slow, err)
			}
		}
		if err != nil {
			return
		}
		if in.T == TypeAnswer && (in.Answer.Seq < 1 || in.Answer.Seq > MaxSeq) {
			t.Fatalf("seq %d accepted", in.Answer.Seq)
		}
		if (in.T == TypeHello) != (in.Hello != nil) {
			t.Fatalf("type %q with hello %v", in.T, in.Hello)
		}
	})
}
