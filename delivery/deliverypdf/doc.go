// Package deliverypdf prints what the people of a room sign: the minutes of a
// sitting (biên bản phòng thi) and the answers so far of a candidate who goes
// on with paper. On A4, in Vietnamese.
package deliverypdf
