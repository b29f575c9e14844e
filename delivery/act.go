package delivery

import (
	"cmp"
	"context"
	"log/slog"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

const (
	maxReason    = 500 // characters
	maxAmount    = 24 * time.Hour
	maxBackdated = 24 * time.Hour
)

// Act has the shape of delivery.Act. Once it is written down, an action is
// carried out for certain: where this node cannot do so now, Act returns it
// with an empty Outcome, and some node does it as soon as it can. An ID that is
// given names what is asked: asked again, it is not done twice.
func (n *Node) Act(ctx context.Context, a Action) (Action, error) {
	if a.ID == "" {
		a.ID = exam.NewID()
		return n.act(ctx, a)
	}
	if done, err := n.cfg.Register.GetAction(ctx, a.ID); fault.KindOf(err) != fault.NotFound {
		return done, err
	}
	done, err := n.act(ctx, a)
	if fault.KindOf(err) == fault.Conflict { // perhaps by the same, asked a moment ago
		if same, missing := n.cfg.Register.GetAction(ctx, a.ID); missing == nil {
			return same, nil
		}
	}
	return done, err
}

// act is Act with an id given: what is written down already is fault.Conflict.
func (n *Node) act(ctx context.Context, a Action) (Action, error) {
	now := n.liveNow().UTC().Truncate(time.Millisecond)
	a.Created, a.Outcome = now, ""
	if a.At.IsZero() || a.Kind != ActionPause && a.Kind != ActionRoomOutage {
		a.At = now
	}
	a.At = a.At.Truncate(time.Millisecond)
	a.Reason = strings.TrimSpace(a.Reason)
	if err := a.validate(now); err != nil {
		return a, err
	}
	if err := n.admissible(ctx, &a); err != nil {
		return a, err
	}
	if err := n.cfg.Register.AddAction(ctx, &a); err != nil {
		return a, err
	}
	if err := n.readSittings(ctx); err != nil { // does not wait for the next turn
		n.cfg.Log.Warn("an action waits", slog.String("action", a.ID), slog.Any("err", err))
	}
	done, err := n.cfg.Register.GetAction(ctx, a.ID)
	if err != nil {
		n.cfg.Log.Warn("the outcome of an action is not known yet", slog.String("action", a.ID), slog.Any("err", err))
		return a, nil // it is written down; the page shows what came of it
	}
	return done, nil
}

// validate judges a by itself.
func (a *Action) validate(now time.Time) error {
	if a.Reason == "" && a.Kind != ActionResume {
		return ErrNoReason
	}
	if !utf8.ValidString(a.Reason) || utf8.RuneCountInString(a.Reason) > maxReason || strings.ContainsFunc(a.Reason, badRune) {
		return ErrActionInvalid.With("what", "reason")
	}
	if a.At.After(now) || now.Sub(a.At) > maxBackdated {
		return ErrActionInvalid.With("what", "at")
	}
	if (a.Kind == ActionGrant) != (a.Amount > 0) || a.Amount < 0 || a.Amount > maxAmount || a.Amount%time.Second != 0 {
		return ErrActionInvalid.With("what", "amount")
	}
	if (a.Kind == ActionAdmitAsk) != (len(a.Incidents) > 0) && a.Proposal == "" || len(a.Incidents) > MaxEvidence {
		return ErrActionInvalid.With("what", "incidents")
	}
	decides := a.Kind == ActionAdmit || a.Kind == ActionAdmitDeny
	if decides != (a.Proposal != "") {
		return ErrActionInvalid.With("what", "proposal")
	}
	if a.Sound != "" && a.Kind != ActionReplay {
		return ErrActionInvalid.With("what", "sound")
	}
	if a.Room != "" && a.Attempt != "" {
		return ErrActionInvalid.With("what", "room")
	}
	return nil
}

// badRune are the control characters that a text on paper cannot show.
func badRune(r rune) bool { return r != '\n' && unicode.IsControl(r) }

// admissible judges a against the sitting, and fills in what follows from it.
func (n *Node) admissible(ctx context.Context, a *Action) error {
	s, err := n.cfg.Register.Sitting(ctx, a.Sitting)
	if err != nil {
		return err
	}
	if err := n.readActions(ctx, s); err != nil {
		return err
	}
	switch a.Kind {
	case ActionAdmit, ActionAdmitDeny:
		if err := decision(s, a); err != nil {
			return err
		}
	case ActionPause, ActionResume, ActionGrant, ActionRoomOutage:
		return n.clockAction(ctx, s, a)
	case ActionRelease, ActionReplay, ActionSubmit, ActionReopen, ActionToPaper, ActionVoid, ActionUnvoid, ActionAdmitAsk:
	default:
		return ErrActionInvalid.With("what", "kind")
	}
	st, err := n.stand(ctx, s, a.Attempt)
	if err != nil {
		return err
	}
	switch a.Kind {
	case ActionVoid, ActionUnvoid, ActionAdmitAsk, ActionAdmit:
		if n.cfg.Guard != nil {
			if err := n.cfg.Guard(ctx, s.ID, st.attempt.Candidate); err != nil {
				return err
			}
		}
	default:
	}
	switch a.Kind {
	case ActionAdmit, ActionAdmitDeny:
		return nil
	case ActionVoid, ActionUnvoid:
		return st.voidable(a.Kind == ActionVoid)
	case ActionAdmitAsk:
		return n.askable(ctx, s, a, st)
	case ActionReopen:
		return st.reopenable(s, n.liveNow())
	case ActionReplay:
		return cmp.Or(st.touchable(s, a.Kind), n.replayable(ctx, a, st))
	default:
		return st.touchable(s, a.Kind)
	}
}

// clockAction judges pauses, resumptions, grants and the notice of an outage.
func (n *Node) clockAction(ctx context.Context, s *Sitting, a *Action) error {
	if s.State == exam.SittingClosed {
		return ErrSittingClosed
	}
	if a.Room != "" {
		in, err := n.cfg.Register.Attempts(ctx, s.ID, a.Room)
		if err != nil {
			return err
		}
		if len(in) == 0 {
			return ErrRoomNotFound
		}
	}
	if a.Attempt != "" {
		st, err := n.stand(ctx, s, a.Attempt)
		if err != nil {
			return err
		}
		if st.sealed && a.Kind == ActionPause {
			return ErrAttemptSealed
		}
	}
	since, open := s.clocks.open(a.scope())
	switch {
	case a.Kind == ActionPause && open && !a.At.Before(since):
		return ErrPausedAlready
	case a.Kind == ActionResume && !open:
		return ErrNotPaused
	}
	return nil
}

// decision judges the second person's word on a proposal.
func decision(s *Sitting, a *Action) error {
	i := slices.IndexFunc(s.actions, func(x Action) bool { return x.ID == a.Proposal && x.Kind == ActionAdmitAsk })
	if i < 0 {
		return ErrActionNotFound
	}
	p := &s.actions[i]
	if a.Who.ID == "" || a.Who.ID == p.Who.ID {
		return ErrSamePerson
	}
	if slices.ContainsFunc(s.actions, func(x Action) bool { return x.Proposal == a.Proposal && x.counts() }) {
		return ErrProposalDecided
	}
	a.Attempt, a.Room, a.Incidents = p.Attempt, "", p.Incidents
	return nil
}

// standing is where an attempt is, by Live, or by the record where Live does
// not know it.
type standing struct {
	attempt *Attempt
	started time.Time
	begun   bool
	sealed  bool
}

func (n *Node) stand(ctx context.Context, s *Sitting, id exam.AttemptID) (*standing, error) {
	if id == "" {
		return nil, ErrAttemptNotFound
	}
	a, err := n.cfg.Register.Attempt(ctx, id)
	if err != nil {
		return nil, err
	}
	if a.Sitting != s.ID {
		return nil, ErrAttemptNotFound
	}
	st := &standing{attempt: a, started: a.Started, begun: !a.Started.IsZero(), sealed: a.Sealed()}
	r, err := n.do(ctx, &Op{Kind: OpLook, Attempt: id})
	if err != nil {
		return nil, ErrUnavailable.Wrap(err)
	}
	if r.Status == StatusOK && r.Round >= a.Round {
		st.sealed, st.begun = r.State == LiveSealed, r.State != LiveWaiting && !r.Absent
		st.started = later(r.Started, a.Started)
	}
	return st, nil
}

// replayable judges whether there is a sound to be started once more.
func (n *Node) replayable(ctx context.Context, a *Action, st *standing) error {
	p, err := n.openPaper(ctx, st.attempt.Paper)
	if err != nil {
		return err
	}
	if !p.fields.limits(a.Sound) {
		return ErrNoSound
	}
	return nil
}

// touchable judges a release, a replay, a submission and a move to paper.
func (st *standing) touchable(s *Sitting, kind ActionKind) error {
	switch {
	case s.State == exam.SittingClosed:
		return ErrSittingClosed
	case st.sealed:
		return ErrAttemptSealed
	case kind == ActionSubmit && !st.begun:
		return ErrNotStarted
	}
	return nil
}

func (st *standing) voidable(void bool) error {
	switch {
	case void && !st.attempt.VoidedAt.IsZero():
		return ErrVoided
	case !void && st.attempt.VoidedAt.IsZero():
		return ErrNotVoided
	}
	return nil
}

// reopenable judges a reopening: there must be something left to reopen for.
func (st *standing) reopenable(s *Sitting, now time.Time) error {
	switch {
	case s.State == exam.SittingClosed:
		return ErrSittingClosed
	case !st.sealed:
		return ErrAttemptNotSealed
	case !st.attempt.VoidedAt.IsZero():
		return ErrVoided
	}
	t := s.terms(st.attempt.Place())
	end := t.hardEnd()
	if st.begun {
		end, _ = t.Deadline(st.started)
	}
	if _, paused := t.Paused(); !paused && !now.Before(end) {
		return ErrNoTimeLeft
	}
	return nil
}

// askable judges a proposal to admit late events: they are of this attempt,
// nobody admitted them, and no proposal with them waits.
func (n *Node) askable(ctx context.Context, s *Sitting, a *Action, st *standing) error {
	if a.Who.ID == "" {
		return ErrSamePerson
	}
	if st.attempt.State != AttemptSealed {
		return ErrAttemptNotSealed
	}
	late, err := n.cfg.Register.LateEvents(ctx, s.ID, st.attempt.RoomID)
	if err != nil {
		return err
	}
	states := make(map[int64]string, len(late))
	for _, e := range late {
		if e.Attempt == a.Attempt {
			states[e.Incident] = cmp.Or(e.State, "free")
		}
	}
	slices.Sort(a.Incidents)
	a.Incidents = slices.Compact(a.Incidents)
	for _, id := range a.Incidents {
		switch states[id] {
		case "free", string(ActionAdmitDeny):
		default:
			return ErrNothingLate.With("incident", id)
		}
	}
	return nil
}
