package main

import (
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"khaothi/delivery"
	"khaothi/internal/workflow"
)

// verifyView is what delivery verify --json prints.
type verifyView struct {
	Sitting  string       `json:"sitting"`
	State    string       `json:"state"`
	Attempts int          `json:"attempts"` // looked at
	Events   int          `json:"events"`
	Results  int          `json:"results"` // derived anew
	Scored   bool         `json:"scored"`  // the sitting has results
	Proof    *proofOut    `json:"proof,omitempty"`
	Attempt  *attemptOut  `json:"attempt,omitempty"`
	OK       bool         `json:"ok"`
	Findings []findingOut `json:"findings"`
}

// proofOut is the newest proof of the sitting.
type proofOut struct {
	Version     int       `json:"version"`
	At          time.Time `json:"at"`
	Leaves      int       `json:"leaves"`
	Root        string    `json:"root"`
	Reason      string    `json:"reason"`
	Signature   string    `json:"signature"`
	Fingerprint string    `json:"fingerprint"`
	PublicKey   string    `json:"public_key"`
}

// attemptOut is the one attempt that was asked for, with what an outsider
// needs to check its place under the root.
type attemptOut struct {
	ID      string   `json:"id"`
	Number  string   `json:"number"`
	State   string   `json:"state"`
	N       int64    `json:"n"`
	Receipt string   `json:"receipt"`
	Leaf    string   `json:"leaf,omitempty"` // its bytes, hex
	Index   int      `json:"index"`          // -1: not under the root
	Path    []string `json:"path,omitempty"` // siblings from the leaf up
}

// findingOut is a finding with its meaning.
type findingOut struct {
	delivery.Finding
	Message string `json:"message"`
}

func newVerifyView(v *workflow.Verification) *verifyView {
	r := &verifyView{
		Sitting: string(v.Sitting), State: string(v.State), Attempts: v.Attempts, Events: v.Events, Results: v.Results,
		Scored: v.Scored, OK: len(v.Findings) == 0, Findings: []findingOut{},
	}
	for _, f := range v.Findings {
		r.Findings = append(r.Findings, findingOut{f, findingText(&f)})
	}
	if len(v.Proofs) > 0 {
		p := &v.Proofs[0]
		r.Proof = &proofOut{
			Version: p.Version, At: p.At, Leaves: p.N, Root: p.RootHex(), Reason: p.Reason,
			Signature: hex.EncodeToString(p.Signature), Fingerprint: p.Fingerprint(), PublicKey: p.KeyHex(),
		}
	}
	if v.One != nil {
		r.Attempt = attemptOf(v)
	}
	return r
}

func attemptOf(v *workflow.Verification) *attemptOut {
	t := v.One
	leaf := t.Leaf()
	out := &attemptOut{
		ID: string(t.ID), Number: t.Number, State: string(t.Known.State), N: t.Known.N, Receipt: t.Known.Receipt,
		Leaf: hex.EncodeToString(leaf.Bytes()), Index: -1,
	}
	if len(v.Proofs) == 0 {
		return out
	}
	p := &v.Proofs[0]
	if out.Index = p.Index(t.ID); out.Index >= 0 {
		for _, h := range p.Path(out.Index) {
			out.Path = append(out.Path, hex.EncodeToString(h[:]))
		}
	}
	return out
}

// print says it for people: what was looked at, then what is wrong.
func (r *verifyView) print(w io.Writer) {
	say := func(format string, args ...any) { _, _ = fmt.Fprintf(w, format+"\n", args...) } // nobody listens
	say("sitting %s (%s): %d attempts, %d events, %d results derived anew", r.Sitting, r.State, r.Attempts, r.Events, r.Results)
	if !r.Scored {
		say("the sitting has no results yet: scores were not checked")
	}
	if a := r.Attempt; a != nil {
		say("attempt %s, candidate %s: %s, %d events, receipt %s", a.ID, a.Number, a.State, a.N, orDash(a.Receipt))
	}
	if p := r.Proof; p != nil {
		say("root, version %d of %s (%s):\n  root        %s\n  public key  %s\n  signature   %s",
			p.Version, p.At.Format(time.RFC3339), p.Reason, p.Root, p.PublicKey, p.Fingerprint)
	} else {
		say("no root is signed yet: that comes when the sitting is closed")
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		say("\n%s%s: %s", f.Code, where(&f.Finding), f.Message)
		if f.Want != "" || f.Got != "" {
			say("  must be %s\n  is      %s", orDash(f.Want), orDash(f.Got))
		}
	}
	if r.OK {
		say("all of it holds")
	}
}

func where(f *delivery.Finding) string {
	s := ""
	if f.Number != "" {
		s += ", candidate " + f.Number
	}
	if f.Attempt != "" {
		s += ", attempt " + string(f.Attempt)
	}
	if f.Seq > 0 {
		what := "event"
		if f.Attempt == "" {
			what = "version"
		}
		s += fmt.Sprintf(", %s %d", what, f.Seq)
	}
	return s
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
