package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"khaothi/bank/bankpg"
	"khaothi/bank/curriculum"
)

// prepareBank stores the national programme, which every command needs: nothing
// to do once it is there.
func prepareBank(ctx context.Context, pool *pgxpool.Pool) error {
	p := curriculum.National()
	if err := bankpg.New(pool).SeedCurriculum(ctx, p.Version, p.Nodes); err != nil {
		return fmt.Errorf("store the programme %s: %w", p.Version, err)
	}
	return nil
}

// refreshEvery is how often the use of questions in exams is counted again.
const refreshEvery = 10 * time.Minute

// startBank brings what the bank derives up to the code that runs now and to the
// sittings that were held, beside the serving: the first turn at once, for the
// index of 200,000 questions takes minutes when its rules have changed. Every
// node may do it at the same time. An error is logged and tried again.
func startBank(ctx context.Context, pool *pgxpool.Pool, log *slog.Logger) *loop {
	store := bankpg.New(pool)
	turn := func(ctx context.Context) {
		n, err := store.Reindex(ctx)
		if n > 0 {
			log.Info("indexed questions for search", "items", n)
		}
		if err == nil {
			_, err = store.RefreshUse(ctx)
		}
		if err != nil && ctx.Err() == nil {
			log.Warn("refresh what the bank derives", "err", err)
		}
	}
	return startLoopNow(ctx, refreshEvery, turn)
}
