package web

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"time"

	"khaothi/internal/audit"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
)

// Trail is the audit trail as its page needs it.
type Trail interface {
	List(ctx context.Context, f audit.Filter) ([]audit.Entry, error)
	Verify(ctx context.Context) (audit.Verified, error)
}

type entryView struct {
	Seq       int64           `json:"seq"`
	At        time.Time       `json:"at"`
	ActorID   string          `json:"actor_id"`
	ActorName string          `json:"actor_name"`
	ActorIP   string          `json:"actor_ip"`
	Action    string          `json:"action"`
	Object    string          `json:"object"`
	Detail    json.RawMessage `json:"detail"`
	Hash      string          `json:"hash" doc:"first 16 hex digits"`
}

type trailView struct {
	Entries []entryView `json:"entries"`
}

type trailInput struct {
	Object string `query:"object" maxLength:"100"`
	Actor  string `query:"actor" maxLength:"40" doc:"id of an account"`
	Before int64  `query:"before" doc:"only entries with a lower number: the next page"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

type verifyView struct {
	Rows   int64  `json:"rows" doc:"entries up to the break, or all"`
	Last   string `json:"last" doc:"hash of the last good entry, to compare with printed minutes"`
	Intact bool   `json:"intact"`
	Seq    int64  `json:"seq" doc:"the first entry that does not fit"`
	Reason string `json:"reason" enum:",missing,prev,hash"`
}

func trailRoutes(d Deps) []Route {
	return []Route{
		get("/api/audit", auditRoles, "The audit trail, the newest first", d.listTrail),
		post("/api/audit/verify", auditRoles, "Walk the whole hash chain",
			func(ctx context.Context, s identity.Session, _ *noInput) (verifyView, error) {
				if err := wholeTrail(s); err != nil {
					return verifyView{}, err
				}
				v, err := d.Trail.Verify(ctx)
				if err != nil {
					return verifyView{}, err
				}
				out := verifyView{Rows: v.Rows, Last: hex.EncodeToString(v.Last[:]), Intact: v.Break == nil}
				if v.Break != nil {
					out.Seq, out.Reason = v.Break.Seq, v.Break.Reason
				}
				return out, nil
			}),
	}
}

// wholeTrail refuses auditors of a part: the trail is one chain of what
// everybody did, and names other units' exams and pupils.
func wholeTrail(s identity.Session) error {
	if !s.Everywhere(auditRoles...) {
		return fault.New(fault.Forbidden, "audit.whole")
	}
	return nil
}

func (d Deps) listTrail(ctx context.Context, s identity.Session, in *trailInput) (trailView, error) {
	if err := wholeTrail(s); err != nil {
		return trailView{}, err
	}
	list, err := d.Trail.List(ctx, audit.Filter{
		Object: in.Object, Actor: exam.AccountID(in.Actor), Before: in.Before, Limit: in.Limit,
	})
	var out trailView
	for _, e := range list {
		out.Entries = append(out.Entries, entryView{
			Seq: e.Seq, At: e.At, ActorID: string(e.Who.ID), ActorName: e.Who.Name, ActorIP: e.Who.IP,
			Action: e.Action, Object: e.Object, Detail: e.Detail, Hash: hex.EncodeToString(e.Hash[:8]),
		})
	}
	return out, err
}
