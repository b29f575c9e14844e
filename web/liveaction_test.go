package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/testenv"
	"khaothi/web/webtest"
)

// page is a candidate's page as a node talks to it.
type page struct {
	mu              sync.Mutex
	welcome         *delivery.Welcome
	saved           int64
	late            []int64
	state           delivery.LiveState
	receipt, closed string
	holder          *delivery.Holder
	attempt         exam.AttemptID
	remaining       time.Duration
	replays         map[string]int
	onSealed        func() // nil: nothing
}

func (p *page) note(f func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f()
}

func (p *page) Welcome(w *delivery.Welcome)        { p.note(func() { p.welcome, p.state = w, w.State }) }
func (p *page) Saved(seq int64)                    { p.note(func() { p.saved = seq }) }
func (p *page) Archived(int64)                     {}
func (p *page) Resend(int64)                       {}
func (p *page) Conflict(int64)                     {}
func (p *page) Refused(int64, string)              {}
func (p *page) Late(seq int64)                     { p.note(func() { p.late = append(p.late, seq) }) }
func (p *page) Have(int64)                         {}
func (p *page) Replays(more map[string]int)        { p.note(func() { p.replays = more }) }
func (p *page) Close(code string, _ time.Duration) { p.note(func() { p.closed = code }) }
func (p *page) Start(delivery.PaperKey, time.Duration) {
	p.note(func() { p.state = delivery.LiveRunning })
}

func (p *page) Time(state delivery.LiveState, remaining time.Duration) {
	p.note(func() { p.state, p.remaining = state, remaining })
}

func (p *page) Sealed(_ int64, receipt string, _ delivery.SealedBy) {
	p.note(func() {
		p.state, p.receipt = delivery.LiveSealed, receipt
		if p.onSealed != nil {
			go p.onSealed() // the holder is locked
		}
	})
}

func (p *page) is(state delivery.LiveState) func() bool {
	return func() bool {
		p.mu.Lock()
		defer p.mu.Unlock()
		return p.state == state
	}
}

// sit starts the sitting and seats everybody whose number is given.
func (a *liveApp) sit(t *testing.T, numbers ...string) map[string]*page {
	t.Helper()
	tickets, err := a.organizer.IssueTickets(t.Context(), "sitting-1", "")
	if err != nil {
		t.Fatal(err)
	}
	if err := a.organizer.StartNow(t.Context(), "sitting-1"); err != nil {
		t.Fatal(err)
	}
	pages := map[string]*page{}
	for _, ticket := range tickets {
		p := &page{attempt: ticket.Attempt}
		pages[ticket.Number] = p
		if !strings.Contains(strings.Join(numbers, " "), ticket.Number) {
			continue
		}
		claim := &delivery.Claim{Number: ticket.Number, Code: ticket.Code, Device: "device-" + ticket.Number, Machine: "MAY-07"}
		if p.holder, err = a.node.Attach(t.Context(), claim, p); err != nil {
			t.Fatal(err)
		}
		soon(t, p.is(delivery.LiveRunning))
	}
	return pages
}

// answer stores one answer and waits until it is durable.
func (p *page) answer(t *testing.T, seq int64, field, value string) {
	t.Helper()
	p.holder.Answer(seq, field, value)
	soon(t, func() bool {
		p.mu.Lock()
		defer p.mu.Unlock()
		return p.saved >= seq || len(p.late) > 0
	})
}

// soon waits for what crosses the node's loops.
func soon(t *testing.T, f func() bool) {
	t.Helper()
	testenv.Eventually(t, 15*time.Second, f)
}

type body map[string]any

const actionsPath = "/api/live/sittings/sitting-1/actions"

type acted struct {
	Results []struct {
		Attempt, Code string
		Action        action
	}
}

type action struct {
	ID, Kind, Scope, Reason, Who, Outcome, Number string
	RoomName                                      string `json:"room_name"`
	AmountMS                                      int64  `json:"amount_ms"`
}

// do acts and wants it to be done for everybody.
func do(t *testing.T, c *webtest.Client, b body) action {
	t.Helper()
	var out acted
	c.Do(t, http.MethodPost, actionsPath, b).Want(t, http.StatusOK, &out)
	if len(out.Results) == 0 || out.Results[0].Code != "" || out.Results[0].Action.Outcome != "done" {
		t.Fatalf("%v: %+v", b, out)
	}
	return out.Results[0].Action
}

