package bank

import (
	"testing"
	"time"

	"khaothi/internal/fault"
)

func TestADeskClosesByItself(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	d := NewDesk(func() time.Time { return now })
	d.Open("hoa", "v", "secret")
	now = now.Add(OpenFor - time.Second)
	if s, err := d.Secret("hoa", "v"); s != "secret" || err != nil {
		t.Errorf("within its time: %q, %v", s, err)
	}
	now = now.Add(time.Second)
	if _, err := d.Secret("hoa", "v"); fault.CodeOf(err) != "vault.closed" {
		t.Errorf("after its time: %v", err)
	}
	d.Open("hoa", "v", "secret")
	d.Close("hoa", "v")
	if got := d.Opened("hoa"); len(got) != 0 {
		t.Errorf("closed by hand: %v", got)
	}
}

func TestWrongPassPhrasesCloseTheDoor(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	d := NewDesk(func() time.Time { return now })
	for range maxFailed {
		if err := d.Try("hoa"); err != nil {
			t.Fatal(err)
		}
		d.Fail("hoa")
	}
	if err := d.Try("hoa"); fault.CodeOf(err) != "vault.wait" {
		t.Errorf("after five: %v", err)
	}
	if err := d.Try("binh"); err != nil {
		t.Errorf("another person: %v", err)
	}
	now = now.Add(failWindow)
	if err := d.Try("hoa"); err != nil {
		t.Errorf("a quarter of an hour later: %v", err)
	}
}
