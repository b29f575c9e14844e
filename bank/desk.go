package bank

import (
	"sync"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// Opened is one vault that a person has open.
type Opened struct {
	Vault string    `json:"vault_id"`
	Until time.Time `json:"until"`
}

// Desk holds the secrets of the vaults that people have open, in memory only:
// when the program ends, or the time is over, everything is closed again.
type Desk struct {
	now func() time.Time

	mu     sync.Mutex
	open   map[exam.AccountID]map[string]drawer
	failed map[exam.AccountID][]time.Time
}

type drawer struct {
	secret string
	until  time.Time
	media  map[string]Media // pictures of what was revealed
}

// OpenFor is how long a vault stays open. Wrong pass phrases count within
// failWindow, maxFailed of them close the door until it is over.
const (
	OpenFor    = 30 * time.Minute
	failWindow = 15 * time.Minute
	maxFailed  = 5
)

// NewDesk returns a desk on which nothing is open.
func NewDesk(now func() time.Time) *Desk {
	return &Desk{now: now, open: map[exam.AccountID]map[string]drawer{}, failed: map[exam.AccountID][]time.Time{}}
}

// Try refuses a person who has given too many wrong pass phrases.
func (d *Desk) Try(who exam.AccountID) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if failed := d.recent(who); len(failed) >= maxFailed {
		return fault.New(fault.Forbidden, "vault.wait").With("retry_s", int(failWindow.Seconds()-d.now().Sub(failed[0]).Seconds()))
	}
	return nil
}

// Fail counts a wrong pass phrase.
func (d *Desk) Fail(who exam.AccountID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.failed[who] = append(d.recent(who), d.now())
}

func (d *Desk) recent(who exam.AccountID) []time.Time {
	var out []time.Time
	for _, at := range d.failed[who] {
		if d.now().Sub(at) < failWindow {
			out = append(out, at)
		}
	}
	return out
}

// Open lays the secret of a vault on the desk of one person.
func (d *Desk) Open(who exam.AccountID, vault, secret string) Opened {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.open[who] == nil {
		d.open[who] = map[string]drawer{}
	}
	delete(d.failed, who)
	until := d.now().Add(OpenFor)
	d.open[who][vault] = drawer{secret: secret, until: until, media: map[string]Media{}}
	return Opened{Vault: vault, Until: until}
}

// Close puts a vault away.
func (d *Desk) Close(who exam.AccountID, vault string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.open[who], vault)
}

// Opened lists what a person has open.
func (d *Desk) Opened(who exam.AccountID) []Opened {
	d.mu.Lock()
	defer d.mu.Unlock()
	out := []Opened{}
	for vault := range d.open[who] {
		if w, ok := d.drawer(who, vault); ok {
			out = append(out, Opened{Vault: vault, Until: w.until})
		}
	}
	return out
}

// drawer is what is open still.
func (d *Desk) drawer(who exam.AccountID, vault string) (drawer, bool) {
	w, ok := d.open[who][vault]
	if ok && !d.now().Before(w.until) {
		delete(d.open[who], vault)
		return drawer{}, false
	}
	return w, ok
}

// Secret is the secret of a vault that a person has open, or vault.closed.
func (d *Desk) Secret(who exam.AccountID, vault string) (string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	w, ok := d.drawer(who, vault)
	if !ok {
		return "", fault.New(fault.Forbidden, "vault.closed").With("vault", vault)
	}
	return w.secret, nil
}

// Reveal decrypts a sealed version for a person who has its vault open. One
// that is not sealed stays as it is.
func (d *Desk) Reveal(who exam.AccountID, v *Version) error {
	body, err := d.reveal(who, v.Sealed, v.Hash)
	if err != nil || v.Sealed == nil {
		return err
	}
	v.Body, v.Sealed = body, nil
	return nil
}

// RevealForm decrypts every sealed question of a form.
func (d *Desk) RevealForm(who exam.AccountID, f *Form) error {
	for i := range f.Parts {
		for j := range f.Parts[i].Pins {
			pin := &f.Parts[i].Pins[j]
			body, err := d.reveal(who, pin.Sealed, pin.Hash)
			if err != nil {
				return err
			}
			if pin.Sealed != nil {
				pin.Body, pin.Sealed = body, nil
			}
		}
	}
	return nil
}

func (d *Desk) reveal(who exam.AccountID, s *Sealed, hash string) (Body, error) {
	if s == nil {
		return Body{}, nil
	}
	secret, err := d.Secret(who, s.Vault)
	if err != nil {
		return Body{}, err
	}
	body, media, err := OpenBody(s.Bytes, secret, hash)
	if err != nil {
		return Body{}, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if w, ok := d.drawer(who, s.Vault); ok {
		for _, m := range media {
			w.media[m.Hash] = m
		}
	}
	return body, nil
}

// Fill adds to media those of the hashes that belong to questions which a person
// has revealed.
func (d *Desk) Fill(media map[string]Media, who exam.AccountID, hashes []string) {
	for _, h := range hashes {
		if m, ok := d.Media(who, h); ok {
			media[h] = m
		}
	}
}

// Media is a picture of a question that a person has revealed.
func (d *Desk) Media(who exam.AccountID, hash string) (Media, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for vault := range d.open[who] {
		if w, ok := d.drawer(who, vault); ok {
			if m, ok := w.media[hash]; ok {
				return m, true
			}
		}
	}
	return Media{}, false
}
