package main

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/identity"
	"khaothi/internal/workflow"
)

// province is the demonstration: what a person needs to try it.
type province struct {
	Accounts []demoAccount
	sittings []demoSitting
	exam     exam.ExamID    // of the sitting that runs by itself
	sim      exam.SittingID // that sitting
	teacher  exam.Actor
	reviewer exam.Actor
	board    exam.Actor
	unit     exam.UnitID // the department, to which everything belongs
}

// demoAccount is one member of staff.
type demoAccount struct {
	Role     exam.Role `json:"role"`
	User     string    `json:"user"`
	Password string    `json:"password"`
}

// demoSitting is one sitting with the tickets to try it with.
type demoSitting struct {
	ID      exam.SittingID    `json:"id"`
	Name    string            `json:"name"`
	State   exam.SittingState `json:"state"`
	Tickets []demoTicket      `json:"tickets"`
}

type demoTicket struct {
	Number string `json:"number"`
	Code   string `json:"code"`
}

// demoReady is the ready file.
type demoReady struct {
	BaseURL        string        `json:"base_url"`
	DatabaseURL    string        `json:"database_url"`
	RedisURL       string        `json:"redis_url"`
	EduDatabaseURL string        `json:"edu_database_url"`
	Accounts       []demoAccount `json:"accounts"`
	Sittings       []demoSitting `json:"sittings"`
}

func (p *province) ready(m *Main) demoReady {
	return demoReady{
		BaseURL: m.URL(), DatabaseURL: m.Data.DatabaseURL, RedisURL: m.Data.RedisURL, EduDatabaseURL: m.Data.EduDatabaseURL,
		Accounts: p.Accounts, Sittings: p.sittings,
	}
}

// seedProvince makes what is not there yet: units and accounts, the education
// database, the bank; and with every start new exams with fresh tickets.
func seedProvince(ctx context.Context, m *Main) (*province, error) {
	p := &province{}
	if err := p.people(ctx, m); err != nil {
		return nil, err
	}
	s := &seeder{m: m, stores: m.DB.Read(), flow: m.Flow, p: p, now: time.Now(), subjects: map[string]demoSubject{}}
	if err := s.bank(ctx); err != nil {
		return nil, err
	}
	return p, s.exams(ctx)
}

// seeder makes the demonstration's data.
type seeder struct {
	m        *Main
	stores   workflow.Stores
	flow     *workflow.Flow
	p        *province
	now      time.Time
	subjects map[string]demoSubject // by code
}

// demoUnits are a department and its schools. The province does not exist.
var demoUnits = []identity.Unit{
	{Kind: identity.UnitSo, Code: "99", Name: "Sở GDĐT tỉnh Minh Hoạ"},
	{Kind: identity.UnitTruong, SchoolKind: identity.SchoolPublic, Code: "99001001", Name: "THPT Nguyễn Trãi"},
	{Kind: identity.UnitTruong, SchoolKind: identity.SchoolGifted, Code: "99001002", Name: "THPT Lê Quý Đôn"},
	{Kind: identity.UnitTruong, SchoolKind: identity.SchoolPublic, Code: "99002001", Name: "THPT Chu Văn An"},
	{Kind: identity.UnitTruong, SchoolKind: identity.SchoolPrivate, Code: "99002002", Name: "THPT Trần Phú"},
}

// demoStaff is one account a role.
var demoStaff = []struct {
	role       exam.Role
	user, name string
}{
	{exam.RoleAdmin, "quantri", "Trần Quang Trị"},
	{exam.RoleTeacher, "giaovien", "Phạm Thị Hồng"},
	{exam.RoleReviewer, "phanbien", "Lê Văn Soạn"},
	{exam.RoleBoard, "hoidong", "Nguyễn Đức Khảo"},
	{exam.RoleInvigilator, "giamthi", "Vũ Thị Nghiêm"},
	{exam.RoleAnalyst, "chuyenvien", "Hoàng Minh Phân"},
	{exam.RoleAuditor, "thanhtra", "Đỗ Công Minh"},
}

// people makes units and accounts on the first start, and reads their
// passwords on later ones.
func (p *province) people(ctx context.Context, m *Main) error {
	path := filepath.Join(m.Config.DataDir, demoMarker)
	accounts, err := readDemoAccounts(path)
	if err != nil {
		return err
	}
	first := accounts == nil
	if first {
		for _, s := range demoStaff {
			accounts = append(accounts, demoAccount{Role: s.role, User: s.user, Password: demoPassword()})
		}
		if err := seedPeople(ctx, m.Identity, accounts); err != nil {
			return err
		}
		if err := writeReady(path, accounts); err != nil {
			return err
		}
	}
	p.Accounts = accounts
	for user, actor := range map[string]*exam.Actor{"giaovien": &p.teacher, "phanbien": &p.reviewer, "hoidong": &p.board} {
		session, err := m.Identity.Account(ctx, user)
		if err != nil {
			return fmt.Errorf("account %s: %w: try --fresh", user, err)
		}
		*actor, p.unit = session.Actor(), session.Account.UnitID
	}
	return nil
}

func readDemoAccounts(path string) ([]demoAccount, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the demonstration's accounts: %w", err)
	}
	var accounts []demoAccount
	if err := json.Unmarshal(b, &accounts); err != nil || len(accounts) == 0 {
		return nil, fmt.Errorf("read %s: it is not what a demonstration wrote: try --fresh", path)
	}
	return accounts, nil
}

// seedPeople creates the units and an account for each role.
func seedPeople(ctx context.Context, service *identity.Service, accounts []demoAccount) error {
	units := slices.Clone(demoUnits)
	for i := range units {
		units[i].ID = exam.UnitID(exam.NewID())
		if i > 0 {
			units[i].ParentID = units[0].ID
		}
	}
	passwords := map[string]string{}
	people := make([]identity.Account, len(demoStaff))
	for i, s := range demoStaff {
		people[i] = identity.Account{
			ID: exam.AccountID(exam.NewID()), Username: s.user, FullName: s.name, UnitID: units[0].ID,
			Grants: []identity.Grant{{Role: s.role, UnitID: units[0].ID}},
		}
		passwords[s.user] = accounts[i].Password
	}
	return service.Seed(ctx, units, people, func(a identity.Account) string { return passwords[a.Username] })
}

// demoPassword is random: a demonstration may be shown to a whole network.
func demoPassword() string {
	var b [10]byte
	_, _ = rand.Read(b[:]) // crypto/rand.Read never fails
	s := strings.ToLower(base32.StdEncoding.EncodeToString(b[:]))
	return s[:4] + "-" + s[4:8] + "-" + s[8:12]
}
