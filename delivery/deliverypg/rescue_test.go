package deliverypg_test

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/chacha20poly1305"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

var invigilator = exam.Actor{ID: "0kinvig", Name: "Lê Thị Coi"}

// rescueFile is what a browser on device saves: events encrypted one by one.
func rescueFile(t *testing.T, a *delivery.Attempt, number, device string, events ...delivery.Rescued) []byte {
	t.Helper()
	keys, err := delivery.NewKeys(make([]byte, delivery.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	aead, err := chacha20poly1305.NewX(keys.StoreKey(a.ID, device))
	if err != nil {
		t.Fatal(err)
	}
	parcels := []map[string]any{}
	for i, e := range events {
		text, err := json.Marshal(map[string]any{"seq": e.Seq, "field": e.Field, "value": e.Value, "prev": "", "at": 1790000000000 + e.Seq})
		if err != nil {
			t.Fatal(err)
		}
		id := fmt.Sprintf("%s/1/%d", a.ID, i+1)
		nonce := make([]byte, chacha20poly1305.NonceSizeX)
		_, _ = rand.Read(nonce) // crypto/rand.Read never fails
		parcels = append(parcels, map[string]any{
			"id": id, "attempt": a.ID, "epoch": 1, "ord": i + 1, "box": base64.StdEncoding.EncodeToString(aead.Seal(nonce, nonce, text, []byte(id))),
		})
	}
	b, err := json.Marshal(map[string]any{
		"format": "khaothi-rescue", "v": 1, "events": parcels,
		"note": map[string]any{"attempt": a.ID, "number": number, "device": device, "saved": 2, "epoch": 1, "unsaved": len(events), "at": 1},
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (c *closed) rescuer() *delivery.Rescuer {
	c.t.Helper()
	keys, err := delivery.NewKeys(make([]byte, delivery.KeySize))
	if err != nil {
		c.t.Fatal(err)
	}
	return &delivery.Rescuer{Record: c.store, Keys: keys}
}

// late are the values of an attempt's late evidence in their order.
func (c *closed) late(id exam.AttemptID) string {
	c.t.Helper()
	var list []string
	err := c.pool.QueryRow(c.t.Context(), `
		SELECT coalesce(array_agg(seq || '=' || value || ' ' || source ORDER BY at, seq, id), '{}')
		FROM incident WHERE attempt = $1 AND kind = 'late' AND at = date_trunc('milliseconds', at)`, id).Scan(&list)
	if err != nil {
		c.t.Fatal(err)
	}
	return strings.Join(list, ", ")
}

const device = "d1f0c0ffee0000000000000000000001"

func answers(pairs ...string) (events []delivery.Rescued) {
	for i := 0; i+1 < len(pairs); i += 2 {
		var seq int64
		_, _ = fmt.Sscan(pairs[i], &seq) // a test's own numbers
		events = append(events, delivery.Rescued{Seq: seq, Field: "p3_1", Value: pairs[i+1]})
	}
	return events
}

// TestRescuedAnswersBecomeEvidenceOnce uploads a file with events that the
// record holds, events that it lacks, and one that its paper does not know,
// from several sides at once and again later.
func TestRescuedAnswersBecomeEvidenceOnce(t *testing.T) {
	t.Parallel()
	c := newClosed(t, 2, 3) // the record holds 1="0", 2="1", 3="2"
	a := &c.attempts[0]
	events := append(answers("3", "2", "5", "later", "4", "more"), delivery.Rescued{Seq: 6, Field: "p9_9", Value: "x"})
	file := rescueFile(t, a, a.Number, device, events...)
	var all sync.WaitGroup
	kept := make([]int, 4)
	for i := range kept {
		all.Go(func() {
			report, err := c.rescuer().Import(t.Context(), invigilator, file, nil)
			if err != nil {
				t.Error(err)
				return
			}
			kept[i] = report.Kept
			if report.Held != 1 || report.Invalid != 1 || report.Kept+report.Known != 2 || report.Events != 4 || report.Unreadable != 0 {
				t.Errorf("report %+v", report)
			}
		})
	}
	all.Wait()
	if got := kept[0] + kept[1] + kept[2] + kept[3]; got != 2 {
		t.Errorf("kept %v, want 2 in all", kept)
	}
	if got := c.late(a.ID); got != "4=more rescue, 5=later rescue" {
		t.Errorf("late evidence: %s", got)
	}
	trails, err := c.store.Trails(t.Context(), c.sitting, []exam.AttemptID{a.ID})
	if err != nil || len(trails[0].Events) != 3 || len(trails[0].Check()) != 0 {
		t.Errorf("the record was changed: %+v, %v", trails, err)
	}
	var typed time.Time
	if err := c.pool.QueryRow(t.Context(), "SELECT typed_at FROM incident WHERE attempt = $1 AND seq = 4", a.ID).Scan(&typed); err != nil || typed.UnixMilli() != 1790000000004 {
		t.Errorf("typed at %v, %v", typed, err)
	}
}

// TestARescuedStartOfASoundCountsWhatWasGivenBack: the paper allows one, a
// second was given to the first candidate, and nobody has a third.
func TestARescuedStartOfASoundCountsWhatWasGivenBack(t *testing.T) {
	t.Parallel()
	c := newClosed(t, 2, 3)
	again := c.act(delivery.ActionReplay, c.attempts[0].ID, invigilator.ID, func(a *delivery.Action) { a.Sound = heardOnce })
	if err := c.store.FinishAction(t.Context(), again, delivery.OutcomeDone); err != nil {
		t.Fatal(err)
	}
	var starts []delivery.Rescued
	for i, value := range []string{"1", "2", "3"} {
		starts = append(starts, delivery.Rescued{Seq: int64(4 + i), Field: "play:" + heardOnce, Value: value})
	}
	for i, kept := range []int{2, 1} {
		a := &c.attempts[i]
		report, err := c.rescuer().Import(t.Context(), invigilator, rescueFile(t, a, a.Number, device, starts...), nil)
		if err != nil || report.Kept != kept || report.Invalid != len(starts)-kept {
			t.Errorf("candidate %d: %+v, %v; want %d kept", i+1, report, err, kept)
		}
	}
}

func TestRescueRefusesWhatIsNotThisAttempts(t *testing.T) {
	t.Parallel()
	c := newClosed(t, 3, 2)
	a, b := &c.attempts[0], &c.attempts[1]
	good := rescueFile(t, a, a.Number, device, answers("3", "x")...)
	tampered := strings.Replace(string(good), `"box":"`, `"box":"AAAA`, 1)
	otherSecret := strings.Replace(string(good), device, "d1f0c0ffee0000000000000000000002", 1)
	for _, tt := range []struct {
		name string
		file []byte
		may  func(t *delivery.RescueTarget) bool
		want error
	}{
		{"cut off", good[:len(good)-10], nil, delivery.ErrRescueMalformed},
		{"nobody's attempt", rescueFile(t, &delivery.Attempt{ID: "nobody"}, "1", device, answers("3", "x")...), nil, delivery.ErrRescueUnknown},
		{"another one's number", rescueFile(t, a, b.Number, device, answers("3", "x")...), nil, delivery.ErrRescueOther},
		{"another attempt's name on it", []byte(strings.ReplaceAll(string(rescueFile(t, a, b.Number, device, answers("3", "x")...)), string(a.ID), string(b.ID))), nil, delivery.ErrRescueUnreadable},
		{"tampered with", []byte(tampered), nil, delivery.ErrRescueUnreadable},
		{"of another device's key", []byte(otherSecret), nil, delivery.ErrRescueUnreadable},
		{"of a unit that is not theirs", good, func(*delivery.RescueTarget) bool { return false }, delivery.ErrRescueUnknown},
	} {
		report, err := c.rescuer().Import(t.Context(), invigilator, tt.file, tt.may)
		if !errors.Is(err, tt.want) {
			t.Errorf("%s: %+v, %v, want %v", tt.name, report, err, tt.want)
		}
	}
	for i := range c.attempts {
		if got := c.late(c.attempts[i].ID); got != "" {
			t.Errorf("a refused file left %s", got)
		}
	}
	var rows int
	if err := c.pool.QueryRow(t.Context(), "SELECT count(*) FROM audit_log WHERE action = 'rescue.import'").Scan(&rows); err != nil || rows != 0 {
		t.Errorf("%d audit rows, %v", rows, err)
	}
}

// TestRescueOfAnOlderDevice has a browser that lost its id: its note names the
// new one, and what it kept is under the key of the old one.
func TestRescueOfAnOlderDevice(t *testing.T) {
	t.Parallel()
	c := newClosed(t, 2, 1)
	a := &c.attempts[0]
	c.exec("INSERT INTO incident (kind, attempt, at, epoch, device) VALUES ('holder', $1, now(), 1, $2)", a.ID, device)
	file := strings.Replace(string(rescueFile(t, a, a.Number, device, answers("2", "x", "3", "y")...)), `"device":"`+device, `"device":"ffff0000ffff0000`, 1)
	report, err := c.rescuer().Import(t.Context(), invigilator, []byte(file), nil)
	if err != nil || report.Kept != 2 {
		t.Errorf("%+v, %v", report, err)
	}
	var who string
	err = c.pool.QueryRow(t.Context(), "SELECT actor_id FROM audit_log WHERE action = 'rescue.import' AND object = $1", "attempt:"+string(a.ID)).Scan(&who)
	if err != nil || who != string(invigilator.ID) || fault.KindOf(err) != "" {
		t.Errorf("audit row of %q, %v", who, err)
	}
}

// TestRescueAfterVoidAndOfTheAbsent keeps evidence whatever became of the
// attempt: nothing is thrown away.
func TestRescueAfterVoidAndOfTheAbsent(t *testing.T) {
	t.Parallel()
	c := newClosed(t, 2, 1)
	c.exec("UPDATE attempt SET voided_at = now() WHERE id = $1", c.attempts[0].ID)
	for i := range c.attempts {
		a := &c.attempts[i]
		report, err := c.rescuer().Import(t.Context(), invigilator, rescueFile(t, a, a.Number, device, answers("2", "x")...), nil)
		if err != nil || report.Kept != 1 || c.late(a.ID) != "2=x rescue" {
			t.Errorf("%s: %+v, %v", a.State, report, err)
		}
	}
}
