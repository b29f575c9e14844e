//go:build race

package qti_test

// slow is how much longer things take under the race detector.
const slow = 10
