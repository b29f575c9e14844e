package analysis

import (
	"errors"
	"fmt"
	"slices"

	"khaothi/psychometrics"
	"khaothi/psychometrics/irt"
	"khaothi/psychometrics/stat"
)

// calibrated is what the calibration leaves for what comes after it.
type calibrated struct {
	r         *psychometrics.Responses // of the calibrated items: omitted is 0, not reached nothing
	columns   []int                    // of the matrix, in the order of r
	collapsed map[string][]int         // of items whose scores were joined
	fit       *irt.Fit                 // nil: none
}

// maxDropped bounds how many items are left out one after the other because a
// calibration stops at them.
const maxDropped = 5

// calibrate finds the parameters of all items together, or says why there are
// none.
func (w *work) calibrate() error {
	c := &w.rep.Calibration
	c.Asked = w.s.Model
	models := []string{w.s.Model}
	switch w.s.Model {
	case ModelNone:
		return nil
	case ModelAuto:
		models = []string{Model2PL, ModelRasch}
	}
	w.usable()
	if len(w.cal.columns) == 0 {
		c.Notes = append(c.Notes, Note{Code: "sample.items", Text: "no item has two scores"})
		return nil
	}
	for _, model := range models {
		fit, err := w.fitModel(model)
		if err != nil {
			return err
		}
		if fit != nil {
			w.take(model, fit)
			return nil
		}
	}
	return nil
}

// usable keeps the columns that vary and joins scores between which nobody is.
func (w *work) usable() {
	all := make([]int, len(w.m.Persons))
	for i := range all {
		all[i] = i
	}
	r := w.m.responses(all, w.columns).Treat(0, psychometrics.NotPresented)
	w.cal.collapsed = map[string][]int{}
	var keep []string
	for c, counts := range r.Counts() {
		to, next := make([]int8, len(counts)), int8(0)
		for s, n := range counts {
			to[s] = max(0, next-1)
			if n > 0 {
				to[s], next = next, next+1
			}
		}
		name := r.Items[c]
		if next < 2 {
			w.leave(name, "item.constant", "everybody has the same score")
			continue
		}
		keep = append(keep, name)
		w.cal.columns = append(w.cal.columns, w.columns[c])
		if int(next) < w.m.Columns[w.columns[c]].Max+1 && len(counts) > 2 {
			w.collapse(r, c, to)
		}
	}
	w.cal.r, _ = r.Select(keep) // its own names
}

func (w *work) collapse(r *psychometrics.Responses, c int, to []int8) {
	joined := make([]int, w.m.Columns[w.columns[c]].Max+1)
	for s := range joined {
		joined[s] = int(to[min(s, len(to)-1)])
	}
	w.cal.collapsed[r.Items[c]] = joined
	for i := range r.N() {
		if row := r.Row(i); row[c] >= 0 {
			row[c] = to[row[c]]
		}
	}
}

func (w *work) leave(key, code, what string) {
	name := w.keyed(key).Name
	w.rep.Calibration.LeftOut = append(w.rep.Calibration.LeftOut, LeftOut{Key: key, Name: name, Code: code, What: what})
}

// drop takes an item out of the calibration.
func (w *work) drop(key, code, what string) {
	at := w.cal.r.Item(key)
	if at < 0 {
		return
	}
	names := slices.Delete(slices.Clone(w.cal.r.Items), at, at+1)
	w.cal.r, _ = w.cal.r.Select(names) // its own names
	w.cal.columns = slices.Delete(w.cal.columns, at, at+1)
	w.leave(key, code, what)
}

// fitModel calibrates by one model. Items that the data cannot carry are left
// out, a few at most; nil says that there is no calibration, and why is a note.
func (w *work) fitModel(model string) (*irt.Fit, error) {
	for dropped := 0; ; {
		if len(w.cal.columns) == 0 {
			return nil, nil //nolint:nilnil // no calibration is an outcome, with its notes
		}
		fit, err := irt.Calibrate(w.ctx, w.cal.r, w.irtOptions(model))
		var refused *irt.RefusalError
		switch {
		case errors.As(err, &refused):
			item := -1
			for k, x := range refused.Reasons {
				if x.Item == "" {
					item = -1
					break
				}
				item = k
			}
			if item >= 0 && dropped < maxDropped*4 {
				dropped++
				w.drop(refused.Reasons[item].Item, refused.Reasons[item].Code, refused.Reasons[item].What)
				continue
			}
			w.refused(model, refused)
			return nil, nil //nolint:nilnil // as above
		case err != nil:
			return nil, err
		case fit.Converged:
			return fit, nil
		}
		if dropped++; dropped <= maxDropped && w.cal.r.Item(fit.Blocking) >= 0 {
			w.drop(fit.Blocking, "item.blocks", fit.Trouble)
			continue
		}
		w.rep.Calibration.Notes = append(w.rep.Calibration.Notes, Note{Code: "calibration.not_converged", Item: fit.Blocking, Text: model + ": " + fit.Trouble, Args: map[string]any{"model": model}})
		w.log("calibration.not_converged", model+": "+fit.Trouble, map[string]any{"model": model})
		return nil, nil //nolint:nilnil // as above
	}
}

