// Package edudbpg writes results into the shared education database, which
// other modules own too: docs/edu-database.md is the contract, contract.sql its
// tables. We read school and pupil, and write exam_result and nothing else.
//
// What always holds there: a record's id never changes; its version only rises;
// a withdrawn result is cancelled and never deleted; a second export of the
// same results writes no row; a pupil unknown there is refused, never invented.
package edudbpg
