package identitypg_test

import (
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgxpool"

	"khaothi/internal/audit"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
	"khaothi/internal/identity/identitypg"
	"khaothi/internal/testenv"
)

const password = "một mật khẩu thử"

// clock is the service's time, moved by tests.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

type world struct {
	*identity.Service
	pool  *pgxpool.Pool
	clock *clock
}

// open makes a province with two districts and a few accounts.
func open(t *testing.T) world {
	t.Helper()
	pool := testenv.Postgres(t)
	c := &clock{at: time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC)}
	s := identity.New(identitypg.New(pool), identity.DefaultConfig(), c.now)
	units := []identity.Unit{
		{ID: "so", Kind: identity.UnitSo, Code: "SO", Name: "Sở"},
		{ID: "p1", ParentID: "so", Kind: identity.UnitPhong, Code: "P1", Name: "Phòng 1"},
		{ID: "p2", ParentID: "so", Kind: identity.UnitPhong, Code: "P2", Name: "Phòng 2"},
		{ID: "t1", ParentID: "p1", Kind: identity.UnitTruong, Code: "T1", Name: "Trường 1"},
	}
	accounts := []identity.Account{
		account("root", "so", exam.RoleAdmin), account("admin1", "p1", exam.RoleAdmin),
		account("lan", "t1", exam.RoleTeacher), account("binh", "p2", exam.RoleBoard),
	}
	mixed := account("mixed", "t1", exam.RoleTeacher)
	mixed.Grants = append(mixed.Grants, identity.Grant{Role: exam.RoleBoard, UnitID: "so"})
	err := s.Seed(t.Context(), units, append(accounts, mixed), func(identity.Account) string { return password })
	if err != nil {
		t.Fatal(err)
	}
	return world{s, pool, c}
}

func account(name string, unit exam.UnitID, role exam.Role) identity.Account {
	return identity.Account{
		ID: exam.AccountID(name), Username: name, FullName: "Ông " + name, UnitID: unit,
		Grants: []identity.Grant{{Role: role, UnitID: unit}},
	}
}

func (w world) login(t *testing.T, name, password string) (identity.Token, identity.Session) {
	t.Helper()
	token, s, err := w.Login(t.Context(), identity.LoginRequest{Username: name, Password: password, IP: "10.0.0.7"})
	if err != nil {
		t.Fatalf("sign in %s: %v", name, err)
	}
	return token, s
}

func wantCode(t *testing.T, what string, err error, code string) {
	t.Helper()
	if err == nil || fault.CodeOf(err) != code {
		t.Errorf("%s: %v, want %s", what, err, code)
	}
}

func TestLoginMakesASessionThatEnds(t *testing.T) {
	t.Parallel()
	w := open(t)
	token, s := w.login(t, " LAN ", password)
	if s.Account.Username != "lan" || !s.May([]exam.Role{exam.RoleTeacher}, "t1") || s.CSRF == "" {
		t.Errorf("session = %+v", s)
	}
	again, err := w.Authenticate(t.Context(), token, "10.0.0.8")
	if err != nil || again.CSRF != s.CSRF || again.Actor() != (exam.Actor{ID: "lan", Name: "Ông lan", IP: "10.0.0.8"}) {
		t.Errorf("Authenticate = %+v, %v", again.Actor(), err)
	}
	w.clock.add(90 * time.Minute)
	if _, err := w.Authenticate(t.Context(), token, ""); err != nil {
		t.Errorf("after 90 minutes: %v", err)
	}
	w.clock.add(90 * time.Minute)
	if _, err := w.Authenticate(t.Context(), token, ""); err != nil {
		t.Errorf("use did not prolong the session: %v", err)
	}
	w.clock.add(121 * time.Minute)
	_, err = w.Authenticate(t.Context(), token, "")
	wantCode(t, "after two idle hours", err, "session.none")
}

func TestWrongNameAndWrongPasswordLookAlike(t *testing.T) {
	t.Parallel()
	w := open(t)
	for _, r := range []identity.LoginRequest{
		{Username: "lan", Password: "sai mật khẩu"},
		{Username: "nobody", Password: password},
		{Username: "", Password: ""},
	} {
		_, _, err := w.Login(t.Context(), r)
		wantCode(t, "sign in as "+r.Username, err, "login.wrong")
	}
}

