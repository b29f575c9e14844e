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

// ErrLeaseLost says that another node drains the shard now.
var ErrLeaseLost = fault.New(fault.Conflict, "drain.lease_lost")