func of(p *page) []string { return []string{string(p.attempt)} }

type liveSeat struct {
	Attempt, Number, State, Machine string
	Paused, Voided                  bool
	SealedBy                        string `json:"sealed_by"`
	RemainingMS                     int64  `json:"remaining_ms"`
	GrantedMS                       int64  `json:"granted_ms"`
}

func liveSeatOf(t *testing.T, c *webtest.Client, number string) liveSeat {
	t.Helper()
	var out struct{ Seats []liveSeat }
	c.Do(t, http.MethodGet, "/api/live/sittings/sitting-1/seats", nil).Want(t, http.StatusOK, &out)
	for _, s := range out.Seats {
		if s.Number == number {
			return s
		}
	}
	t.Fatalf("no seat of %s", number)
	return liveSeat{}
}

func TestInvigilatorStopsTheClockAndGivesTime(t *testing.T) {
	t.Parallel()
	app := newLiveApp(t)
	p := app.sit(t, "01000001")["01000001"]
	c := app.Login(t, exam.RoleInvigilator)

	do(t, c, body{"kind": "pause", "scope": "candidate", "attempts": of(p), "reason": " Mất điện "})
	soon(t, p.is(delivery.LivePaused))
	first := liveSeatOf(t, c, "01000001")
	if !first.Paused || first.State != "open" || first.Machine != "MAY-07" {
		t.Fatalf("seat = %+v", first)
	}
	time.Sleep(1100 * time.Millisecond) //nolint:forbidigo // a clock of the server has to stand for a while
	if again := liveSeatOf(t, c, "01000001"); again.RemainingMS != first.RemainingMS {
		t.Errorf("a clock that stands went from %d to %d", first.RemainingMS, again.RemainingMS)
	}
	do(t, c, body{"kind": "resume", "scope": "candidate", "attempts": of(p)})
	soon(t, p.is(delivery.LiveRunning))
	do(t, c, body{"kind": "grant", "scope": "candidate", "attempts": of(p), "amount_s": 300, "reason": "Máy hỏng"})
	got := liveSeatOf(t, c, "01000001")
	if got.Paused || got.GrantedMS != 300_000 || got.RemainingMS < first.RemainingMS+290_000 {
		t.Errorf("after five minutes more: %+v, before %+v", got, first)
	}

	var ledger struct{ Actions []action }
	c.Do(t, http.MethodGet, actionsPath+"?room=room-P01", nil).Want(t, http.StatusOK, &ledger)
	var told []string
	for _, a := range ledger.Actions {
		told = append(told, fmt.Sprint(a.Kind, " ", a.Number, " ", a.Reason, " ", a.AmountMS, " ", a.Who, " ", a.Outcome))
	}
	want := "pause 01000001 Mất điện 0 Người invigilator done|resume 01000001  0 Người invigilator done|" +
		"grant 01000001 Máy hỏng 300000 Người invigilator done"
	if strings.Join(told, "|") != want {
		t.Errorf("ledger\n%s, want\n%s", strings.Join(told, "|"), want)
	}
	c.Do(t, http.MethodGet, actionsPath+"?room=room-P02", nil).Want(t, http.StatusOK, &ledger)
	if len(ledger.Actions) != 0 {
		t.Errorf("the ledger of another room: %+v", ledger.Actions)
	}
}

