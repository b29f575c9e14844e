package main

import (
	"context"
	"log/slog"
	"time"

	"khaothi/internal/workflow"
)

// scoreInterval is how soon after its end a sitting is scored.
const scoreInterval = time.Second

// scoring scores sittings as they close. Every node does: what one has scored,
// the others leave alone.
type scoringLoop struct {
	flow   *workflow.Flow
	log    *slog.Logger
	cancel context.CancelFunc
	done   chan struct{}
}

// startScoring never blocks.
func startScoring(ctx context.Context, flow *workflow.Flow, log *slog.Logger) *scoringLoop {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	l := &scoringLoop{flow: flow, log: log, cancel: cancel, done: make(chan struct{})}
	go l.run(ctx)
	return l
}

func (l *scoringLoop) run(ctx context.Context) {
	defer close(l.done)
	tick := time.NewTicker(scoreInterval)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		reports, err := l.flow.ScoreClosed(ctx)
		if err != nil && ctx.Err() == nil {
			l.log.Error("look for sittings to score", "err", err)
		}
		for id, r := range reports {
			l.log.Info("scored", "sitting", id, "sealed", r.Sealed, "absent", r.Absent, "incomplete", r.Incomplete)
		}
	}
}

// stop ends the loop after the sitting in hand.
func (l *scoringLoop) stop() {
	l.cancel()
	<-l.done
}
