package bank

import (
	"slices"

	"khaothi/internal/fault"
)

// maxFilterTags bounds how many tags one filter asks for.
const maxFilterTags = 20

// Check refuses a filter that nobody means: an unknown word, too many tags.
func (f Filter) Check() error {
	for name, ok := range map[string]bool{
		"kind":     f.Kind == "" || slices.Contains(Kinds(), f.Kind),
		"level":    f.Level == "" || f.Level.Vietnamese() != "",
		"state":    f.State == "" || slices.Contains([]State{Draft, InReview, Approved, Retired}, f.State),
		"sort":     f.Sort == "" || slices.Contains(Sorts(), f.Sort),
		"language": f.Language == "" || f.Language == Vietnamese || f.Language == OtherLanguage,
		"has":      known(f.Has) && known(f.Lacks),
		"grade":    f.Grade >= 0 && f.Grade <= 12,
		"tags":     len(f.Free) <= maxFilterTags && len(f.Competences) <= maxFilterTags,
		"ids":      len(f.IDs) <= MaxRetag,
	} {
		if !ok {
			return fault.New(fault.Invalid, "filter.unknown").With("field", name)
		}
	}
	return nil
}

func known(features []Feature) bool {
	return len(features) <= len(Features()) && !slices.ContainsFunc(features, func(f Feature) bool { return !slices.Contains(Features(), f) })
}
