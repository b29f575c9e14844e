//go:build race

package bankimport

// slow is how much longer things take under the race detector.
const slow = 10
