package loadtest

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"sync"
	"time"
)

// Generator is another process that runs Serve: what is written goes to its
// standard input, what is read comes from its standard output. Close ends it
// and waits.
type Generator interface {
	io.ReadWriteCloser
	// LastWords is what it said on its standard error, for when it died.
	LastWords() string
}

// order is one line to a generator; each is answered with one answer. The
// first brings a plan, or an echo.
type order struct {
	Plan    *plan      `json:"plan,omitempty"`
	Status  bool       `json:"status,omitempty"`
	Detail  bool       `json:"detail,omitempty"`
	Horizon bool       `json:"horizon,omitempty"`
	Notice  *Notice    `json:"notice,omitempty"`
	Report  *bounds    `json:"report,omitempty"`
	Echo    *echoOrder `json:"echo,omitempty"`
}

// answer is one line from a generator.
type answer struct {
	Error   string   `json:"error,omitempty"`
	Status  *Status  `json:"status,omitempty"`
	Horizon *Horizon `json:"horizon,omitempty"`
	Report  *Report  `json:"report,omitempty"`
	Echoes  int64    `json:"echoes,omitempty"`
}

// remote is a crowd in another process.
type remote struct {
	name string
	gen  Generator
	out  *json.Encoder
	in   *json.Decoder
	once sync.Once
}

var _ part = (*remote)(nil)

func startRemote(ctx context.Context, spawn func(context.Context) (Generator, error), name string) (*remote, error) {
	gen, err := spawn(ctx)
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	return &remote{name: name, gen: gen, out: json.NewEncoder(gen), in: json.NewDecoder(gen)}, nil
}

// ask sends one order and reads its answer. A generator that has died, or does
// not answer within the limit, is an error that ends the run: what its
// candidates were told is not known any more.
func (r *remote) ask(ctx context.Context, o order, limit time.Duration) (answer, error) {
	late := time.AfterFunc(limit, r.close)
	defer late.Stop()
	stop := context.AfterFunc(ctx, r.close)
	defer stop()
	var a answer
	err := r.out.Encode(o)
	if err == nil {
		err = r.in.Decode(&a)
	}
	if ctx.Err() != nil {
		return a, ctx.Err()
	}
	if err != nil {
		r.close()
		return a, fmt.Errorf("%s died in the middle of the run, and nobody knows what its candidates were told: %w %s", r.name, err, r.gen.LastWords())
	}
	if a.Error != "" {
		return a, fmt.Errorf("%s: %s", r.name, a.Error)
	}
	return a, nil
}

// Limits of an answer: one that only counts, and one that reads the record.
const (
	soon = 30 * time.Second
	long = 10 * time.Minute
)

func (r *remote) begin(ctx context.Context, p plan) error {
	_, err := r.ask(ctx, order{Plan: &p}, soon)
	return err
}

func (r *remote) status(ctx context.Context, detail bool) (Status, error) {
	a, err := r.ask(ctx, order{Status: true, Detail: detail}, soon)
	if err != nil || a.Status == nil {
		return Status{}, r.lacking(err)
	}
	return *a.Status, nil
}

func (r *remote) horizon(ctx context.Context) (Horizon, error) {
	a, err := r.ask(ctx, order{Horizon: true}, soon)
	if err != nil || a.Horizon == nil {
		return Horizon{}, r.lacking(err)
	}
	return *a.Horizon, nil
}

func (r *remote) tell(ctx context.Context, n Notice) error {
	_, err := r.ask(ctx, order{Notice: &n}, soon)
	return err
}

func (r *remote) report(ctx context.Context, b bounds) (Report, error) {
	a, err := r.ask(ctx, order{Report: &b}, long)
	if err != nil || a.Report == nil {
		return Report{}, r.lacking(err)
	}
	return *a.Report, nil
}

// lacking is err, or that the answer does not answer.
func (r *remote) lacking(err error) error {
	if err == nil {
		err = fmt.Errorf("%s answered something else: is it the same version of the program?", r.name)
	}
	return err
}

func (r *remote) close() {
	r.once.Do(func() { _ = r.gen.Close() }) // it is not needed any more
}
