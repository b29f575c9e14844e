package omr_test

import (
	"strings"
	"testing"

	"khaothi/internal/fault"
	"khaothi/omr"
)

func TestRosterSolvesOnlyWhatOneCandidateFits(t *testing.T) {
	t.Parallel()
	roster, err := omr.ReadRoster(strings.NewReader("SBD,name,room\n01000001,An,P1\n01000002,Bình,P1\n01000012,Chi,P1\n01000091,Dũng,P2\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ number, room, want, reasons string }{
		{"01000001", "P1", "01000001", ""},
		{"01000009", "P1", "01000009", "sbd:unknown"},
		{"0100000?", "P1", "0100000?", ""},           // two fit
		{"010000?1", "P1", "01000001", "sbd:solved"}, // the other is in another room
		{"010000?1", "elsewhere", "010000?1", ""},    // no such room: all candidates count
		{"0?0000_2", "P1", "0?0000_2", ""},           // two fit
		{"0100001_", "P1", "01000012", "sbd:solved"}, // a digit missing
		{"0?????12", "P1", "0?????12", ""},           // too much in doubt
		{"0200001?", "P1", "0200001?", ""},           // none fits
		{"", "P1", "", ""},                           // nothing marked: reading says so
	} {
		r := omr.Reading{Status: omr.StatusOK, Cells: map[string]string{"sbd": tt.number}}
		roster.Check(&r, tt.room)
		if got := omr.Reasons(r.Doubts); r.Cells["sbd"] != tt.want || got != tt.reasons {
			t.Errorf("%s in %s: %s, %q; want %s, %q", tt.number, tt.room, r.Cells["sbd"], got, tt.want, tt.reasons)
		}
		if (len(r.Doubts) > 0) != (r.Status == omr.StatusReview) {
			t.Errorf("%s: status %s with %d doubts", tt.number, r.Status, len(r.Doubts))
		}
	}
	if _, err := omr.ReadRoster(strings.NewReader("name,room\nAn,P1\n")); fault.CodeOf(err) != "omr.roster.no_number" {
		t.Errorf("a roster without numbers: %v", err)
	}
}
