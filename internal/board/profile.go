package board

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"sort"

	"khaothi/internal/fault"
)

// Profile is what one regulation fixes, as data with a name and a date.
type Profile struct {
	Name         string   `json:"name"`
	Title        string   `json:"title"`
	Source       string   `json:"source"` // the decision that it follows
	Date         string   `json:"date"`
	Settings     Settings `json:"settings"`
	GraceS       int      `json:"grace_s"`
	LateLimitS   int      `json:"late_limit_s"`
	SubmitAfterS int      `json:"submit_after_s"`
}

//go:embed profiles/*.json
var profileFiles embed.FS

// Profiles returns every profile that the program knows, by name.
func Profiles() ([]Profile, error) {
	entries, err := profileFiles.ReadDir("profiles")
	if err != nil {
		return nil, fmt.Errorf("list exam profiles: %w", err)
	}
	var out []Profile
	for _, e := range entries {
		p, err := readProfile(e.Name())
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out, nil
}

// ProfileByName returns the profile with the name, or fault.NotFound.
func ProfileByName(name string) (Profile, error) {
	all, err := Profiles()
	if err != nil {
		return Profile{}, err
	}
	for _, p := range all {
		if p.Name == name {
			return p, nil
		}
	}
	return Profile{}, fault.New(fault.NotFound, "profile.not_found").With("name", name)
}

func readProfile(file string) (Profile, error) {
	b, err := profileFiles.ReadFile(path.Join("profiles", file))
	if err != nil {
		return Profile{}, fmt.Errorf("read exam profile %s: %w", file, err)
	}
	var p Profile
	if err := json.Unmarshal(b, &p); err != nil {
		return Profile{}, fmt.Errorf("parse exam profile %s: %w", file, err)
	}
	return p, nil
}
