package main

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"time"

	"khaothi/internal/fault"
	"khaothi/internal/workflow"
	"khaothi/omr/layout"
	"khaothi/web"
)

// sheetLayouts is web.Layouts: the built-in answer sheets.
type sheetLayouts struct{}

// Names implements web.Layouts.
func (sheetLayouts) Names() []web.LayoutName {
	var out []web.LayoutName
	for _, name := range layout.Builtins() {
		if l, ok := layout.Builtin(name); ok {
			out = append(out, web.LayoutName{Name: l.Name, Title: l.Title})
		}
	}
	return out
}

// Find implements web.Layouts.
func (sheetLayouts) Find(nameOrJSON string) ([]byte, error) {
	l, ok := layout.Builtin(nameOrJSON)
	if !ok {
		var err error
		if !strings.HasPrefix(strings.TrimSpace(nameOrJSON), "{") {
			return nil, fault.New(fault.NotFound, "omr.layout_unknown").With("name", nameOrJSON)
		}
		if l, err = layout.Read([]byte(nameOrJSON)); err != nil {
			return nil, fault.New(fault.Invalid, "omr.layout").With("problem", err.Error())
		}
	}
	var out bytes.Buffer
	err := json.NewEncoder(&out).Encode(l)
	return out.Bytes(), err
}

// readInterval is how soon a scan is read after its stage was opened.
const readInterval = 2 * time.Second

// startChecking runs checks against the originals that wait. Every node does.
func startChecking(ctx context.Context, flow *workflow.Flow, log *slog.Logger) *loop {
	return startLoop(ctx, readInterval, func(ctx context.Context) {
		if err := flow.RunSheetsChecks(ctx); err != nil && ctx.Err() == nil {
			log.Error("check answer sheets against the originals", "err", err)
		}
	})
}

// startReading reads scans that wait. Every node does.
func startReading(ctx context.Context, flow *workflow.Flow, log *slog.Logger) *loop {
	return startLoop(ctx, readInterval, func(ctx context.Context) {
		n, err := flow.ReadScans(ctx)
		if err != nil && ctx.Err() == nil {
			log.Error("read scans", "err", err)
		}
		if n > 0 {
			log.Info("scans read", "files", n)
		}
	})
}
