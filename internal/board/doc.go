// Package board is exam management: an exam (kỳ thi) with its candidates (thí
// sinh), rooms (phòng thi), sittings (ca thi) and seats, and the rules that
// order, number and seat candidates. It keeps the plan; what happens while a
// sitting runs belongs to delivery.
//
// Invariants: a candidate number is unique in its exam; a seat is unique in its
// room and sitting; a sitting that was opened (OpenedAt) no longer changes, nor
// do its seats and the numbers of its exam.
package board
