package layout

// CornerLine is the width of the border of a frame that registers, mm: what
// scanners of 100 dots per inch still show without gaps.
const CornerLine = 0.6

// Corner is the corner of a frame that registers.
type Corner struct {
	X, Y  float64 // where its border ends outside
	Place int     // 0 top left, 1 top right, 2 bottom right, 3 bottom left
}

// Corners returns the corners of the frames that register, frame by frame.
func (l *Layout) Corners() []Corner {
	var all []Corner
	for _, p := range l.Print {
		if p.Kind != Frame || !p.Corners {
			continue
		}
		x0, y0 := p.X-CornerLine/2, p.Y-CornerLine/2
		x1, y1 := p.X+p.W+CornerLine/2, p.Y+p.H+CornerLine/2
		all = append(all, Corner{x0, y0, 0}, Corner{x1, y0, 1}, Corner{x1, y1, 2}, Corner{x0, y1, 3})
	}
	return all
}
