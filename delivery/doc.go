// Package delivery runs sittings: attempts, deadlines, answers, seats.
//
// # Words
//
// An attempt is one candidate's work in one sitting. Its events are numbered
// from 1 without gaps; an event is one change of one field. The holder is the
// connection that may write; each new one takes the next epoch. Live is where
// attempts are while they are worked on (Redis), Archive is the record
// (PostgreSQL); the drain carries events from one to the other. An incarnation
// is one life of Live's data: a wiped Redis begins a new one.
//
// # Invariants
//
//   - An event is acknowledged only when Live has it on disk.
//   - Live decides state, deadline, epoch, sequence and chain in one step.
//   - What Live lost is made again from Archive, never over something newer,
//     and never while a drain still holds events of the lost incarnation.
//   - Archive only grows: a repeat with another content is an incident.
//   - An attempt is sealed in Archive only when all of 1…n are there.
//   - No key of answers is in this package, nor in anything it imports.
package delivery