func TestWhatAnInvigilatorMayNotTheBoardMay(t *testing.T) {
	t.Parallel()
	app := newLiveApp(t)
	p := app.sit(t, "01000001")["01000001"]
	invigilator, board := app.Login(t, exam.RoleInvigilator), app.Login(t, exam.RoleBoard)
	for _, c := range []struct {
		b    body
		code string
	}{
		{body{"kind": "pause", "scope": "sitting", "reason": "x"}, "action.forbidden"},
		{body{"kind": "grant", "scope": "room", "room": "room-P01", "amount_s": 601, "reason": "x"}, "action.too_much"},
		{body{"kind": "void", "scope": "candidate", "attempts": of(p), "reason": "x"}, "action.forbidden"},
		{body{"kind": "reopen", "scope": "candidate", "attempts": of(p), "reason": "x"}, "action.forbidden"},
		{body{"kind": "admit", "scope": "candidate", "attempts": of(p), "proposal": "x", "reason": "x"}, "action.forbidden"},
	} {
		invigilator.Do(t, http.MethodPost, actionsPath, c.b).WantCode(t, http.StatusForbidden, c.code)
	}
	do(t, board, body{"kind": "pause", "scope": "sitting", "reason": "Báo động cháy"})
	do(t, board, body{"kind": "resume", "scope": "sitting"})
	do(t, board, body{"kind": "grant", "scope": "room", "room": "room-P01", "amount_s": 1200, "reason": "Mất điện"})

	kinds := func(c *webtest.Client) string {
		var out struct {
			Powers []struct {
				Kind   string
				Scopes []string
				Max    int `json:"max_amount_s"`
			}
		}
		c.Do(t, http.MethodGet, "/api/live/sittings/sitting-1/powers", nil).Want(t, http.StatusOK, &out)
		var list []string
		for _, p := range out.Powers {
			list = append(list, fmt.Sprintf("%s/%d/%d", p.Kind, len(p.Scopes), p.Max))
		}
		return strings.Join(list, " ")
	}
	const want = "pause/2/0 resume/2/0 grant/2/600 release/1/0 replay/1/0 submit/1/0 to_paper/1/0 admit_ask/1/0"
	if got := kinds(invigilator); got != want {
		t.Errorf("powers of an invigilator: %s", got)
	}
	if got := kinds(board); !strings.Contains(got, "void") || !strings.Contains(got, "admit_deny") || !strings.Contains(got, "pause/3/0") {
		t.Errorf("powers of the board: %s", got)
	}
}

func TestAPlayIsGivenBack(t *testing.T) {
	t.Parallel()
	app := newLiveApp(t)
	p := app.sit(t, "01000001")["01000001"]
	p.answer(t, 1, "play:"+heardTwice, "1")
	p.answer(t, 2, "play:"+heardTwice, "2")
	c := app.Login(t, exam.RoleInvigilator)
	path := "/api/live/sittings/sitting-1/attempts/" + string(p.attempt) + "/sounds"
	sounds := func(started, given int) func() bool {
		want := fmt.Sprintf(`{"sounds":[{"sound":"%s","part":1,"no":1,"plays":2,"given":%d,"started":%d}]}`, heardTwice, given, started)
		return func() bool {
			r := c.Do(t, http.MethodGet, path, nil)
			return r.Status == http.StatusOK && strings.TrimSpace(string(r.Body)) == want
		}
	}
	soon(t, sounds(2, 0)) // as soon as the record has it
	replay := body{"kind": "replay", "scope": "candidate", "attempts": of(p), "sound": heardTwice, "reason": "Mất điện", "request": "0123456789abcdef"}
	do(t, c, replay)
	do(t, c, replay) // sent again
	soon(t, func() bool {
		p.mu.Lock()
		defer p.mu.Unlock()
		return p.replays[heardTwice] == 1
	})
	p.answer(t, 3, "play:"+heardTwice, "3")
	soon(t, sounds(3, 1))

	app.Login(t, exam.RoleTeacher).Do(t, http.MethodPost, actionsPath, replay).WantCode(t, http.StatusForbidden, "role.forbidden")
	app.Login(t, exam.RoleTeacher).Do(t, http.MethodGet, path, nil).WantCode(t, http.StatusForbidden, "role.forbidden")
	c.Do(t, http.MethodPost, actionsPath, body{"kind": "replay", "scope": "room", "room": "room-P01", "reason": "x"}).
		WantCode(t, http.StatusForbidden, "action.forbidden")
	c.Do(t, http.MethodGet, "/api/live/sittings/sitting-1/attempts/other/sounds", nil).
		WantCode(t, http.StatusNotFound, "attempt.not_in_sitting")
}

// TestSoundsAreNotToldBeforeTheStart: where they stand is part of the paper.
func TestSoundsAreNotToldBeforeTheStart(t *testing.T) {
	t.Parallel()
	app := newLiveApp(t)
	c := app.Login(t, exam.RoleBoard)
	attempt := liveSeatOf(t, c, "01000001").Attempt
	c.Do(t, http.MethodGet, "/api/live/sittings/sitting-1/attempts/"+attempt+"/sounds", nil).
		WantCode(t, http.StatusGone, "sitting.not_running")
}

