package bank

import (
	"strings"

	"khaothi/internal/fault"
)

// Heading is what stands above the questions of a printed paper and below
// them. Empty members are not printed.
type Heading struct {
	Authority string `json:"authority" maxLength:"200" doc:"SỞ GD&ĐT …"`
	School    string `json:"school" maxLength:"200"`
	Exam      string `json:"exam" maxLength:"300" doc:"KIỂM TRA CUỐI HỌC KỲ I; empty: the name of the form"`
	Year      string `json:"year" maxLength:"50" doc:"2026 – 2027"`
	Subject   string `json:"subject" maxLength:"100" doc:"empty: that of the form"`
	Grade     string `json:"grade" maxLength:"20"`
	Official  string `json:"official" maxLength:"100" doc:"ĐỀ CHÍNH THỨC"`
	Notes     string `json:"notes" maxLength:"1000" doc:"below the end, one a line"`
	Lines     bool   `json:"lines" doc:"room for answers on the paper itself"`
	Size      int    `json:"size" minimum:"0" maximum:"20" doc:"of the text in points; 0: 12"`
}

// maxHeading bounds one line of a heading in bytes.
const maxHeading = 4000

// Normalise composes the lines of a heading.
func (h *Heading) Normalise() {
	for _, s := range []*string{&h.Authority, &h.School, &h.Exam, &h.Year, &h.Subject, &h.Grade, &h.Official} {
		*s = NormText(*s)
	}
	lines := strings.Split(h.Notes, "\n")
	for i := range lines {
		lines[i] = NormText(lines[i])
	}
	h.Notes = strings.TrimSpace(strings.Join(lines, "\n"))
}

// Check says why a heading cannot be kept.
func (h Heading) Check() error {
	for _, s := range []string{h.Authority, h.School, h.Exam, h.Year, h.Subject, h.Grade, h.Official, h.Notes} {
		if len(s) > maxHeading {
			return fault.New(fault.Invalid, "heading.too_long").With("max_bytes", maxHeading)
		}
	}
	if h.Size != 0 && (h.Size < 8 || h.Size > 20) {
		return fault.New(fault.Invalid, "heading.size")
	}
	return nil
}
