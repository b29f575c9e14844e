package web

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"khaothi/bank"
	"khaothi/bank/assemble"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
)

// drawer makes draws in the background: one at a time, since each takes a whole
// core, while others wait.
type drawer struct {
	d     Deps
	turn  chan struct{}
	ctx   context.Context //nolint:containedctx // of all draws: ends when the app closes
	stop  context.CancelFunc
	wg    sync.WaitGroup
	mu    sync.Mutex
	going map[exam.AccountID]int
}

// maxDraws is how many draws a person may have running or waiting on a node.
const maxDraws = 3

// drawTime bounds one draw, and seeEvery is how often the record is told.
const (
	drawTime = 2 * time.Minute
	seeEvery = 700 * time.Millisecond
)

func newDrawer(d Deps) *drawer {
	dr := &drawer{d: d, turn: make(chan struct{}, 1), going: map[exam.AccountID]int{}}
	dr.ctx, dr.stop = context.WithCancel(context.Background())
	return dr
}

// close ends all draws and waits for them.
func (dr *drawer) close() {
	dr.stop()
	dr.wg.Wait()
}

// start prepares a draw and leaves it to the background.
func (dr *drawer) start(ctx context.Context, s identity.Session, in *drawInput) (drawView, error) {
	work, err := dr.d.prepare(ctx, s, in)
	if err != nil {
		return drawView{}, err
	}
	if !dr.enter(work.who.ID) {
		return drawView{}, fault.New(fault.Conflict, "draw.many").With("max", maxDraws)
	}
	body, err := assemble.Write(work.b)
	if err == nil {
		work.draw, err = dr.d.Bank.StartDraw(ctx, work.who, bank.Draw{Blueprint: in.ID, Unit: work.unit, Body: body})
	}
	if err != nil {
		dr.leave(work.who.ID)
		return drawView{}, err
	}
	dr.wg.Go(func() {
		defer dr.leave(work.who.ID)
		dr.run(work)
	})
	return viewDraw(work.draw), nil
}

func (dr *drawer) enter(who exam.AccountID) bool {
	dr.mu.Lock()
	defer dr.mu.Unlock()
	if dr.ctx.Err() != nil || dr.going[who] >= maxDraws {
		return false
	}
	dr.going[who]++
	return true
}

func (dr *drawer) leave(who exam.AccountID) {
	dr.mu.Lock()
	defer dr.mu.Unlock()
	dr.going[who]--
}

// run makes a draw and keeps what came of it.
func (dr *drawer) run(work drawWork) {
	ctx, cancel := context.WithTimeout(dr.ctx, drawTime+30*time.Second)
	defer cancel()
	seen := &progress{}
	done := make(chan struct{})
	var told sync.WaitGroup
	told.Go(func() { dr.tell(ctx, work.draw.ID, seen, cancel, done) })
	drawn, err := dr.make(ctx, work, seen)
	close(done)
	told.Wait()
	draw, forms := dr.outcome(work, drawn, err, seen.wasCancelled())
	// The context of the draw may be over; its end is still to be kept.
	end, release := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer release()
	_, err = dr.d.Bank.EndDraw(end, work.who, draw, forms)
	if fault.CodeOf(err) == "draw.over" && draw.State != bank.DrawCancelled { // cancelled in the last moment
		draw.State = bank.DrawCancelled
		_, err = dr.d.Bank.EndDraw(end, work.who, draw, nil)
	}
	if err != nil {
		dr.d.Log.Error("end a draw", "draw", draw.ID, "err", err)
	}
}

// make waits for its turn and draws.
func (dr *drawer) make(ctx context.Context, work drawWork, seen *progress) (assemble.Drawn, error) {
	select {
	case dr.turn <- struct{}{}:
		defer func() { <-dr.turn }()
	case <-ctx.Done():
		return assemble.Drawn{}, ctx.Err()
	}
	return assemble.Make(ctx, work.b, work.items, work.table, assemble.Options{Time: drawTime, Seed: work.seed, Progress: seen.set, Now: dr.d.Now})
}

// outcome turns what Make returned into the end of a draw.
func (dr *drawer) outcome(work drawWork, drawn assemble.Drawn, err error, cancelled bool) (bank.Draw, []bank.Form) {
	draw, forms := work.draw, []bank.Form(nil)
	r := drawReport{Usable: drawn.Usable, LeftOut: drawn.LeftOut, Unknown: drawn.Unknown, Objective: drawn.Objective, Bound: drawn.Bound, Gap: drawn.Gap}
	var conflict *assemble.ConflictError
	switch {
	case err == nil:
		draw.State, forms = bank.DrawDone, work.forms(drawn)
		for _, d := range drawn.Draws {
			r.Sums = append(r.Sums, d.Sums)
		}
	case cancelled:
		draw.State = bank.DrawCancelled
	case errors.As(err, &conflict):
		draw.State, r.Short, r.Conflict = bank.DrawConflict, conflict.Short, conflict.Demands
	case errors.Is(err, assemble.ErrTime):
		draw.State, r.Problem = bank.DrawFailed, "draw.time"
	default:
		draw.State, r.Problem = bank.DrawFailed, "draw.stopped"
		if dr.ctx.Err() == nil {
			dr.d.Log.Error("draw forms", "draw", draw.ID, "err", err)
		}
	}
	report, err := json.Marshal(r)
	if err != nil { // numbers that JSON does not have
		dr.d.Log.Error("report a draw", "draw", draw.ID, "err", err)
		report = json.RawMessage(`{}`)
	}
	draw.Report = report
	return draw, forms
}

// progress is where a draw stands.
type progress struct {
	mu        sync.Mutex
	done      int
	stage     assemble.Stage
	cancelled bool
}

func (p *progress) set(done float64, s assemble.Stage) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done, p.stage = min(99, max(0, int(100*done))), s
}

func (p *progress) get() (int, assemble.Stage) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.done, p.stage
}

func (p *progress) wasCancelled() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.cancelled
}

func (p *progress) setCancelled() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cancelled = true
}

// tell keeps the record up to date and ends the draw when somebody cancels it.
func (dr *drawer) tell(ctx context.Context, id string, p *progress, cancel context.CancelFunc, over <-chan struct{}) {
	tick := time.NewTicker(seeEvery)
	defer tick.Stop()
	for {
		select {
		case <-over:
			return
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		done, stage := p.get()
		text, err := json.Marshal(stage)
		if err != nil {
			continue // a stage is plain text
		}
		cancelled, err := dr.d.Bank.SeeDraw(ctx, id, done, text)
		if err != nil && ctx.Err() == nil {
			dr.d.Log.Warn("note a draw", "draw", id, "err", err)
		}
		if cancelled {
			p.setCancelled()
			cancel()
			return
		}
	}
}