func TestTriesAreLimitedByNameAlsoAtOnce(t *testing.T) {
	t.Parallel()
	w := open(t)
	codes := make(chan string, 12)
	var wg sync.WaitGroup
	for range cap(codes) {
		wg.Go(func() {
			_, _, err := w.Login(t.Context(), identity.LoginRequest{Username: "lan", Password: "đoán mò thôi"})
			codes <- fault.CodeOf(err)
		})
	}
	wg.Wait()
	close(codes)
	count := map[string]int{}
	for c := range codes {
		count[c]++
	}
	if diff := cmp.Diff(map[string]int{"login.wrong": 5, "login.limited": 7}, count); diff != "" {
		t.Errorf("twelve tries at once (-want +got):\n%s", diff)
	}
	_, _, err := w.Login(t.Context(), identity.LoginRequest{Username: "Lan", Password: password})
	wantCode(t, "the right password while the name rests", err, "login.limited")
	w.login(t, "binh", password) // another name from the same address
	w.clock.add(6 * time.Second)
	w.login(t, "lan", password)
}

func TestDisabledAccountLosesItsSessions(t *testing.T) {
	t.Parallel()
	w := open(t)
	token, _ := w.login(t, "lan", password)
	_, root := w.login(t, "root", password)
	if err := w.DisableAccount(t.Context(), root, "lan"); err != nil {
		t.Fatal(err)
	}
	_, err := w.Authenticate(t.Context(), token, "")
	wantCode(t, "session of a disabled account", err, "session.none")
	_, _, err = w.Login(t.Context(), identity.LoginRequest{Username: "lan", Password: password})
	wantCode(t, "sign in of a disabled account", err, "login.wrong")
	if err := w.EnableAccount(t.Context(), root, "lan"); err != nil {
		t.Fatal(err)
	}
	w.login(t, "lan", password)
	wantCode(t, "disable oneself", w.DisableAccount(t.Context(), root, "root"), "account.self")
}

