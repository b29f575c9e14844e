package qti

import (
	"strconv"
	"strings"

	"khaothi/bank"
)

// readTags turns keywords into tags: those of our own kinds, and free ones.
func readTags(keywords []string) bank.Tags {
	var t bank.Tags
	for _, k := range keywords {
		name, value, ok := strings.Cut(strings.TrimPrefix(k, ownTag), "=")
		if !ok || !strings.HasPrefix(k, ownTag) {
			t.Free = append(t.Free, k)
			continue
		}
		switch name {
		case "subject":
			t.Subject = value
		case "grade":
			t.Grade, _ = strconv.Atoi(value) // none is no grade
		case "topic":
			t.Topic = value
		case "content":
			t.Content = value
		case "level":
			t.Level = bank.Level(value)
		case "outcome":
			t.Outcome = value
		case "competence":
			t.Competences = append(t.Competences, value)
		}
	}
	return t
}