func (w *work) refused(model string, r *irt.RefusalError) {
	for _, x := range r.Reasons {
		args := map[string]any{"model": model, "have": x.Have, "need": x.Need, "without": x.Without, "more": x.Items}
		w.rep.Calibration.Notes = append(w.rep.Calibration.Notes, Note{Code: x.Code, Item: x.Item, Args: args, Text: model + ": " + x.What, Do: x.Do})
	}
	w.log("refused", model+": "+r.Error(), map[string]any{"model": model})
}

// irtOptions are those of the items that are left. A question without options
// has no lower asymptote; of more than two scores it takes a model of its own.
func (w *work) irtOptions(model string) irt.Options {
	o := irt.Options{
		Model: irtModel(model), Models: map[string]irt.Model{},
		RandomForms: w.s.RandomForms, Threads: w.o.Threads,
	}
	polytomous := irt.Model(w.s.Polytomous)
	if model == ModelRasch {
		polytomous = irt.PCM
	}
	for c, k := range w.cal.r.Categories() {
		column := &w.m.Columns[w.cal.columns[c]]
		switch {
		case k > 2:
			o.Models[w.cal.r.Items[c]] = polytomous
		case model == Model3PL && len(column.Options) == 0:
			o.Models[w.cal.r.Items[c]] = irt.TwoPL
		}
	}
	o.Priors = priorsOf(model)
	passes := 0
	o.Progress = func(n int, objective, gradient float64) {
		w.progress(0.35+0.25*float64(min(n, 100))/100, StageCalibrate)
		if n >= 2*passes {
			passes = max(n, 1)
			w.log("passes", fmt.Sprintf("%s: %d passes, log-likelihood %.3f, largest gradient %.2g", model, n, objective, gradient),
				map[string]any{"model": model, "passes": n, "loglik": objective})
		}
	}
	return o
}

// take puts a calibration into the report.
func (w *work) take(model string, f *irt.Fit) {
	w.cal.fit = f
	c := &w.rep.Calibration
	c.Model, c.Done, c.Persons, c.Items, c.Parameters, c.Passes = model, true, int(f.Persons), len(f.Items), f.Parameters, f.Passes
	c.LogLik, c.AIC, c.BIC, c.Gradient = num(stat.Of(f.LogLik)), num(stat.Of(f.AIC())), num(stat.Of(f.BIC())), num(stat.Of(f.MaxGradient))
	c.Mean, c.Variance = num(stat.Of(f.Latent[0].Mean)), num(stat.Of(f.Latent[0].Var))
	for _, text := range f.Warnings {
		c.Notes = append(c.Notes, Note{Code: "calibration.warning", Text: text})
	}
	for j := range f.Items {
		item := &f.Items[j]
		if !item.Model.Dichotomous() {
			c.Polytomous = string(item.Model)
		}
		p := &Parameters{Model: string(item.Model), Collapsed: w.cal.collapsed[item.Name]}
		free := item.Free()
		for k, name := range item.Names() {
			if (name == "c" || name == "u") && !slices.Contains(free, k) {
				continue // the model has none
			}
			v := Parameter{Name: name, Value: item.Values()[k]}
			if k < len(item.SE) {
				v.SE = num(stat.Of(item.SE[k]))
			}
			p.Values = append(p.Values, v)
		}
		w.keyed(item.Name).Parameters = p
	}
	w.log("calibrated", fmt.Sprintf("%s: %d items, %d persons, log-likelihood %.4f after %d passes", model, c.Items, c.Persons, f.LogLik, f.Passes),
		map[string]any{"model": model, "items": c.Items, "persons": c.Persons, "loglik": f.LogLik, "passes": f.Passes})
}