func TestChangePasswordKeepsOnlyThisSession(t *testing.T) {
	t.Parallel()
	w := open(t)
	other, _ := w.login(t, "lan", password)
	mine, s := w.login(t, "lan", password)
	wantCode(t, "wrong old password", w.ChangePassword(t.Context(), s, "sai mật khẩu", "mật khẩu mới tinh"), "password.wrong")
	wantCode(t, "same password", w.ChangePassword(t.Context(), s, password, password), "password.same")
	wantCode(t, "short password", w.ChangePassword(t.Context(), s, password, "ngắn"), "password.short")
	if err := w.ChangePassword(t.Context(), s, password, "mật khẩu mới tinh"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Authenticate(t.Context(), mine, ""); err != nil {
		t.Errorf("the session that changed it: %v", err)
	}
	_, err := w.Authenticate(t.Context(), other, "")
	wantCode(t, "the other session", err, "session.none")
	w.login(t, "lan", "mật khẩu mới tinh")
}

func TestLogout(t *testing.T) {
	t.Parallel()
	w := open(t)
	one, s := w.login(t, "lan", password)
	two, _ := w.login(t, "lan", password)
	three, _ := w.login(t, "lan", password)
	if err := w.Logout(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	_, err := w.Authenticate(t.Context(), one, "")
	wantCode(t, "after signing out", err, "session.none")
	still, err := w.Authenticate(t.Context(), two, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.LogoutEverywhere(t.Context(), still); err != nil {
		t.Fatal(err)
	}
	_, err = w.Authenticate(t.Context(), three, "")
	wantCode(t, "after signing out everywhere", err, "session.none")
}

func TestAdminStaysWithinTheirUnits(t *testing.T) {
	t.Parallel()
	w := open(t)
	_, admin := w.login(t, "admin1", password)
	made, temporary, err := w.CreateAccount(t.Context(), admin, account("Moi", "t1", exam.RoleTeacher))
	if err != nil {
		t.Fatal(err)
	}
	if _, s := w.login(t, "moi", temporary); !s.Account.PasswordTemporary {
		t.Error("a password set by an administrator is not temporary")
	}
	above := account("cao", "t1", exam.RoleTeacher)
	above.Grants[0].UnitID = "so"
	_, _, err = w.CreateAccount(t.Context(), admin, above)
	wantCode(t, "grant above one's units", err, "unit.forbidden")
	_, _, err = w.CreateAccount(t.Context(), admin, account("ngoai", "p2", exam.RoleTeacher))
	wantCode(t, "account beside one's units", err, "unit.forbidden")
	_, err = w.ResetPassword(t.Context(), admin, "binh")
	wantCode(t, "reset a password beside", err, "unit.forbidden")
	_, err = w.ResetPassword(t.Context(), admin, "mixed")
	wantCode(t, "reset a password of somebody with a role above", err, "unit.forbidden")
	wantCode(t, "disable beside", w.DisableAccount(t.Context(), admin, "root"), "unit.forbidden")
	_, _, err = w.CreateAccount(t.Context(), admin, account("lan", "t1", exam.RoleTeacher))
	wantCode(t, "a taken user name", err, "account.username_taken")
	self := account("admin1", "p1", exam.RoleAdmin)
	wantCode(t, "change one's own roles", w.UpdateAccount(t.Context(), admin, self), "account.self")
	made.FullName, made.Grants = "Tên khác", []identity.Grant{{Role: exam.RoleReviewer, UnitID: "p1"}}
	if err := w.UpdateAccount(t.Context(), admin, made); err != nil {
		t.Fatal(err)
	}
	list, err := w.ListAccounts(t.Context(), admin)
	var names []string
	for _, a := range list {
		names = append(names, a.Username+" "+string(a.Grants[0].Role))
	}
	if diff := cmp.Diff([]string{"admin1 admin", "lan teacher", "mixed board", "moi reviewer"}, names); diff != "" || err != nil {
		t.Errorf("ListAccounts: %v (-want +got):\n%s", err, diff)
	}
}

func TestUnitsKeepTheirOrder(t *testing.T) {
	t.Parallel()
	w := open(t)
	_, admin := w.login(t, "admin1", password)
	made, err := w.CreateUnit(t.Context(), admin, identity.Unit{ParentID: "t1", Kind: identity.UnitLop, Code: "12A1", Name: "12A1"})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		unit identity.Unit
		code string
	}{
		{"no parent", identity.Unit{Kind: identity.UnitSo, Code: "X", Name: "X"}, "unit.parent"},
		{"a school under a class", identity.Unit{ParentID: made.ID, Kind: identity.UnitTruong, Code: "X", Name: "X"}, "unit.parent"},
		{"beside one's units", identity.Unit{ParentID: "p2", Kind: identity.UnitTruong, Code: "X", Name: "X"}, "unit.forbidden"},
		{"a taken code", identity.Unit{ParentID: "t1", Kind: identity.UnitLop, Code: "12A1", Name: "X"}, "unit.code_taken"},
		{"a bad code", identity.Unit{ParentID: "t1", Kind: identity.UnitLop, Code: "12 A", Name: "X"}, "unit.code"},
		{"a kind of school that is none", identity.Unit{ParentID: "p1", Kind: identity.UnitTruong, SchoolKind: "big", Code: "X", Name: "X"}, "unit.school_kind"},
		{"a class that is a school", identity.Unit{ParentID: "t1", Kind: identity.UnitLop, SchoolKind: identity.SchoolPublic, Code: "X", Name: "X"}, "unit.school_kind"},
	} {
		_, fresh := w.login(t, "admin1", password) // sees the new unit
		_, err := w.CreateUnit(t.Context(), fresh, tt.unit)
		wantCode(t, tt.name, err, tt.code)
	}
	made.Name = "Lớp 12A1"
	_, fresh := w.login(t, "admin1", password)
	if err := w.UpdateUnit(t.Context(), fresh, made); err != nil {
		t.Fatal(err)
	}
	if err := w.UpdateUnit(t.Context(), fresh, identity.Unit{ID: "t1", Code: "t1", Name: "THPT Một", SchoolKind: identity.SchoolGifted}); err != nil {
		t.Fatal(err)
	}
	tree, err := w.Tree(t.Context())
	if got, _ := tree.Get(made.ID); err != nil || got.Name != "Lớp 12A1" {
		t.Errorf("after renaming: %+v, %v", got, err)
	}
	if got, _ := tree.ByCode("t1"); got.SchoolKind != identity.SchoolGifted {
		t.Errorf("after saying the kind of a school: %+v", got)
	}
}

func TestEveryChangeLeavesATrace(t *testing.T) {
	t.Parallel()
	w := open(t)
	_, root := w.login(t, "root", password)
	_, _, _ = w.Login(t.Context(), identity.LoginRequest{Username: "lan", Password: "sai rồi nhé", IP: "10.9.9.9"}) // wanted to fail
	if _, err := w.ResetPassword(t.Context(), root, "lan"); err != nil {
		t.Fatal(err)
	}
	if err := w.DisableAccount(t.Context(), root, "lan"); err != nil {
		t.Fatal(err)
	}
	entries, err := audit.List(t.Context(), w.pool, audit.Filter{Object: "account:lan"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Action+" by "+e.Who.Name)
	}
	want := []string{
		"account.disable by Ông root", "account.password_reset by Ông root",
		"session.login_failed by Ông lan", "account.create by system",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("trail of lan (-want +got):\n%s", diff)
	}
}