func TestSeveralCandidatesAtOnceAreToldApart(t *testing.T) {
	t.Parallel()
	app := newLiveApp(t)
	pages := app.sit(t, "01000001")
	c := app.Login(t, exam.RoleInvigilator)
	var out acted
	c.Do(t, http.MethodPost, actionsPath, body{
		"kind": "submit", "scope": "candidate", "reason": "Vi phạm quy chế thi",
		"attempts": []string{string(pages["01000001"].attempt), string(pages["01000002"].attempt)},
	}).Want(t, http.StatusOK, &out)
	if len(out.Results) != 2 || out.Results[0].Code != "" || out.Results[1].Code != "attempt.not_started" {
		t.Fatalf("results = %+v", out)
	}
	soon(t, pages["01000001"].is(delivery.LiveSealed))
	if s := liveSeatOf(t, c, "01000001"); s.State != "sealed" || s.SealedBy != "invigilator" {
		t.Errorf("seat = %+v", s)
	}
	for _, wrong := range []struct {
		b      body
		status int
		code   string
	}{
		{body{"kind": "pause", "scope": "candidate", "attempts": []string{}, "reason": "x"}, 422, "action.nobody"},
		{body{"kind": "pause", "scope": "candidate", "attempts": []string{"none"}, "reason": "x"}, 404, "attempt.not_in_sitting"},
		{body{"kind": "pause", "scope": "room", "room": "none", "reason": "x"}, 404, "room.not_in_sitting"},
		{body{"kind": "pause", "scope": "candidate", "attempts": of(pages["01000002"])}, 422, "action.no_reason"},
		{body{"kind": "room_outage", "scope": "room", "room": "room-P01", "reason": "x"}, 422, "request.invalid"},
		{body{"kind": "pause", "scope": "candidate", "attempts": []string{
			string(pages["01000002"].attempt), string(pages["01000002"].attempt),
		}, "reason": "x"}, 404, "attempt.not_in_sitting"},
	} {
		c.Do(t, http.MethodPost, actionsPath, wrong.b).WantCode(t, wrong.status, wrong.code)
	}
}

func TestInvigilatorOfAnotherSchoolCanDoNothing(t *testing.T) {
	t.Parallel()
	app := newLiveApp(t)
	p := app.sit(t, "01000001")["01000001"]
	if _, err := app.DB.Exec(t.Context(), `UPDATE exam SET unit_id = $1`, string(webtest.UnitOther)); err != nil {
		t.Fatal(err)
	}
	c := app.LoginAs(t, "school", webtest.Password) // every role, at one school
	for _, path := range []string{"/seats", "/stream", "/powers", "/actions", "/late", "/rooms"} {
		c.Do(t, http.MethodGet, "/api/live/sittings/sitting-1"+path, nil).WantCode(t, http.StatusNotFound, "sitting.not_live")
	}
	for path, b := range map[string]body{
		"/actions":     {"kind": "pause", "scope": "candidate", "attempts": of(p), "reason": "x"},
		"/minutes.pdf": nil,
		"/attempts/" + string(p.attempt) + "/transcript.pdf": nil,
	} {
		c.Do(t, http.MethodPost, "/api/live/sittings/sitting-1"+path, b).WantCode(t, http.StatusNotFound, "sitting.not_live")
	}
	var n int
	if err := app.DB.QueryRow(t.Context(), `SELECT count(*) FROM delivery_action`).Scan(&n); err != nil || n != 0 {
		t.Errorf("%d actions were written down, %v", n, err)
	}
	if !p.is(delivery.LiveRunning)() {
		t.Error("the candidate felt something of it")
	}
}

