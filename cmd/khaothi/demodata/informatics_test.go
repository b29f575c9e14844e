package demodata

import (
	"testing"

	"khaothi/bank"
)

func TestInformaticsAndListeningAreSound(t *testing.T) {
	t.Parallel()
	listening, sound, err := Listening()
	if err != nil || sound.MIME != "audio/wav" {
		t.Fatalf("sound %q, %v", sound.MIME, err)
	}
	kinds := map[bank.Kind]int{}
	for _, b := range append(Informatics(), listening...) {
		kinds[b.Question.Kind]++
		for _, p := range b.Check() {
			t.Errorf("%s: %s %s", b.Label, p.Field, p.Code)
		}
	}
	if kinds[bank.Single] != 24+len(listening) || kinds[bank.Cluster] != 6 {
		t.Errorf("kinds %v", kinds)
	}
}
