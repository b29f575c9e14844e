package loadtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Serve is a generator: it reads orders, one JSON object each, and answers
// them, until its input ends. The record is what its crowd compares with; it
// may be nil where no report will be asked for.
func Serve(ctx context.Context, in io.Reader, out io.Writer, record Record) error {
	s := &server{record: record}
	defer s.close()
	from, to := json.NewDecoder(in), json.NewEncoder(out)
	for {
		var o order
		err := from.Decode(&o)
		if errors.Is(err, io.EOF) || ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			return fmt.Errorf("read an order: %w", err)
		}
		a, err := s.obey(ctx, o)
		if err != nil {
			a = answer{Error: err.Error()}
		}
		if err := to.Encode(a); err != nil {
			return fmt.Errorf("answer an order: %w", err)
		}
	}
}

// server is the state of a generator.
type server struct {
	record Record
	crowd  *crowd
	echo   echoes
}

func (s *server) close() {
	s.echo.close()
	if s.crowd != nil {
		s.crowd.close()
	}
}

// obey carries out one order.
func (s *server) obey(ctx context.Context, o order) (a answer, err error) {
	switch {
	case o.Echo != nil:
		a.Echoes, err = s.echo.obey(ctx, *o.Echo)
		return a, err
	case o.Plan != nil:
		return a, s.begin(ctx, *o.Plan)
	case s.crowd == nil:
		return a, errors.New("the first order must bring a plan")
	case o.Status:
		var st Status
		st, err = s.crowd.status(ctx, o.Detail)
		a.Status = &st
	case o.Horizon:
		var h Horizon
		h, err = s.crowd.horizon(ctx)
		a.Horizon = &h
	case o.Notice != nil:
		err = s.crowd.tell(ctx, *o.Notice)
	case o.Report != nil:
		var r Report
		r, err = s.crowd.report(ctx, *o.Report)
		a.Report = &r
	default:
		err = errors.New("an order that says nothing")
	}
	return a, err
}

func (s *server) begin(ctx context.Context, p plan) error {
	if s.crowd != nil {
		return errors.New("there is a crowd already")
	}
	if len(p.Targets) == 0 || len(p.Tickets) == 0 {
		return errors.New("a plan without a target or tickets")
	}
	s.crowd = newCrowd(p)
	s.crowd.record = s.record
	s.crowd.start(ctx)
	return nil
}
