package edudbpg

import (
	"crypto/sha256"
	"encoding/hex"
	"sort"
	"strconv"
	"strings"

	"khaothi/scoring"
)

// maxSubject is the width of mamonhoc, maxPoints the end of numeric(4,2).
const (
	maxSubject = 20
	maxPoints  = 9999
)

// events are what sukien may be.
const (
	eventNew    = "NEW"
	eventUpdate = "UPDATE"
	eventCancel = "CANCEL"
)

// pupil is what another module says of one pupil.
type pupil struct {
	Code      string `db:"mahocsinh"`
	CitizenID string `db:"sodinhdanh"`
	School    string `db:"matruong"`
	Class     string `db:"malop"`
	Grade     string `db:"makhoi"`
}

// record is one row of exam_result, without the columns of the exam.
type record struct {
	ID      string
	Event   string
	Version int
	Pupil   pupil
	Subject string
	Points  string
	SHA     string
}

// held is what stands there of one record.
type held struct {
	ID      string `db:"idbanghi"`
	Event   string `db:"sukien"`
	Version int    `db:"phienban"`
	SHA     string `db:"sha"`
}

// recordID never changes, whatever becomes of pupil, score or name.
func recordID(r *scoring.EduResult) string {
	return "khaothi." + string(r.Sitting) + "." + string(r.Candidate)
}

// plan decides what an export writes. It is pure: the same input gives the same
// rows, and after they are written it gives none.
type plan struct {
	exam   scoring.EduExam
	held   map[string]held
	pupils directory
	writes []record
	report scoring.EduReport
	after  map[string]held // what will stand there
}

func newPlan(e scoring.EduExam, there []held, pupils directory) *plan {
	p := &plan{exam: e, held: map[string]held{}, after: map[string]held{}, pupils: pupils}
	p.report.Refused = []scoring.EduRefused{}
	for _, h := range there {
		p.held[h.ID] = h
		p.after[h.ID] = h
	}
	return p
}

// run goes through all results.
func (p *plan) run(results []scoring.EduResult) {
	pupilOf := map[string]string{} // sitting and pupil → candidate
	known := map[string]bool{}
	for i := range results {
		r := &results[i]
		id := recordID(r)
		known[id] = true
		who, reason := p.check(r)
		if reason == "" && r.State == scoring.Published {
			at := string(r.Sitting) + "\n" + who.Code
			if other, taken := pupilOf[at]; taken && other != id {
				reason = scoring.EduPupilTwice
			}
			pupilOf[at] = id
		}
		// A withdrawal needs no pupil: it cancels what is there.
		if reason != "" && (r.State == scoring.Published || p.held[id].Version == 0) {
			p.report.Refused = append(p.report.Refused, scoring.EduRefused{Candidate: r.Candidate, Number: r.Number, Reason: reason})
			continue
		}
		if r.State == scoring.Withdrawn {
			p.cancel(id)
			continue
		}
		p.put(id, r, who)
	}
	for id, h := range p.held {
		if !known[id] && h.Event != eventCancel {
			p.report.Orphans++
		}
	}
}

// check finds the pupil, or says why the result cannot go.
func (p *plan) check(r *scoring.EduResult) (pupil, string) {
	if r.Subject == "" || len(r.Subject) > maxSubject {
		return pupil{}, scoring.EduNoSubject
	}
	if r.Points < 0 || r.Points > maxPoints {
		return pupil{}, scoring.EduOutOfRange
	}
	return p.pupils.find(r.PupilCode, r.CitizenID)
}

func (p *plan) put(id string, r *scoring.EduResult, who pupil) {
	rec := record{ID: id, Event: eventNew, Version: 1, Pupil: who, Subject: r.Subject, Points: r.Points.String()}
	rec.SHA = p.digest(rec)
	was, ok := p.held[id]
	switch {
	case !ok:
		p.report.New++
	case was.Event != eventCancel && was.SHA == rec.SHA:
		p.report.Unchanged++
		return
	default:
		p.report.Updated++
		rec.Event, rec.Version = eventUpdate, was.Version+1
	}
	p.write(rec)
}

// cancel leaves a tombstone where there is a record; what was never exported
// needs none.
func (p *plan) cancel(id string) {
	was, ok := p.held[id]
	if !ok || was.Event == eventCancel {
		p.report.Unchanged++
		return
	}
	p.report.Cancelled++
	p.write(record{ID: id, Event: eventCancel, Version: was.Version + 1, SHA: was.SHA})
}

func (p *plan) write(r record) {
	p.writes = append(p.writes, r)
	p.after[r.ID] = held{ID: r.ID, Event: r.Event, Version: r.Version, SHA: r.SHA}
}

// digest covers what a reader of the record gets to see, so that any change of
// it raises the version.
func (p *plan) digest(r record) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{
		r.ID, string(p.exam.ID), p.exam.Name, p.exam.SchoolYear, strconv.Itoa(p.exam.Term), r.Subject,
		r.Pupil.Code, r.Pupil.CitizenID, r.Pupil.School, r.Pupil.Class, r.Pupil.Grade, r.Points,
	}, "\n")))
	return hex.EncodeToString(sum[:])
}

// expect is count, live count and checksum of what will stand there. The
// checksum is SHA-256 over "idbanghi phienban sukien sha\n" by idbanghi.
func (p *plan) expect() (records, live int, checksum string) {
	ids := make([]string, 0, len(p.after))
	for id := range p.after {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	h := sha256.New()
	for _, id := range ids {
		a := p.after[id]
		if a.Event != eventCancel {
			live++
		}
		_, _ = h.Write([]byte(id + " " + strconv.Itoa(a.Version) + " " + a.Event + " " + a.SHA + "\n")) // a hash never fails
	}
	return len(ids), live, hex.EncodeToString(h.Sum(nil))
}
