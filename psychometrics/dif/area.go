package dif

import (
	"math"

	"khaothi/psychometrics/stat"
)

// Curve is the slope and difficulty of an item in one group, with their
// variances and covariance. A fixed slope (Rasch) has VarA = 0 and Cov = 0. C is
// the lower asymptote. An item of more scores has Steps thresholds, and B is
// their mean.
type Curve struct {
	A     float64 `json:"a"`
	B     float64 `json:"b"`
	C     float64 `json:"c"`
	VarA  float64 `json:"var_a"`
	VarB  float64 `json:"var_b"`
	Cov   float64 `json:"cov"`
	Steps int     `json:"steps"`
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
// one (Raju 1988, 1990), the curves being on one scale and with one C. Of an item
// of more scores it is that between the expected scores, which is the sum over
// the thresholds (Cohen, Kim & Baker 1993 for grm; for pcm and gpcm the integral of
// the expected score is a⁻¹·log Σ exp z, and gives the same).
func RajuSigned(reference, focal Curve) RajuDIF {
	area := (1 - focal.C) * float64(max(1, focal.Steps))
	return raju(area*(focal.B-reference.B), area*math.Sqrt(focal.VarB+reference.VarB))
}

var noArea = RajuDIF{H: stat.None(), SE: stat.None(), Z: stat.None(), P: stat.None(), Area: stat.None()}

// RajuUnsigned is the area between the curves of right/wrong items whichever is higher (Raju 1988,
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
