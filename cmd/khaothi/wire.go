package main

import (
	"context"
	"net/http"
	"time"

	"khaothi/internal/audit"
	"khaothi/internal/identity"
	"khaothi/internal/identity/identitypg"
	"khaothi/web"
)

// node is what takes candidates' answers: it lives between the pools and the
// listener.
type node interface {
	// Stop sends every candidate away with close code 4001, lets their answers
	// reach the record and ends.
	Stop(ctx context.Context) error
}

// wire builds the parts on the data and joins them: the one place that knows
// which adapter stands behind which interface.
func (m *Main) wire(ctx context.Context) (http.Handler, error) {
	d, err := newDelivering(ctx, m.Data, m.Config, m.Log)
	if err != nil {
		return nil, err
	}
	m.node = d
	m.ready.checks["delivery"] = d.reasons
	deps := web.Deps{
		Log:      m.Log,
		Now:      time.Now,
		Identity: newIdentity(m.Data),
		Trail:    audit.NewTrail(m.Data.Pool),
		Mount:    d.mounts(),
	}
	app, err := web.New(web.Config{SecureCookies: m.Config.SecureCookies(), Hosts: m.Config.hosts(), UIDir: m.Config.UIDir}, deps)
	if err != nil {
		return nil, err
	}
	if err := m.serveMetrics(ctx, d.gauges(), poolGauges(m.Data.Pool)); err != nil {
		return nil, err
	}
	d.start(ctx)
	return app.Handler(), nil
}

// newIdentity is units, accounts and sign-ins on the database.
func newIdentity(d *Data) *identity.Service {
	return identity.New(identitypg.New(d.Pool), identity.DefaultConfig(), time.Now)
}
