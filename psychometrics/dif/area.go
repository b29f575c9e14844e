package dif

import (
	"errors"
	"fmt"
	"math"

	"khaothi/psychometrics/stat"
)

// Curve is the slope and difficulty of an item in one group, with their
// variances and covariance. A fixed slope (Rasch) has VarA = 0 and Cov = 0. C is
// the lower asymptote, the same in both groups.
type Curve struct {
	A    float64 `json:"a"`
	B    float64 `json:"b"`
	C    float64 `json:"c"`
	VarA float64 `json:"var_a"`
	VarB float64 `json:"var_b"`
	Cov  float64 `json:"cov"`
}

// Rescale puts the curves of the focal group on the scale of the reference
// group by mean–sigma on the difficulties of the anchors (nil: all), and by the
// mean alone where slopes are fixed. Fewer than two anchors, or anchors of one
// difficulty, are errors.
func Rescale(reference, focal []Curve, anchor []bool) ([]Curve, error) {
	if len(reference) != len(focal) || anchor != nil && len(anchor) != len(focal) {
		return nil, fmt.Errorf("%d curves of the reference group, %d of the focal group", len(reference), len(focal))
	}
	var r, f stat.Moments
	fixed := true
	for j := range focal {
		fixed = fixed && focal[j].VarA == 0 && reference[j].VarA == 0
		if anchor == nil || anchor[j] {
			r.Add(reference[j].B, 0, 1)
			f.Add(focal[j].B, 0, 1)
		}
	}
	if r.N() < 2 {
		return nil, errors.New("rescaling needs at least two anchors")
	}
	slope := math.Sqrt(float64(r.VarX()) / float64(f.VarX()))
	if fixed {
		slope = 1
	}
	if !(slope > 0) || math.IsInf(slope, 0) {
		return nil, errors.New("the anchors have all the same difficulty: the unit of the scale cannot be found")
	}
	shift := float64(r.MeanX()) - slope*float64(f.MeanX())
	out := make([]Curve, len(focal))
	for j, c := range focal {
		out[j] = Curve{A: c.A / slope, B: slope*c.B + shift, C: c.C, VarA: c.VarA / (slope * slope), VarB: c.VarB * slope * slope, Cov: c.Cov}
	}
	return out, nil
}

// LordDIF is Lord's test of one item.
type LordDIF struct {
	Chi2 stat.Value `json:"chi2"`
	DF   int        `json:"df"` // 2, or 1 where slopes are fixed
	P    stat.Value `json:"p"`
}

// Lord tests whether difficulty and slope are the same in both groups (Lord
// 1980, ch. 14.4), the curves being on one scale. Where the errors are not known
// the numbers do not exist.
func Lord(reference, focal Curve) LordDIF {
	a, b := focal.A-reference.A, focal.B-reference.B
	va, vb, cov := focal.VarA+reference.VarA, focal.VarB+reference.VarB, focal.Cov+reference.Cov
	if va == 0 {
		chi2 := stat.Ratio(b*b, vb)
		return LordDIF{chi2, 1, stat.ChiSquareP(float64(chi2), 1)}
	}
	chi2 := stat.Ratio(a*a*vb-2*a*b*cov+b*b*va, va*vb-cov*cov)
	return LordDIF{chi2, 2, stat.ChiSquareP(float64(chi2), 2)}
}

// RajuDIF is the area between the curves of two groups. H is Raju's signed or
// unsigned area, in units of θ times probability; the unsigned one has the sign
// of the difference of the slopes, as its z test needs. Area is |H|.
type RajuDIF struct {
	H    stat.Value `json:"h"`
	SE   stat.Value `json:"se"`
	Z    stat.Value `json:"z"`
	P    stat.Value `json:"p"`
	Area stat.Value `json:"area"`
}

// RajuSigned is the area under the reference curve minus that under the focal
// one (Raju 1988, 1990), the curves being on one scale.
func RajuSigned(reference, focal Curve) RajuDIF {
	return raju((1-focal.C)*(focal.B-reference.B), (1-focal.C)*math.Sqrt(focal.VarB+reference.VarB))
}

// RajuUnsigned is the area between the curves whichever is higher (Raju 1988,
// eq. 16; 1990, eqs. 15–18, with D = 1).
func RajuUnsigned(reference, focal Curve) RajuDIF {
	af, ar, d := focal.A, reference.A, focal.B-reference.B
	slope := af - ar
	y := af * ar * d / slope
	if slope == 0 || y > 700 { // parallel curves: the signed area
		r := RajuSigned(reference, focal)
		r.H, r.Z = -r.H, -r.Z
		return r
	}
	up := 1 / (1 + math.Exp(-y))
	soft := math.Max(y, 0) + math.Log1p(math.Exp(-math.Abs(y))) // log(1 + e^y)
	h := 2*slope/(af*ar)*soft - d
	bf := 1 - 2*up
	da := 2 * (y*up - soft)
	daf, dar := da/(af*af), -da/(ar*ar)
	variance := bf*bf*(focal.VarB+reference.VarB) + daf*daf*focal.VarA + dar*dar*reference.VarA +
		2*bf*daf*focal.Cov - 2*bf*dar*reference.Cov
	return raju((1-focal.C)*h, (1-focal.C)*math.Sqrt(max(0, variance)))
}

func raju(h, se float64) RajuDIF {
	z := stat.Ratio(h, se)
	return RajuDIF{H: stat.Of(h), SE: stat.Of(se), Z: z, P: stat.NormalP(float64(z)), Area: stat.Of(math.Abs(h))}
}
