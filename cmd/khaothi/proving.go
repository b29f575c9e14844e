package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"khaothi/delivery"
)

// proveInterval is how soon after its end a sitting is signed.
const proveInterval = time.Second

// provingLoop signs the proofs of closed sittings. Every node runs one: what
// one has signed, the others leave alone.
type provingLoop struct {
	prover *delivery.Prover
	log    *slog.Logger
	cancel context.CancelFunc
	done   chan struct{}
}

// newProving makes the loop; start sets it to work.
func newProving(d *Data, record delivery.Proofs, log *slog.Logger) (*provingLoop, error) {
	signer, err := d.Secrets.Signer()
	if err != nil {
		return nil, err
	}
	p := &delivery.Prover{Proofs: record, Signer: signer, Now: time.Now, Log: log}
	return &provingLoop{prover: p, log: log, done: make(chan struct{})}, nil
}

// start never blocks.
func (l *provingLoop) start(ctx context.Context) {
	ctx, l.cancel = context.WithCancel(context.WithoutCancel(ctx))
	go l.run(ctx)
}

func (l *provingLoop) run(ctx context.Context) {
	defer close(l.done)
	tick := time.NewTicker(proveInterval)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		n, err := l.prover.Turn(ctx)
		if err != nil && ctx.Err() == nil {
			l.log.Error("sign closed sittings", "err", err)
		}
		if n > 0 {
			l.log.Info("signed the proofs of closed sittings", "sittings", n)
		}
	}
}

// stop ends the loop after the sitting in hand.
func (l *provingLoop) stop() {
	l.cancel()
	<-l.done
}

func (l *provingLoop) gauges() gauges {
	return gauges{counted(prometheus.CounterValue, "alarm_proof_refused_total",
		"ALARM: a closed sitting was changed and no action explains it", l.prover.Refused)}
}
