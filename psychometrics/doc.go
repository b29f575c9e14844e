// Package psychometrics holds what the parts below it share: the responses of
// persons to items, and their file. Numbers in, numbers out; it imports nothing
// of ours, and its parts import only one another.
//
// Words. An item has scores 0 … K−1 (its categories; two for right and wrong).
// A person has one cell an item: a score, or one of three codes that are not
// the same thing: NotPresented (the person never saw the item; it says nothing),
// Omitted (seen and left blank) and NotReached (the time ran out before it). What the
// last two count as is the caller's choice, by Responses.Treat.
//
// All item response models below use the logistic metric with D = 1: nothing is
// multiplied by 1.702 (docs/psychometrics.md).
package psychometrics
