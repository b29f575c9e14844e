package qti_test

import (
	"maps"
	"slices"
)

func sorted(list []string) []string { return slices.Sorted(slices.Values(list)) }

func keys(m map[string]string) []string { return slices.Collect(maps.Keys(m)) }
