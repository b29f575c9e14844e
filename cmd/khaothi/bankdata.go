package main

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/jackc/pgx/v5/pgxpool"

	"khaothi/bank/bankpg"
	"khaothi/bank/curriculum"
)

// prepareBank brings what the bank derives up to the code that runs now: the
// national programme, the use of items in exams, and what items are found by (a thousand items a second,
// and nothing once it is done).
func prepareBank(ctx context.Context, pool *pgxpool.Pool, log *slog.Logger) error {
	store := bankpg.New(pool)
	p := curriculum.National()
	if err := store.SeedCurriculum(ctx, p.Version, p.Nodes); err != nil {
		return fmt.Errorf("store the programme %s: %w", p.Version, err)
	}
	if _, err := store.RefreshUse(ctx); err != nil {
		return fmt.Errorf("count the use of questions: %w", err)
	}
	n, err := store.Reindex(ctx)
	if err != nil {
		return fmt.Errorf("index the questions: %w", err)
	}
	if n > 0 {
		log.Info("indexed questions for search", "items", n)
	}
	return nil
}
