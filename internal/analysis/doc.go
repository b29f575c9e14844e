// Package analysis says what an exam tells about its items: classical
// statistics, a calibration by item response theory and its fit, differential
// item functioning, and what a school can learn from its pupils' answers.
//
// It is pure. A Matrix holds what the candidates of one exam and subject did: a
// row for each person, a column for each version of an item, whatever forms and
// variants it stood on, written on paper or on a screen. Analyze makes a Report
// of it. Missing cells keep their meaning: not presented, omitted, not reached
// (see psychometrics). The score of an item is 0 or 1; of a question with
// several fields, such as a Đúng–Sai cluster, the number of right ones; of one
// that is paid in part, tenths of its points.
//
// A Run is one analysis as it is kept, with the hash of its data; Version is a
// version of the parameters of one item, which a person proposes to the bank by
// running an analysis and applies by a decision.
//
// Bad data (everybody right, one person, a constant column) gives a report that
// says so. A number that does not exist is null, never NaN.
package analysis
