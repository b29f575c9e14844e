package workflow

import (
	"khaothi/bank"
	"khaothi/scoring"
)

// firstKey is version 1 of a form's key: what its authors called right.
func firstKey(form bank.Form) scoring.Key {
	key := scoring.Key{Version: 1, Fields: map[string]scoring.KeyField{}}
	for field, k := range form.Key() {
		key.Fields[field] = scoring.KeyField{Kind: scoring.Kind(k.Kind), Accept: k.Accepted}
	}
	if part, tracks, questions := form.TracksOf(); part > 0 {
		key.Choice = &scoring.Choice{Part: part}
		for i, t := range tracks {
			key.Choice.Tracks = append(key.Choice.Tracks, scoring.Track{ID: t.ID, Title: t.Title, Questions: questions[i]})
		}
	}
	return key
}
