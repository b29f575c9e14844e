package delivery

import (
	"context"
	"crypto/rand"
	"strings"
	"time"
	"unicode"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// Claim is how a candidate claims an attempt.
type Claim struct {
	Number  string
	Code    string
	Device  string
	Machine string         // label of the computer, may be empty
	Sitting exam.SittingID // optional
}

// Welcome is what the new holder of an attempt is told.
type Welcome struct {
	Attempt    *Attempt
	Subject    string
	Practice   bool
	Epoch      int64
	State      LiveState
	StartsIn   time.Duration
	Remaining  time.Duration
	Grace      time.Duration
	PaperSize  int64
	Key        *PaperKey // nil until the sitting runs
	StoreKey   []byte
	Saved      int64
	Archived   int64
	Answers    map[string]string
	Replays    map[string]int // starts of a sound that were given on top of what the paper allows, by hash
	Receipt    string
	SealedBy   SealedBy
	ServerTime time.Time
}

// Outbox takes what a holder is told. Its methods never block. Close is the
// last call; code is one of docs/protocol.md.
type Outbox interface {
	Welcome(w *Welcome)
	Saved(seq int64)
	Archived(seq int64)
	Resend(from int64)
	Conflict(seq int64)
	Refused(seq int64, code string)
	Late(seq int64)
	Have(seq int64)
	Start(key PaperKey, remaining time.Duration)
	Time(state LiveState, remaining time.Duration)
	Replays(more map[string]int)
	Sealed(n int64, receipt string, by SealedBy)
	Close(code string, retry time.Duration)
}

// identify finds the attempt that number and code belong to, and its sitting.
func (n *Node) identify(ctx context.Context, c *Claim) (*Attempt, *Sitting, error) {
	if strings.ContainsFunc(c.Number+string(c.Sitting), unicode.IsControl) {
		return nil, nil, ErrMessageInvalid // PostgreSQL takes no NUL
	}
	attempts, err := n.cfg.Register.ByNumber(ctx, c.Number)
	if err != nil {
		return nil, nil, ErrUnavailable.Wrap(err)
	}
	mac := n.cfg.Keys.TicketMAC(c.Number, c.Code)
	for i := range attempts {
		a := &attempts[i]
		if !ticketMatches(a.TicketMAC, mac) || NormalizeTicket(c.Code) == "" {
			continue
		}
		if c.Sitting != "" && c.Sitting != a.Sitting {
			return nil, nil, ErrTicketOtherSitting
		}
		s := n.sitting(a.Sitting)
		if s == nil { // opened within the last second
			if err := n.readSittings(ctx); err != nil {
				return nil, nil, ErrUnavailable.Wrap(err)
			}
			if s = n.sitting(a.Sitting); s == nil {
				return nil, nil, ErrSittingNotOpen
			}
		}
		a.Sitting = s.ID // one string for all of a sitting
		return a, s, nil
	}
	if wait := n.limits.fail(c.Number); wait > 0 {
		return nil, nil, ErrTicketLimited.With("retry_ms", wait.Milliseconds())
	}
	return nil, nil, ErrTicketWrong
}

// Identify says whose ticket it is, so that the candidate can confirm it. It
// takes nothing over.
func (n *Node) Identify(ctx context.Context, c *Claim) (*Attempt, *Sitting, error) {
	return n.identify(ctx, c)
}

// Attach makes out the holder of the attempt that c claims. The first that out
// is told is Welcome. An error means that out was told nothing.
func (n *Node) Attach(ctx context.Context, c *Claim, out Outbox) (*Holder, error) {
	if n.ctx.Err() != nil {
		return nil, ErrUnavailable
	}
	a, s, err := n.identify(ctx, c)
	if err != nil {
		return nil, err
	}
	paper, err := n.openPaper(ctx, a.Paper)
	if err != nil {
		return nil, err
	}
	r, err := n.attachLive(ctx, a, c)
	if err != nil {
		return nil, err
	}
	took := turn{r.LogID, r.Epoch}
	if r.State == LiveWaiting {
		if r, err = n.begin(ctx, a, s, r); err != nil {
			return nil, err
		}
	}
	h := newHolder(n, a, c, paper, out)
	h.turn = took
	h.mu.Lock()
	defer h.mu.Unlock()
	switch old := n.register(h, r.State == LiveSealed); old {
	case nil:
	case h:
		return nil, ErrUnavailable // nobody waits for this sign-in any more
	default:
		go old.close(codeReplaced, 0) // its lock may wait for a flush
	}
	h.stand(&r, a.LastSeq)
	if h.state == LiveSealed {
		h.stays = n.cfg.Now().Add(lateStay)
	}
	if h.state == LiveWaiting && s.Running(n.startNow()) {
		h.start(s)
	}
	out.Welcome(h.welcome(a, s, &r))
	h.keepUp()
	if n.ctx.Err() != nil {
		h.closeLocked(codeRestart, 0) // Stop may have looked before h was registered
	}
	return h, nil
}

// begin starts the clock of an attempt whose sitting runs already, unless its
// candidate comes too late.
func (n *Node) begin(ctx context.Context, a *Attempt, s *Sitting, r Result) (Result, error) {
	now := n.startNow()
	if s.tooLate(a.Place(), now) {
		return r, ErrArrivalLate
	}
	terms := s.terms(a.Place())
	if _, paused := terms.Paused(); paused || !s.Running(now) {
		return r, nil
	}
	started, err := n.do(ctx, &Op{Kind: OpStart, Attempt: a.ID, Terms: terms})
	if started.Status == StatusPaused {
		return r, nil // a moment ago; it starts when the pause ends
	}
	if err != nil || started.Status != StatusOK {
		return r, ErrUnavailable.Wrap(err)
	}
	started.Values = r.Values
	return started, nil
}

// attachTries bounds how often an attempt is restored within one attach.
const attachTries = 3

// attachLive takes the next epoch in Live, and makes the attempt there first
// where Live does not know it.
func (n *Node) attachLive(ctx context.Context, a *Attempt, c *Claim) (Result, error) {
	op := Op{
		Kind: OpAttach, Attempt: a.ID, Device: c.Device, Machine: c.Machine, Archived: a.LastSeq, Silence: n.cfg.Silence,
	}
	_, _ = rand.Read(op.Claim[:]) // crypto/rand.Read never fails
	// A replica that was promoted may lack a seal that the record has.
	doubtful := a.State == AttemptSealed
	for range attachTries {
		try := op
		r, err := n.do(ctx, &try)
		if err != nil {
			return r, ErrUnavailable.Wrap(err)
		}
		switch {
		case r.Status == StatusOK && (r.State == LiveSealed || !doubtful):
			return r, nil
		case r.Status == StatusBusy:
			return r, ErrHolderBusy.With("retry_ms", min(r.Wait, 5*time.Second).Milliseconds())
		}
		if err := n.restore(ctx, []exam.AttemptID{a.ID}); err != nil {
			return r, ErrUnavailable.Wrap(err)
		}
		doubtful = false // what the record said a moment ago may be older than a reopening
	}
	return Result{}, ErrUnavailable
}

// openPaper is a paper with its key, kept in memory.
type openPaper struct {
	hash     string
	size     int64
	key      PaperKey
	fields   Fields
	maxValue int // the longest value of a field, in bytes
}

func (n *Node) openPaper(ctx context.Context, hash string) (*openPaper, error) {
	if p, ok := n.papers.Load(hash); ok {
		return p.(*openPaper), nil
	}
	info, err := n.cfg.Register.Paper(ctx, hash)
	if err != nil {
		if fault.KindOf(err) == fault.Unavailable {
			return nil, ErrUnavailable.Wrap(err)
		}
		return nil, err
	}
	key, err := n.cfg.Keys.Unwrap(info.Wrapped, hash)
	if err != nil {
		return nil, err
	}
	p, _ := n.papers.LoadOrStore(hash, &openPaper{hash: hash, size: info.Size, key: key, fields: info.Fields, maxValue: info.Fields.MaxValue()})
	return p.(*openPaper), nil
}
