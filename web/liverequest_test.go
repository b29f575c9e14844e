package web_test

import (
	"net/http"
	"sync"
	"testing"

	"khaothi/internal/exam"
)

// TestARequestThatIsSentAgainIsDoneOnce: the line broke before the answer came,
// and the invigilator presses once more.
func TestARequestThatIsSentAgainIsDoneOnce(t *testing.T) {
	t.Parallel()
	app := newLiveApp(t)
	pages := app.sit(t, "01000001", "01000002")
	p, other := pages["01000001"], pages["01000002"]
	c := app.Login(t, exam.RoleInvigilator)
	grant := body{"kind": "grant", "scope": "candidate", "attempts": of(p), "amount_s": 300, "reason": "Máy hỏng", "request": "k3fz-a0b1-99xy"}
	var ids sync.Map
	var asking sync.WaitGroup
	for range 4 {
		asking.Go(func() {
			var out acted
			c.Do(t, http.MethodPost, actionsPath, grant).Want(t, http.StatusOK, &out)
			ids.Store(out.Results[0].Action.ID, true)
		})
	}
	asking.Wait()
	seen := 0
	ids.Range(func(any, any) bool { seen++; return true })
	if got := liveSeatOf(t, c, "01000001"); got.GrantedMS != 300_000 || seen != 1 {
		t.Errorf("asked four times: %d actions, seat %+v", seen, got)
	}
	// With one more candidate the first is not served twice either.
	grant["attempts"] = append(of(p), of(other)...)
	do(t, c, grant)
	if one, two := liveSeatOf(t, c, "01000001"), liveSeatOf(t, c, "01000002"); one.GrantedMS != 300_000 || two.GrantedMS != 300_000 {
		t.Errorf("granted %d and %d ms", one.GrantedMS, two.GrantedMS)
	}
	// What makes no sense twice is no error twice.
	submit := body{"kind": "submit", "scope": "candidate", "attempts": of(p), "reason": "Vi phạm", "request": "0123456789abcdef"}
	if first, second := do(t, c, submit), do(t, c, submit); first.ID != second.ID {
		t.Errorf("submitted as %s and %s", first.ID, second.ID)
	}
	// Another request, and another person, mean another action.
	grant["attempts"], grant["request"] = of(other), "k3fz-a0b1-99xz"
	do(t, c, grant)
	do(t, app.Login(t, exam.RoleBoard), grant)
	if got := liveSeatOf(t, c, "01000002"); got.GrantedMS != 900_000 {
		t.Errorf("granted %d ms", got.GrantedMS)
	}
}
