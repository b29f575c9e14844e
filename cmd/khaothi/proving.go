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

// newProver signs proofs with this installation's key.
func newProver(d *Data, record delivery.Proofs, log *slog.Logger) (*delivery.Prover, error) {
	signer, err := d.Secrets.Signer()
	if err != nil {
		return nil, err
	}
	return &delivery.Prover{Proofs: record, Signer: signer, Now: time.Now, Log: log}, nil
}

// startProving signs the proofs of sittings as they close. Every node does:
// what one has signed, the others leave alone.
func startProving(ctx context.Context, p *delivery.Prover) *loop {
	return startLoop(ctx, proveInterval, func(ctx context.Context) {
		n, err := p.Turn(ctx)
		if err != nil && ctx.Err() == nil {
			p.Log.Error("sign closed sittings", "err", err)
		}
		if n > 0 {
			p.Log.Info("signed the proofs of closed sittings", "sittings", n)
		}
	})
}

func proverGauges(p *delivery.Prover) gauges {
	return gauges{counted(prometheus.CounterValue, "alarm_proof_refused_total",
		"ALARM: a closed sitting was changed and no action explains it", p.Refused)}
}
