package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"khaothi/delivery"
	"khaothi/internal/board"
	"khaothi/internal/exam"
	"khaothi/internal/identity"
	"khaothi/internal/identity/identitypg"
	"khaothi/internal/workflow"
	"khaothi/internal/workflow/workflowpg"
	"khaothi/loadtest"
	"khaothi/scoring/sheets"
)

// loadSitting is the sitting that simulated candidates sit, made as a board
// makes one: questions in the bank, a form with four variants, an exam with
// candidates, rooms and seats. So the node scores it by itself when it ends.
type loadSitting struct {
	id      exam.SittingID
	flow    *workflow.Flow
	read    workflow.Stores
	tickets []loadtest.Ticket
}

// loadChoices make a paper of 40 fields with the 16 statements and 6 short
// answers of every form: that of Vật lí and Hoá học of 2025, 50 minutes.
const loadChoices = 18

// minLoadDuration is the shortest sitting that a board may plan.
const minLoadDuration = 5 * time.Second

// loadPlan is what the sitting is to be like.
type loadPlan struct {
	students        int
	duration, grace time.Duration
}

// newLoadSitting prepares the sitting. It waits for begin: its planned start is
// far away.
func newLoadSitting(ctx context.Context, pool *pgxpool.Pool, secrets Secrets, plan loadPlan) (*loadSitting, error) {
	keys, err := delivery.NewKeys(secrets.Delivery())
	if err != nil {
		return nil, err
	}
	db := workflowpg.New(pool)
	l := &loadSitting{read: db.Read()}
	l.flow = workflow.New(workflow.Config{DB: db, Keys: keys, Workbook: sheets.Workbook, Log: slog.New(slog.DiscardHandler), Now: time.Now})
	unit := identity.Unit{ID: exam.UnitID(exam.NewID()), Kind: identity.UnitSo, Code: "99", Name: "Sở GDĐT tỉnh Thử Tải"}
	people := identity.New(identitypg.New(pool), identity.DefaultConfig(), time.Now)
	if err := people.Seed(ctx, []identity.Unit{unit}, nil, nil); err != nil {
		return nil, err
	}
	p := &province{teacher: exam.System(), board: exam.System(), unit: unit.ID}
	p.reviewer = exam.Actor{ID: "loadtest", Name: "khaothi loadtest"} // nobody approves a question of their own
	s := &seeder{stores: l.read, flow: l.flow, p: p, now: time.Now(), subjects: map[string]demoSubject{}}
	if err := s.maths(ctx, loadChoices, "thptqg-2025-vatli"); err != nil {
		return nil, err
	}
	return l, l.make(ctx, s, plan)
}

func (l *loadSitting) make(ctx context.Context, s *seeder, plan loadPlan) error {
	profile, err := board.ProfileByName("thptqg-2025")
	if err != nil {
		return err
	}
	e, err := l.read.Board.CreateExam(ctx, s.p.board, board.Exam{
		Name: "Thử tải", UnitID: s.p.unit, Profile: profile.Name, SchoolYear: schoolYear(s.now), Settings: profile.Settings,
	})
	if err != nil {
		return err
	}
	candidates, err := l.candidates(ctx, s, e, plan.students)
	if err != nil {
		return err
	}
	rooms, err := s.rooms(ctx, e, len(candidates))
	if err != nil {
		return err
	}
	err = s.sitting(ctx, e, demoPlan{
		name: "Thử tải", state: exam.SittingOpen, startsIn: 24 * time.Hour, duration: plan.duration, grace: plan.grace,
	}, candidates, rooms)
	if err != nil {
		return err
	}
	l.id = s.p.sittings[0].ID
	for _, t := range s.p.sittings[0].Tickets {
		l.tickets = append(l.tickets, loadtest.Ticket{Number: t.Number, Code: t.Code})
	}
	return nil
}

// candidates makes so many and numbers them.
func (l *loadSitting) candidates(ctx context.Context, s *seeder, e board.Exam, n int) ([]board.Candidate, error) {
	list := make([]board.Candidate, n)
	for i := range list {
		list[i] = board.Candidate{
			FamilyName: "Thí sinh", GivenName: fmt.Sprintf("Số %05d", i+1), BirthDate: time.Date(2008, 1, 1+i%365, 0, 0, 0, 0, time.UTC),
			Gender: board.GenderFemale, PupilCode: fmt.Sprintf("99%010d", i+1), SchoolCode: "99001001", SchoolName: "THPT Thử Tải", ClassCode: "12A1",
		}
	}
	roster := board.RosterImport{ExamID: e.ID, Mode: board.ImportAdd, FileName: "loadtest", SHA256: fmt.Sprintf("%064x", n), Candidates: list}
	if err := l.read.Board.ImportRoster(ctx, s.p.board, roster); err != nil {
		return nil, fmt.Errorf("make the candidates: %w", err)
	}
	page, err := l.read.Board.ListCandidates(ctx, e.ID, board.CandidateFilter{})
	if err != nil {
		return nil, err
	}
	numbers, err := board.Number(page.Candidates, e.Settings)
	if err != nil {
		return nil, err
	}
	if err := l.read.Board.NumberCandidates(ctx, s.p.board, e.ID, numbers); err != nil {
		return nil, err
	}
	page, err = l.read.Board.ListCandidates(ctx, e.ID, board.CandidateFilter{})
	return page.Candidates, err
}

// begin starts it now.
func (l *loadSitting) begin(ctx context.Context) (time.Time, error) {
	now := time.Now()
	return now, l.flow.StartSitting(ctx, exam.System(), l.id)
}

// watch looks for the results from the end of the work on. What it returns
// waits for them and fills them in.
func (l *loadSitting) watch(ctx context.Context, cfg *loadtest.Config) func(*loadtest.Result) error {
	var n int
	var at time.Time
	var err error
	done := make(chan struct{})
	ending := cfg.Ending
	cfg.Ending = func() {
		ending()
		go func() {
			defer close(done)
			n, at, err = l.scored(ctx, cfg.Duration)
		}()
	}
	return func(res *loadtest.Result) error {
		<-done
		res.Scored = n
		if n > 0 {
			res.ScoredS = max(at.Sub(res.Due).Seconds(), 0)
		}
		return err
	}
}

// scoreLimit is how long the node may take to seal and score.
const scoreLimit = 3 * time.Minute

// scored waits until the node has scored the sitting, and returns how many
// results stand in the database and when they did. A sitting whose candidates
// have all handed in goes on to its deadline before it is scored: extra.
func (l *loadSitting) scored(ctx context.Context, extra time.Duration) (int, time.Time, error) {
	for limit := time.Now().Add(scoreLimit + extra); ; {
		counts, err := l.read.Scores.Counts(ctx, []exam.SittingID{l.id})
		if err != nil {
			return 0, time.Time{}, fmt.Errorf("count the results: %w", err)
		}
		if c, there := counts[l.id]; there {
			return c.Scored, time.Now(), nil
		}
		if time.Now().After(limit) {
			return 0, time.Now(), nil
		}
		select {
		case <-ctx.Done():
			return 0, time.Time{}, ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}
