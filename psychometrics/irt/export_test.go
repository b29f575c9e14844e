package irt

import "khaothi/psychometrics"

// NewPass returns one pass over the persons with its M-step's gradients, for
// the benchmark.
func NewPass(r *psychometrics.Responses, m Model, threads int) (func() float64, error) {
	o := Options{Model: m, Threads: threads}
	if err := o.complete(r); err != nil {
		return nil, err
	}
	pr, err := o.problem(r)
	if err != nil {
		return nil, err
	}
	return func() float64 { return pr.evaluate(pr.start()).f }, nil
}
