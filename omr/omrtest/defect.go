package omrtest

// Defect is one way in which a sheet differs from a clean scan of one that was
// filled as the instructions say.
type Defect string

// What pupils do.
const (
	Hard        Defect = "hard pencil" // 2H
	Scribbles   Defect = "scribbles"
	Ticks       Defect = "ticks"
	Crosses     Defect = "crosses"
	Halves      Defect = "half-filled"
	Outsides    Defect = "outside the circle"
	Faints      Defect = "faint"
	Doubles     Defect = "double"
	Betweens    Defect = "between two bubbles"
	Erasures    Defect = "erasures"
	Smudges     Defect = "smudges"
	Handwriting Defect = "writing across the sheet"
	Dots        Defect = "dots"
	Dashes      Defect = "dashes"
	Rings       Defect = "rings round bubbles"
	ThinLines   Defect = "thin lines"
	SmallDots   Defect = "small dots"
	Outlined    Defect = "rings on the outline"
	Fluid       Defect = "correction fluid"
)

// What printers, staplers and scanners do.
const (
	Pale    Defect = "pale print"
	Heavy   Defect = "heavy print"
	Skew    Defect = "skew to 10°"
	Turned  Defect = "turned by 90°, 180°, 270°"
	Scaled  Defect = "scale 0.97 to 1.03"
	Stretch Defect = "uneven feed"
	Fold    Defect = "folds"
	Torn    Defect = "torn corner"
	Holes   Defect = "punch holes"
	Staple  Defect = "staple"
	Bleed   Defect = "bleed-through"
	Streaks Defect = "streaks"
	Dust    Defect = "dust"
	Blur    Defect = "blur"
	Noise   Defect = "noise"
	Bilevel Defect = "bilevel"
	JPEG    Defect = "JPEG 30 to 95"
	Light   Defect = "uneven light"
	Label   Defect = "label stuck on"
)

// Defects returns all defects.
func Defects() []Defect {
	return []Defect{
		Hard, Scribbles, Ticks, Crosses, Halves, Outsides, Faints, Doubles, Betweens, Erasures, Smudges, Handwriting,
		Pale, Heavy, Skew, Turned, Scaled, Stretch, Fold, Torn, Holes, Staple, Bleed, Streaks, Dust, Blur, Noise, Bilevel, JPEG, Light,
		Dots, Dashes, Rings, Label, ThinLines, SmallDots, Outlined, Fluid,
	}
}

// styles are the defects that are another way to mark a bubble.
var styles = map[Defect]Style{
	Scribbles: Scribble, Ticks: Tick, Crosses: Cross, Halves: Half, Outsides: Outside, Faints: Faint,
	Dots: Dot, Dashes: Dash, Rings: Ring, ThinLines: ThinLine, SmallDots: SmallDot, Outlined: OnOutline,
}
