// Package exam holds the ids and words that every part shares. It has no
// behaviour beyond making ids.
package exam
