// Package link puts tests on one scale. It has two halves.
//
// Parameters: Constants finds A and B of θ_to = A·θ_from + B from the items
// that two calibrations share (mean–mean, mean–sigma, Haebara, Stocking–Lord),
// with standard errors and the robust z of every anchor; TrueScores and
// ObservedScores then equate number-right scores through the model.
//
// Scores: Equipercentile, Linear and Mean put scores of form X on the scale of
// form Y from frequencies alone, after log-linear presmoothing (Smooth) if
// asked for; Chained and PostStratified do so for groups that are not
// equivalent and share an anchor test.
//
// Everything is in the logistic metric with D = 1. Scores are integers.
// Nothing here reads a clock or draws a number that was not seeded.
//
// Sources: Kolen & Brennan (2004), Test Equating, Scaling, and Linking, 2nd
// ed.; Holland & Thayer (2000), JEBS 25, 133–183; von Davier, Holland & Thayer
// (2004), The Kernel Method of Test Equating.
package link
