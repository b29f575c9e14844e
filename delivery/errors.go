package delivery

import "khaothi/internal/fault"

// What Attach and Identify refuse with. The codes stand in docs/protocol.md.
var (
	ErrMessageInvalid     = fault.New(fault.Invalid, "message.invalid")
	ErrTicketWrong        = fault.New(fault.Forbidden, "ticket.wrong")
	ErrTicketOtherSitting = fault.New(fault.Forbidden, "ticket.other_sitting")
	ErrTicketLimited      = fault.New(fault.Forbidden, "ticket.limited") // detail retry_ms
	ErrSittingNotOpen     = fault.New(fault.Closed, "sitting.not_open")
	ErrArrivalLate        = fault.New(fault.Closed, "arrival.late")
	ErrHolderBusy         = fault.New(fault.Conflict, "holder.busy") // detail retry_ms
	ErrServerBusy         = fault.New(fault.Unavailable, "server.busy")
	ErrUnavailable        = fault.New(fault.Unavailable, "server.unavailable")
)

// What Node.Act refuses with.
var (
	ErrSittingNotFound  = fault.New(fault.NotFound, "sitting.not_found")
	ErrSittingNotYet    = fault.New(fault.Closed, "sitting.not_running")
	ErrSittingClosed    = fault.New(fault.Closed, "sitting.closed")
	ErrRoomNotFound     = fault.New(fault.NotFound, "room.not_found")
	ErrAttemptNotFound  = fault.New(fault.NotFound, "attempt.not_found")
	ErrAttemptSealed    = fault.New(fault.Closed, "attempt.sealed")
	ErrAttemptNotSealed = fault.New(fault.Conflict, "attempt.not_sealed")
	ErrNotStarted       = fault.New(fault.Conflict, "attempt.not_started")
	ErrVoided           = fault.New(fault.Conflict, "attempt.voided")
	ErrNotVoided        = fault.New(fault.Conflict, "attempt.not_voided")
	ErrActionInvalid    = fault.New(fault.Invalid, "action.invalid") // detail what
	ErrActionNotFound   = fault.New(fault.NotFound, "action.not_found")
	ErrNoReason         = fault.New(fault.Invalid, "action.no_reason")
	ErrPausedAlready    = fault.New(fault.Conflict, "action.paused_already")
	ErrNotPaused        = fault.New(fault.Conflict, "action.not_paused")
	ErrNoSound          = fault.New(fault.NotFound, "action.no_sound")
	ErrNoTimeLeft       = fault.New(fault.Closed, "reopen.no_time")
	ErrNothingLate      = fault.New(fault.Conflict, "late.nothing")
	ErrProposalDecided  = fault.New(fault.Conflict, "proposal.decided")
	ErrSamePerson       = fault.New(fault.Forbidden, "action.same_person")
)

// ErrLeaseLost says that another node drains the shard now.
var ErrLeaseLost = fault.New(fault.Conflict, "drain.lease_lost")
