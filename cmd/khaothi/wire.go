package main

import (
	"context"
	"net/http"
	"runtime"
	"time"

	"khaothi/bank"
	"khaothi/bank/bankimport"
	"khaothi/bank/bankimport/excel"
	"khaothi/bank/bankpg"
	"khaothi/delivery"
	"khaothi/internal/audit"
	"khaothi/internal/board/boardpg"
	"khaothi/internal/identity"
	"khaothi/internal/identity/identitypg"
	"khaothi/internal/pdf"
	"khaothi/internal/workflow"
	"khaothi/internal/workflow/workflowpg"
	"khaothi/scoring/edudbpg"
	"khaothi/scoring/sheets"
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
	keys, err := delivery.NewKeys(m.Data.Secrets.Delivery())
	if err != nil {
		return nil, err
	}
	if err := m.join(ctx, keys); err != nil {
		return nil, err
	}
	d, err := newDelivering(ctx, m, keys)
	if err != nil {
		return nil, err
	}
	m.node = d
	m.ready.checks["delivery"] = d.reasons
	deps := web.Deps{
		Log:      m.Log,
		Now:      time.Now,
		Identity: m.Identity,
		Trail:    audit.NewTrail(m.Data.Pool),
		Bank:     bankpg.New(m.Data.Pool).Keyed(m.Data.Secrets.Vault()), Desk: m.desk, ReadItems: bankimport.Read, WriteItems: bankimport.WriteFile, Template: excel.Template, Sample: bankimport.Sample,
		Board:    boardpg.New(m.Data.Pool),
		Forms:    bankpg.New(m.Data.Pool),
		Sittings: m.Flow,
		Results:  m.Flow,
		Marking:  m.Flow,
		Sheets:   m.Flow,
		Layouts:  sheetLayouts{},
		Analyses: m.analyst,
		Mount:    d.mounts(),

		SeatRecord: d.record,
		Machines:   d.record,
		Watch:      d.watch,
		Rescue:     (&delivery.Rescuer{Record: d.record, Keys: keys}).Import,
		Act:        d.node.Act,
		Outline: func(ctx context.Context, hash string) (*delivery.Outline, error) {
			return delivery.ReadOutline(ctx, d.record, keys, hash)
		},
	}
	deps.ReadFormula = formulaReaders()
	if browser := pdf.FindBrowser(m.Config.Chromium); browser != nil {
		deps.Print = browser.Print
	}
	app, err := web.New(web.Config{SecureCookies: m.Config.SecureCookies(), Hosts: m.Config.hosts(), UIDir: m.Config.UIDir}, deps)
	if err != nil {
		return nil, err
	}
	prover, err := newProver(m.Data, d.record, m.Log)
	if err != nil {
		return nil, err
	}
	m.web = app
	err = m.serveMetrics(ctx, d.gauges(), d.histograms(), gauges{scriptSeconds(m.Data.Redis)}, proverGauges(prover), poolGauges(m.Data.Pool))
	if err != nil {
		return nil, err
	}
	d.start(ctx)
	m.proving = startProving(ctx, prover)
	m.bank = startBank(ctx, m.Data.Pool, m.Log)
	m.scoring = startScoring(ctx, m.Flow, m.Log)
	m.reading = startReading(ctx, m.Flow, m.Log)
	m.checking = startChecking(ctx, m.Flow, m.Log)
	m.analysing = startAnalysing(ctx, m.analyst, m.Log)
	return app.Handler(), nil
}

// join makes what crosses parts.
func (m *Main) join(ctx context.Context, keys *delivery.Keys) (err error) {
	m.Identity = newIdentity(m.Data)
	m.DB, m.desk = workflowpg.New(m.Data.Pool), bank.NewDesk(time.Now)
	c := workflow.Config{DB: m.DB, Keys: keys, Workbook: sheets.Workbook, Log: m.Log, Now: time.Now, Desk: m.desk, Scanner: &scanner{log: m.Log}, Readers: m.Config.ScanReaders}
	if c.Signer, err = m.Data.Secrets.Signer(); err != nil {
		return err
	}
	if m.Data.EduDatabaseURL != "" {
		if m.edu, err = edudbpg.Open(ctx, m.Data.EduDatabaseURL); err != nil {
			return err
		}
		c.Education = m.edu
	}
	c.Units = m.Identity.Tree
	m.Flow = workflow.New(c)
	m.analyst = m.Flow.NewAnalyst(max(1, runtime.GOMAXPROCS(0)/2)) // candidates may be at work beside it
	return nil
}

// newIdentity is units, accounts and sign-ins on the database.
func newIdentity(d *Data) *identity.Service {
	return identity.New(identitypg.New(d.Pool), identity.DefaultConfig(), time.Now)
}
