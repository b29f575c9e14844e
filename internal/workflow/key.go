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
	return key
}
