package identity

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

func TestPasswordHashCarriesItsParameters(t *testing.T) {
	t.Parallel()
	hash := hashPassword("Một mật khẩu dài")
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("hash = %q", hash)
	}
	for _, tt := range []struct {
		password string
		want     bool
	}{
		{"Một mật khẩu dài", true},
		{norm.NFD.String("Một mật khẩu dài"), true}, // as some keyboards send it
		{"một mật khẩu dài", false},
		{"", false},
	} {
		ok, stale, err := verifyPassword(hash, tt.password)
		if err != nil || ok != tt.want || stale {
			t.Errorf("verify %q = %v, stale %v, %v; want %v", tt.password, ok, stale, err, tt.want)
		}
	}
}

func TestHashWithOtherParametersIsStale(t *testing.T) {
	t.Parallel()
	old := argonParams{memoryKB: 64, passes: 1, lanes: 1}
	salt := []byte("0123456789abcdef")
	ok, stale, err := verifyPassword(encodeHash(old, salt, derive(old, "secret!", salt, 32)), "secret!")
	if err != nil || !ok || !stale {
		t.Errorf("ok %v, stale %v, %v; want true, true", ok, stale, err)
	}
}

func TestBrokenHashIsAnError(t *testing.T) {
	t.Parallel()
	for _, hash := range []string{
		"", "$2a$10$abc", "$argon2id$v=19$m=0,t=0,p=0$AAAA$AAAA", "$argon2id$v=19$m=64,t=1,p=1$!!$AAAA",
		"$argon2id$v=19$m=64,t=1,p=1$AAAA$AA", "$argon2id$v=19$m=9999999,t=1,p=1$AAAA$AAAAAAAAAAAAAAAAAAAAAAAA",
	} {
		if ok, _, err := verifyPassword(hash, "x"); err == nil || ok {
			t.Errorf("verify with hash %q = %v, %v; want an error", hash, ok, err)
		}
	}
}

func TestCheckPassword(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ password, code string }{
		{"ngắn", "password.short"},
		{strings.Repeat("dài ", 80), "password.long"},
		{"aaaaaaaaab", "password.weak"},
		{"Giaovien.Lan", "password.weak"},
		{"khoai lang luộc", ""},
	} {
		err := CheckPassword("giaovien.lan", tt.password)
		if got := fault.CodeOf(err); err != nil && got != tt.code || err == nil && tt.code != "" {
			t.Errorf("CheckPassword(%q) = %v, want %q", tt.password, err, tt.code)
		}
	}
	for range 50 {
		if p := NewTemporaryPassword(); CheckPassword("x", p) != nil || len(p) != 14 {
			t.Errorf("NewTemporaryPassword() = %q", p)
		}
	}
}

func TestTriesWaitLongerAndAreForgotten(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC)
	try := Try{}
	for i := range freeTries {
		next, rest := try.next(now)
		if rest != 0 || next.Count != i+1 {
			t.Fatalf("try %d rests %s, count %d", i, rest, next.Count)
		}
		try = next
	}
	for _, tt := range []struct {
		name  string
		try   Try
		after time.Duration
		want  time.Duration
		count int
	}{
		{"the sixth rests", try, 2 * time.Second, 3 * time.Second, 5},
		{"and then counts", try, 5 * time.Second, 0, 6},
		{"twice as long", Try{Count: 6, LastAt: now}, 0, 10 * time.Second, 6},
		{"at most five minutes", Try{Count: 400, LastAt: now}, 0, maxWait, 400},
		{"forgotten after an hour", Try{Count: 400, LastAt: now}, time.Hour, 0, 1},
	} {
		next, rest := tt.try.next(now.Add(tt.after))
		if rest != tt.want || next.Count != tt.count {
			t.Errorf("%s: rest %s, count %d; want %s, %d", tt.name, rest, next.Count, tt.want, tt.count)
		}
	}
}

func TestMayReachesDownAndNotUp(t *testing.T) {
	t.Parallel()
	tree := NewTree([]Unit{
		{ID: "so", Kind: UnitSo},
		{ID: "p1", ParentID: "so", Kind: UnitPhong},
		{ID: "p2", ParentID: "so", Kind: UnitPhong},
		{ID: "t1", ParentID: "p1", Kind: UnitTruong},
		{ID: "l1", ParentID: "t1", Kind: UnitLop},
	})
	s := NewSession(Account{Grants: []Grant{{exam.RoleBoard, "p1"}, {exam.RoleTeacher, "t1"}}}, tree)
	for _, tt := range []struct {
		role exam.Role
		unit exam.UnitID
		want bool
	}{
		{exam.RoleBoard, "p1", true},
		{exam.RoleBoard, "l1", true},
		{exam.RoleBoard, "so", false},
		{exam.RoleBoard, "p2", false},
		{exam.RoleTeacher, "l1", true},
		{exam.RoleTeacher, "p1", false},
		{exam.RoleAdmin, "l1", false},
		{exam.RoleBoard, "", false},
		{exam.RoleBoard, "nowhere", false},
	} {
		if got := s.May([]exam.Role{tt.role}, tt.unit); got != tt.want {
			t.Errorf("May(%s, %q) = %v, want %v", tt.role, tt.unit, got, tt.want)
		}
	}
	if got := len(s.Units(exam.RoleBoard)); got != 3 {
		t.Errorf("Units(board) = %d units, want p1, t1, l1", got)
	}
	whole := NewSession(Account{Grants: []Grant{{exam.RoleAuditor, "so"}}}, tree)
	if s.Everywhere(exam.RoleBoard) || !whole.Everywhere(exam.RoleAuditor) || whole.Everywhere(exam.RoleBoard) || (Session{}).Everywhere(exam.RoleAuditor) {
		t.Error("everywhere is the top of every tree, in that role")
	}
	if (Session{}).May([]exam.Role{exam.RoleBoard}, "p1") || (Session{}).Has(exam.RoleBoard) {
		t.Error("nobody may something")
	}
}

func TestWhoHoldsNoRoleHasAnEmptyScope(t *testing.T) {
	t.Parallel()
	s := Session{Account: Account{Grants: []Grant{{Role: exam.RoleTeacher, UnitID: "so"}}}}
	if units := s.Scope(exam.RoleReviewer); units == nil || len(units) != 0 { // nil is every unit to the stores
		t.Errorf("%#v, want a list of none", units)
	}
}
