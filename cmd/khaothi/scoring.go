package main

import (
	"context"
	"log/slog"
	"time"

	"khaothi/internal/workflow"
)

// scoreInterval is how soon after its end a sitting is scored.
const scoreInterval = time.Second

// startScoring scores sittings as they close. Every node does: what one has
// scored, the others leave alone.
func startScoring(ctx context.Context, flow *workflow.Flow, log *slog.Logger) *loop {
	return startLoop(ctx, scoreInterval, func(ctx context.Context) {
		reports, err := flow.ScoreClosed(ctx)
		if err != nil && ctx.Err() == nil {
			log.Error("look for sittings to score", "err", err)
		}
		for id, r := range reports {
			log.Info("scored", "sitting", id, "sealed", r.Sealed, "absent", r.Absent, "incomplete", r.Incomplete)
		}
	})
}
