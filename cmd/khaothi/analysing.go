package main

import (
	"context"
	"log/slog"
	"time"

	"khaothi/internal/workflow"
)

// sweepInterval is how soon after a minute of silence a run of a node that is
// gone is called lost.
const sweepInterval = 15 * time.Second

// startAnalysing calls the runs of nodes that are gone lost. Every node does.
func startAnalysing(ctx context.Context, analyst *workflow.Analyst, log *slog.Logger) *loop {
	return startLoopNow(ctx, sweepInterval, func(ctx context.Context) {
		n, err := analyst.Sweep(ctx)
		if err != nil && ctx.Err() == nil {
			log.Error("look for lost analyses", "err", err)
		}
		if n > 0 {
			log.Warn("analyses of a node that is gone", "runs", n)
		}
	})
}
