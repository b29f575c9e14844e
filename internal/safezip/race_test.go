//go:build race

package safezip

// slow is how much longer things take under the race detector.
const slow = 10
