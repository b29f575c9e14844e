package delivery

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"khaothi/internal/exam"
)

const (
	// darkSilences is after how many silences of everybody together the servers
	// were down: a minute. Shorter is a restart, through which pages work on.
	darkSilences = 4
	// darkMost is for how long people wait for the power. After that nobody sits
	// there any more, and what was left is sealed as it is.
	darkMost = 4 * time.Hour
	// darkAnswer is what somebody needs to come to the page and decide.
	darkAnswer = 5 * time.Minute
)

// lookBack notes, when a node starts, the sittings whose candidates all fell
// silent long ago: the servers were down and could not notice it. Where time
// ran out meanwhile, or nearly so, asking would come too late, whatever the
// sitting says: the clocks stand from the last sign of life until somebody
// resumes. Nothing is sealed before.
func (n *Node) lookBack(ctx context.Context) error {
	for _, s := range *n.sittings.Load() {
		if s.State != exam.SittingRunning {
			continue
		}
		open, err := n.cfg.Register.Open(ctx, s.ID)
		if err != nil {
			return err
		}
		ops := make([]*Op, len(open))
		for i := range open {
			ops[i] = &Op{Kind: OpLook, Attempt: open[i].ID}
		}
		if err := n.doAll(ctx, ops); err != nil {
			return err
		}
		d, found := darknessOf(ops, n.cfg.Silence)
		if !found || !n.upSince().After(d.since) { // they left, and would have been served
			continue
		}
		n.cfg.Log.Error("nobody was served", slog.String("sitting", string(s.ID)), slog.Int("candidates", d.lost),
			slog.Time("since", d.since), slog.Time("until", d.until))
		dark := d.until.Sub(d.since)
		of := Action{At: d.since, Reason: fmt.Sprintf("máy chủ ngừng %d phút %d giây khi %d thí sinh đang làm bài",
			int(dark.Minutes()), int(dark.Seconds())%60, d.lost)}
		if err := n.noteOutage(ctx, s, of, d.pressing || s.Outage == OutagePause); err != nil {
			return fmt.Errorf("note that sitting %s was dark: %w", s.ID, err)
		}
	}
	return nil
}

// darkness is a time in which nobody of a sitting was served.
type darkness struct {
	since, until time.Time
	lost         int  // candidates whose clocks ran
	pressing     bool // the time of one of them ended in it, or ends soon
}

// darknessOf finds it in what Live knows of attempts.
func darknessOf(looked []*Op, silence time.Duration) (d darkness, found bool) {
	var ends []time.Time
	for _, op := range looked {
		if r := &op.Result; r.Status == StatusOK && r.State == LiveRunning && r.Epoch > 0 {
			d.since, d.until = later(d.since, r.Seen), later(d.until, r.Now)
			ends = append(ends, r.Deadline)
		}
	}
	d.lost = len(ends)
	for _, end := range ends {
		d.pressing = d.pressing || end.After(d.since) && end.Before(d.until.Add(darkAnswer))
	}
	dark := d.until.Sub(d.since)
	return d, d.lost > 0 && dark >= darkSilences*silence && dark <= darkMost
}
