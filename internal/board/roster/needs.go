package roster

import (
	"regexp"
	"strconv"
	"strings"

	"khaothi/internal/board"
	"khaothi/internal/vi"
)

var (
	extraTime = regexp.MustCompile(`^(\d{1,4}) ?(%|phut|minutes|min|p)?$`)
	typeScale = regexp.MustCompile(`^(\d{1,4}) ?%?$`)
)

// needs reads the columns of accommodation; without them it is none.
func (rd *reader) needs(l line) board.Accommodation {
	a := board.Accommodation{Note: strings.TrimSpace(rd.cell(l, fieldNeedsNote))}
	rd.extra(l, &a)
	rd.scale(l, &a)
	switch vi.Fold(rd.cell(l, fieldContrast)) {
	case "", "0", "khong", "no", "thuong", "binh thuong", "normal":
	case "x", "1", "co", "yes", "v", "cao", "high":
		a.Contrast = board.ContrastHigh
	default:
		rd.fail(l, fieldContrast, "contrast.invalid")
	}
	if (board.Accommodation{Note: a.Note}).Complete().Validate() != nil {
		rd.fail(l, fieldNeedsNote, "needs_note.invalid")
	}
	return a.Complete()
}

// extra reads minutes, or a share with its sign: 15, 15 phút, 25%. A cell that
// a spreadsheet shows as a share holds 0.25, and is refused: it could be either.
func (rd *reader) extra(l line, a *board.Accommodation) {
	text := rd.cell(l, fieldExtra)
	if text == "" || text == "0" || text == "-" {
		return
	}
	// The sign is kept from being folded away.
	m := extraTime.FindStringSubmatch(strings.TrimSpace(strings.ReplaceAll(vi.Fold(strings.ReplaceAll(text, "%", " phantram ")), "phantram", "%")))
	if m == nil || strings.ContainsAny(text, ".,+-−") {
		rd.fail(l, fieldExtra, "extra_time.invalid")
		return
	}
	n, _ := strconv.Atoi(m[1]) // four digits
	if m[2] == "%" {
		a.ExtraPercent = n
	} else {
		a.ExtraMinutes = n
	}
	check := board.Accommodation{ExtraMinutes: a.ExtraMinutes, ExtraPercent: a.ExtraPercent}.Complete()
	if check.Validate() != nil {
		rd.fail(l, fieldExtra, "extra_time.range")
	}
}

func (rd *reader) scale(l line, a *board.Accommodation) {
	text := rd.cell(l, fieldScale)
	if text == "" {
		return
	}
	m := typeScale.FindStringSubmatch(text)
	if m == nil {
		rd.fail(l, fieldScale, "type_scale.invalid")
		return
	}
	a.Scale, _ = strconv.Atoi(m[1]) // four digits
	if a.Scale < 100 || a.Scale > 300 {
		rd.fail(l, fieldScale, "type_scale.invalid")
	}
}
