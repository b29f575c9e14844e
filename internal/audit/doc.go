// Package audit keeps the trail of what people changed. Write adds a row in
// the caller's transaction, so that a change and its trace stand or fall
// together. The rows form one hash chain; Verify finds a row that was changed,
// removed or put in afterwards.
//
// One advisory lock orders the writers until their transactions end. Callers
// write the audit row last: what they lock after it, they may wait for while
// others wait for them.
package audit
