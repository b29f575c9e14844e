package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"khaothi/internal/exam"
	"khaothi/loadtest"
	"khaothi/scoring"
)

// demoSummary is what the sitting of the simulated candidates came to.
type demoSummary struct {
	BaseURL    string            `json:"base_url"`
	Results    string            `json:"results"` // address of the page
	Candidates int               `json:"candidates"`
	Answers    int64             `json:"answers"` // acknowledged
	Lost       int64             `json:"lost"`
	Duplicated int64             `json:"duplicated"`
	Sealed     int               `json:"sealed"`
	Scored     int               `json:"scored"`
	Mean       scoring.Points    `json:"mean"` // hundredths
	Exported   scoring.EduReport `json:"exported"`
	Repeated   scoring.EduReport `json:"repeated"` // a second export: it changes nothing
	Workbook   string            `json:"workbook"`
	Seconds    float64           `json:"seconds"`
}

// simulate lets the candidates of the sitting work until it is sealed, then
// scores, publishes and exports it.
func (p *province) simulate(ctx context.Context, m *Main, say func(string, ...any)) (demoSummary, error) {
	began := time.Now()
	var tickets []loadtest.Ticket
	for _, s := range p.sittings {
		if s.ID == p.sim {
			for _, t := range s.Tickets {
				tickets = append(tickets, loadtest.Ticket{Number: t.Number, Code: t.Code})
			}
		}
	}
	say("\n50 thí sinh mô phỏng vào phòng chờ… / 50 simulated candidates sit “Toán – ca tự chạy” now")
	know, err := p.knowledge(ctx, m)
	if err != nil {
		return demoSummary{}, err
	}
	work, err := loadtest.Run(ctx, loadtest.Config{
		Target: m.localURL(), Tickets: tickets, Sitting: string(p.sim), Rate: 120, Profile: loadtest.Steady,
		Duration: 15 * time.Second, Record: sqlRecord{m.Data.Pool}, Log: func(string, ...any) {}, Seed: 2025, Know: know,
	})
	if err != nil {
		return demoSummary{}, err
	}
	s := demoSummary{
		BaseURL: m.URL(), Results: m.URL() + "/ket-qua/ca/" + string(p.sim), Candidates: len(tickets), Answers: work.Acked, Lost: work.Lost, Duplicated: work.Duplicated, Sealed: work.Sealed,
	}
	if err := p.results(ctx, m, &s); err != nil {
		return s, err
	}
	s.Seconds = time.Since(began).Seconds()
	return s, nil
}

// results waits for the scores, publishes them, and sends them out.
func (p *province) results(ctx context.Context, m *Main, s *demoSummary) error {
	stored, err := waitForScores(ctx, m, p.sim)
	if err != nil {
		return err
	}
	s.Scored = len(stored)
	points := make([]scoring.Points, len(stored))
	for i := range stored {
		points[i] = stored[i].Result.Points
	}
	s.Mean = scoring.Describe(points, 50, 1000).Mean
	if _, err := m.DB.Read().Scores.Publish(ctx, p.board, p.sim, nil); err != nil {
		return fmt.Errorf("publish the results: %w", err)
	}
	if s.Exported, err = m.Flow.ExportEdu(ctx, p.board, p.exam); err != nil {
		return fmt.Errorf("export to the education database: %w", err)
	}
	if s.Repeated, err = m.Flow.ExportEdu(ctx, p.board, p.exam); err != nil {
		return fmt.Errorf("export to the education database again: %w", err)
	}
	book, err := m.Flow.Workbook(ctx, p.exam)
	if err != nil {
		return fmt.Errorf("make the workbook: %w", err)
	}
	s.Workbook = filepath.Join(m.Config.DataDir, "ket-qua-minh-hoa.xlsx")
	if err := os.WriteFile(s.Workbook, book, 0o600); err != nil {
		return fmt.Errorf("write the workbook: %w", err)
	}
	return nil
}

// waitForScores returns the results once the server's own loop has made them.
func waitForScores(ctx context.Context, m *Main, id exam.SittingID) ([]scoring.Stored, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		stored, err := m.DB.Read().Scores.Latest(ctx, []exam.SittingID{id})
		if err != nil || len(stored) > 0 {
			return stored, err
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("the sitting was not scored within a minute: %w", ctx.Err())
		case <-tick.C:
		}
	}
}

// fault is an error if the sitting did not end as it must.
func (s demoSummary) fault() error {
	if s.Lost > 0 || s.Duplicated > 0 || s.Sealed != s.Candidates || s.Scored != s.Candidates || s.Exported.New != s.Candidates {
		return exitError{exitFailed, fmt.Errorf("of %d candidates: sealed %d, scored %d, exported %d, answers lost %d, doubled %d",
			s.Candidates, s.Sealed, s.Scored, s.Exported.New, s.Lost, s.Duplicated)}
	}
	return nil
}

// print tells a person.
func (s demoSummary) print(w io.Writer) error {
	_, err := fmt.Fprintf(w, `
Ca thi tự chạy đã kết thúc / the sitting has run to its end (%.0f s)
  thí sinh / candidates       %d
  câu trả lời đã lưu / saved  %d (mất %d, trùng %d)
  đã niêm phong / sealed      %d
  đã chấm / scored            %d (điểm trung bình / mean %s)
  CSDL giáo dục / exported    %d mới, lần hai: %d thay đổi
  bảng điểm / workbook        %s
  kết quả / results           %s

`, s.Seconds, s.Candidates, s.Answers, s.Lost, s.Duplicated, s.Sealed, s.Scored, s.Mean,
		s.Exported.New, s.Repeated.New+s.Repeated.Updated+s.Repeated.Cancelled, s.Workbook, s.Results)
	return err
}
