package loadtest

import (
	"context"
	"strings"
	"testing"
	"time"
)

func TestRunClosedLoop(t *testing.T) {
	t.Parallel()
	p, url := newPeer(t, 800*time.Millisecond)
	p.gapAt = 4
	res, err := Run(t.Context(), p.config(url, 8))
	if err != nil {
		t.Fatal(err)
	}
	if !res.Good() || res.Acked < 8*10 || res.AckMS.Max == 0 || res.StartMS.P99 == 0 {
		t.Errorf("result %+v", res)
	}
}

func TestRunOpenLoopComesNearTheRate(t *testing.T) {
	t.Parallel()
	p, url := newPeer(t, 3*time.Second)
	cfg := p.config(url, 10)
	cfg.Rate = 200
	res, err := Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if !res.Good() || res.AnswersPerS < 100 || res.AnswersPerS > 300 {
		t.Errorf("result %+v", res)
	}
}

// TestCandidateSendsAgainAfterACutConnection: only where nobody said that
// connections may break is it an error.
func TestCandidateSendsAgainAfterACutConnection(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		profile Profile
		byHand  bool
		errors  int64
	}{{"as real candidates do", Mixed, false, 0}, {"by somebody's hand", Steady, true, 0}, {"for no reason", Steady, false, 5}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p, url := newPeer(t, 4*time.Second)
			p.cutAt = 5
			cfg := p.config(url, 5)
			cfg.Profile, cfg.Rate, cfg.ByHand = tt.profile, 50, tt.byHand
			res, err := Run(t.Context(), cfg)
			if err != nil {
				t.Fatal(err)
			}
			if res.Lost != 0 || res.Duplicated != 0 || res.Errors != tt.errors || res.Reconnects < 5 {
				t.Errorf("result %+v", res)
			}
		})
	}
}

// TestRunReportsALostAnswer: a server that says saved and keeps something else
// must not pass.
func TestRunReportsALostAnswer(t *testing.T) {
	t.Parallel()
	p, url := newPeer(t, 500*time.Millisecond)
	p.forget = true
	res, err := Run(t.Context(), p.config(url, 4))
	if err != nil {
		t.Fatal(err)
	}
	if res.Lost != 4 || res.Good() {
		t.Errorf("result %+v, want 4 lost", res)
	}
}

func TestConfigReportsAllFaults(t *testing.T) {
	t.Parallel()
	err := (&Config{Target: "localhost:80", Rate: -1, Profile: "fast"}).Validate()
	for _, want := range []string{"target", "tickets", "rate", "duration", "record", "profile"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Validate = %v, want a word on %s", err, want)
		}
	}
}

func TestAnswersAreWhatTheProtocolReads(t *testing.T) {
	t.Parallel()
	for _, v := range []string{"k3fz", "", `a"b`, "độ", "-,1"} {
		if got := string(appendAnswer(nil, 7, "p1_3", v)); !strings.HasPrefix(got, `{"t":"answer","seq":7,"field":"p1_3","value":"`) {
			t.Errorf("appendAnswer(%q) = %s", v, got)
		}
	}
	for text, want := range map[string]int64{`{"t":"saved","seq":12}`: 12, `{"t":"saved","seq":12,"x":1}`: 0, `{"t":"savedX`: 0} {
		if n, ok := parseMark([]byte(text), savedPrefix); n != want || ok != (want > 0) {
			t.Errorf("parseMark(%s) = %d, %v", text, n, ok)
		}
	}
}

// TestFaultWithCandidatesWhoVanish: what they were told must be in the record
// like everybody's; they answer no more, and nobody waits for them.
func TestFaultWithCandidatesWhoVanish(t *testing.T) {
	t.Parallel()
	p, url := newPeer(t, 3*time.Second)
	cfg := p.config(url, 10)
	cfg.Rate, cfg.Others = 100, []string{url}
	broken, mended := false, false
	cfg.Fault = &Fault{
		At: 500 * time.Millisecond, For: 300 * time.Millisecond, Vanish: 0.5,
		Break: func(context.Context) error { broken = true; return nil },
		Mend:  func(context.Context) error { mended = true; return nil },
	}
	res, err := Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if !res.Good() || !broken || !mended || res.Vanished != 5 || res.Acked < 20 || res.Acked > 250 || res.BackS <= 0 || res.BackS > 2 {
		t.Errorf("result %+v", res)
	}
}

// TestComeback: only what was made after the fault counts, and only once what
// it broke comes up.
func TestComeback(t *testing.T) {
	t.Parallel()
	at := time.Unix(1000, 0)
	s := func(n int) time.Time { return at.Add(time.Duration(n) * time.Second) }
	var b comeback
	b.acknowledged(s(-2), s(-1)) // nothing has happened yet
	b.broken(at, false)
	b.acknowledged(s(-1), s(1)) // was on its way
	b.acknowledged(s(2), s(3))
	b.archive(s(2), s(4)) // told while it was still down
	if c := b.times(); c.through() {
		t.Error("back before it was mended")
	}
	b.mendingFrom(s(10))
	b.archive(s(-1), s(11))
	b.archive(s(2), s(12))
	b.welcomed(s(-5), s(14))
	b.welcomed(s(13), s(20)) // broke for another reason
	sum := b.times()
	sum.add(Comeback{Acked: s(30).UnixNano(), Archived: s(30).UnixNano()}) // another generator was later
	if first, all := sum.seconds(s(10)); first != 2 || all != 4 || !sum.through() {
		t.Errorf("back after %v s, all after %v s; want 2, 4", first, all)
	}
}