func TestLateEvidenceNeedsASecondPerson(t *testing.T) {
	t.Parallel()
	app := newLiveApp(t)
	p := app.sit(t, "01000001")["01000001"]
	invigilator, board := app.Login(t, exam.RoleInvigilator), app.Login(t, exam.RoleBoard)
	p.answer(t, 1, "p1_1", "aaaa")
	// At once: soon all is archived, and the connection is closed.
	p.note(func() { p.onSealed = func() { p.holder.Answer(2, "p3_1", "-0,5") } })
	do(t, invigilator, body{"kind": "submit", "scope": "candidate", "attempts": of(p), "reason": "Hết giờ theo phòng"})
	soon(t, p.is(delivery.LiveSealed))

	type late struct {
		Incident               int64
		Part, No               int
		Shown, State, Proposal string
	}
	list := func() (out struct{ Late []late }) {
		invigilator.Do(t, http.MethodGet, "/api/live/sittings/sitting-1/late", nil).Want(t, http.StatusOK, &out)
		return out
	}
	soon(t, func() bool { return len(list().Late) == 1 })
	if e := list().Late[0]; e.Part != 3 || e.No != 1 || e.Shown != "-0,5" || e.State != "" {
		t.Errorf("late event = %+v", e)
	}
	ask := func(c *webtest.Client) action {
		return do(t, c, body{
			"kind": "admit_ask", "scope": "candidate", "attempts": of(p), "incidents": []int64{list().Late[0].Incident},
			"reason": "Mất mạng đúng lúc hết giờ",
		})
	}
	asked := ask(board)
	if e := list().Late[0]; e.State != "admit_ask" || e.Proposal != asked.ID {
		t.Errorf("proposed: %+v", e)
	}
	decide := body{"kind": "admit", "scope": "candidate", "attempts": of(p), "proposal": asked.ID, "reason": "Đồng ý"}
	board.Do(t, http.MethodPost, actionsPath, decide).WantCode(t, http.StatusForbidden, "action.same_person")
	invigilator.Do(t, http.MethodPost, actionsPath, decide).WantCode(t, http.StatusForbidden, "action.forbidden")
	second := app.LoginAs(t, "school", webtest.Password)
	do(t, second, decide)
	if e := list().Late[0]; e.State != "admit" {
		t.Errorf("decided: %+v", e)
	}
	var value string
	err := app.DB.QueryRow(t.Context(), `SELECT value FROM khaothi_record WHERE attempt = $1 AND field = 'p3_1'`, string(p.attempt)).Scan(&value)
	if err != nil || value != "-0,5" {
		t.Errorf("the record holds %q, %v", value, err)
	}
}

func TestPrintsAreMadeAndWrittenDown(t *testing.T) {
	t.Parallel()
	app := newLiveApp(t)
	pages := app.sit(t, "01000001", "01000002")
	p, c := pages["01000001"], app.Login(t, exam.RoleInvigilator)
	p.answer(t, 1, "p1_1", "bbbb")
	do(t, c, body{"kind": "to_paper", "scope": "candidate", "attempts": of(p), "reason": "Hết máy dự phòng"})
	base := "/api/live/sittings/sitting-1"
	for _, path := range []string{
		"/minutes.pdf?room=room-P01", "/minutes.pdf", "/attempts/" + string(p.attempt) + "/transcript.pdf",
		"/attempts/" + string(pages["01000002"].attempt) + "/transcript.pdf", // still at work: a copy for now
	} {
		got := c.Do(t, http.MethodPost, base+path, nil)
		if got.Status != http.StatusOK || !strings.HasPrefix(string(got.Body), "%PDF-") {
			t.Fatalf("%s: %d %.200s", path, got.Status, got.Body)
		}
	}
	c.Do(t, http.MethodPost, base+"/attempts/"+string(pages["01000003"].attempt)+"/transcript.pdf", nil).
		WantCode(t, http.StatusConflict, "attempt.not_started")
	c.Do(t, http.MethodPost, base+"/attempts/none/transcript.pdf", nil).
		WantCode(t, http.StatusNotFound, "attempt.not_in_sitting")
	c.Do(t, http.MethodPost, base+"/minutes.pdf?room=none", nil).
		WantCode(t, http.StatusNotFound, "room.not_in_sitting")
	var n int
	err := app.DB.QueryRow(t.Context(), `
		SELECT count(*) FROM audit_log WHERE action = 'sitting.print' AND object = 'sitting:sitting-1'
			AND actor_id = 'account-invigilator' AND length(detail->>'sha256') = 64`).Scan(&n)
	if err != nil || n != 4 {
		t.Errorf("%d prints in the trail, %v", n, err)
	}
}
