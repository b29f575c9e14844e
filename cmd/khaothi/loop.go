package main

import (
	"context"
	"time"
)

// loop is work that is done again and again until it is stopped.
type loop struct {
	cancel context.CancelFunc
	done   chan struct{}
}

// startLoop never blocks; the first turn comes after d. The end of ctx does not
// end it, only stop does.
func startLoop(ctx context.Context, d time.Duration, turn func(context.Context)) *loop {
	return inBackground(ctx, func(ctx context.Context) { each(ctx, d, turn) })
}

// startLoopNow is startLoop with a turn at once.
func startLoopNow(ctx context.Context, d time.Duration, turn func(context.Context)) *loop {
	return inBackground(ctx, func(ctx context.Context) {
		turn(ctx)
		each(ctx, d, turn)
	})
}

func inBackground(ctx context.Context, f func(context.Context)) *loop {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	l := &loop{cancel: cancel, done: make(chan struct{})}
	go func() {
		defer close(l.done)
		f(ctx)
	}()
	return l
}

// stop ends the loop after the turn in hand.
func (l *loop) stop() {
	l.cancel()
	<-l.done
}

// each calls turn every d until ctx ends.
func each(ctx context.Context, d time.Duration, turn func(context.Context)) {
	tick := time.NewTicker(d)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			turn(ctx)
		}
	}
}
