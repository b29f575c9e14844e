// Package scoring turns responses into points: Score is a pure function of a
// rule, one version of a key, and the responses of one candidate.
//
// Words. A question is one numbered thing of the printed form (p1_3, p2_1); a
// field is what a candidate fills in (p1_3, and p2_1a … p2_1d of a cluster).
// A rule says what a question is worth and never which answer is right; a key
// says which answers are right and never what they are worth. Points are
// integer hundredths, never a float.
//
// What always holds: the points of the questions add up to the total; a rule's
// maximum is reached by answering everything right; one more right statement
// never earns less; neither the order of the responses nor the order of the
// questions on a candidate's screen changes anything. Each question says why it
// earned what it earned, in a reason code.
package scoring
