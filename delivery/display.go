package delivery

import "khaothi/internal/fault"

// Contrast is how strongly a page sets text off from its ground.
type Contrast string

// The contrasts.
const (
	ContrastNormal Contrast = "normal"
	ContrastHigh   Contrast = "high"
)

// The bounds of Display.Scale, in percent.
const (
	MinScale = 100
	MaxScale = 300
)

// Display is how the page of one candidate is shown from the first moment on.
// The candidate may change it there.
type Display struct {
	Scale    int      `json:"scale"` // of the type, percent
	Contrast Contrast `json:"contrast"`
}

// Plain is the display of who needs nothing.
var Plain = Display{Scale: MinScale, Contrast: ContrastNormal}

// OrPlain fills in what is not said.
func (d Display) OrPlain() Display {
	if d.Scale == 0 {
		d.Scale = MinScale
	}
	if d.Contrast == "" {
		d.Contrast = ContrastNormal
	}
	return d
}

// Check refuses what no page can show.
func (d Display) Check() error {
	if d.Scale < MinScale || d.Scale > MaxScale {
		return fault.New(fault.Invalid, "display.scale").With("scale", d.Scale)
	}
	if d.Contrast != ContrastNormal && d.Contrast != ContrastHigh {
		return fault.New(fault.Invalid, "display.contrast").With("contrast", string(d.Contrast))
	}
	return nil
}
