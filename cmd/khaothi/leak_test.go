package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"io"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"khaothi/bank"
	"khaothi/bank/bankimport/excel"
	"khaothi/cmd/khaothi/demodata"
	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/testenv"
	"khaothi/loadtest"
)

// What the authors wrote and no candidate may see.
const (
	secretSolution = "LỜI-GIẢI-BÍ-MẬT"
	secretLabel    = "NHÃN-BÍ-MẬT"
	secretAnswer   = "73,1"
)

// wiretap is a cable that keeps what the server says.
type wiretap struct {
	mu   sync.Mutex
	said bytes.Buffer
}

func (w *wiretap) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.said.Write(b)
}

func (w *wiretap) bytes() []byte {
	w.mu.Lock()
	defer w.mu.Unlock()
	return bytes.Clone(w.said.Bytes())
}

// listen carries connections to the server at address until the test ends.
func (w *wiretap) listen(t *testing.T, address string) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			go w.carry(context.WithoutCancel(t.Context()), client, address)
		}
	}()
	return "http://" + l.Addr().String()
}

func (w *wiretap) carry(ctx context.Context, client net.Conn, address string) {
	defer client.Close() //nolint:errcheck // a cable is cut
	server, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
	if err != nil {
		return
	}
	go func() {
		_, _ = io.Copy(server, client)
		_ = server.Close()
	}()
	_, _ = io.Copy(io.MultiWriter(client, w), server)
}

// secretSitting opens a sitting of three candidates with a form full of secrets.
func secretSitting(t *testing.T, m *Main) *province {
	t.Helper()
	p := &province{}
	if err := p.people(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	s := &seeder{m: m, stores: m.DB.Read(), flow: m.Flow, p: p, now: time.Now(), subjects: map[string]demoSubject{}}
	file, err := demodata.QuestionWorkbook()
	if err != nil {
		t.Fatal(err)
	}
	in := excel.Read("q.xlsx", file)
	for i := range in.Items {
		b := &in.Items[i].Body
		b.Solution, b.Label = secretSolution, secretLabel
		if b.Question.Kind == bank.Short {
			b.Key.Accepted = []string{secretAnswer}
		}
	}
	batch, err := s.stores.Bank.Import(t.Context(), p.teacher, bank.Home{Unit: p.unit, Pool: demoPool}, in)
	if err != nil {
		t.Fatal(err)
	}
	form, err := s.makeForm(t.Context(), batch.ID, demoChoices)
	if err != nil {
		t.Fatal(err)
	}
	s.subjects["toan"] = demoSubject{form, "thptqg-2025-toan"}
	err = s.exam(t.Context(), demoExam{"Thi", "01", 3, []demoPlan{
		{name: "Toán", state: exam.SittingOpen, startsIn: 4 * time.Second, duration: 5 * time.Second, grace: time.Second, sim: true},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestNoKeyReachesACandidate(t *testing.T) {
	t.Parallel()
	c, _, _ := ownServers(t)
	c.DataDir, c.EduDatabaseURL = t.TempDir(), testenv.EmptyPostgresURL(t)
	m := start(t, c)
	p := secretSitting(t, m)
	tap := &wiretap{}
	var tickets []loadtest.Ticket
	for _, ticket := range p.sittings[0].Tickets {
		tickets = append(tickets, loadtest.Ticket{Number: ticket.Number, Code: ticket.Code})
	}
	var waiting []byte
	result, err := loadtest.Run(t.Context(), loadtest.Config{
		Target: tap.listen(t, strings.TrimPrefix(m.localURL(), "http://")), Tickets: tickets, Rate: 20, Profile: loadtest.Steady,
		Duration: 4 * time.Second, Record: sqlRecord{m.Data.Pool}, Log: t.Logf, Connected: func() { waiting = tap.bytes() },
	})
	if err != nil || !result.Good() {
		t.Fatalf("%+v, %v", result, err)
	}
	keys := paperKeysIn(tap.bytes())
	if len(keys) == 0 {
		t.Fatal("the traffic holds no paper key: the test looks at the wrong thing")
	}
	if early := paperKeysIn(waiting); len(early) > 0 || len(waiting) == 0 {
		t.Errorf("before the start: %d keys in %d bytes", len(early), len(waiting))
	}
	texts := [][]byte{tap.bytes()}
	for _, key := range keys {
		texts = append(texts, openPapers(t, m, key)...)
	}
	if len(texts) < 3 {
		t.Errorf("%d papers were opened, want two variants or more", len(texts)-1)
	}
	for _, text := range texts {
		for _, secret := range []string{secretSolution, secretLabel, secretAnswer, "accepted", "solution"} {
			if bytes.Contains(text, []byte(secret)) {
				t.Errorf("%q reached a candidate", secret)
			}
		}
	}
}

var keyMember = regexp.MustCompile(`"key":"([A-Za-z0-9+/=]+)"`)

func paperKeysIn(traffic []byte) []delivery.PaperKey {
	var keys []delivery.PaperKey
	for _, m := range keyMember.FindAllSubmatch(traffic, -1) {
		b, err := base64.StdEncoding.DecodeString(string(m[1]))
		if err == nil && len(b) == delivery.KeySize && !slices.Contains(keys, delivery.PaperKey(b)) {
			keys = append(keys, delivery.PaperKey(b))
		}
	}
	return keys
}

// paperMembers are all the members that docs/paper.schema.json has, and
// nothing else may stand in a paper.
var paperMembers = strings.Fields(`v form_code title subject duration_s parts part intro questions no kind stem stimulus field
	options id html statements max charset stimuli media mime data tracks title track plays
	gaps image width height alt area shape coords points words bytes types`)

// openPapers returns the text of every paper that key opens, after a look at
// the names of its members.
func openPapers(t *testing.T, m *Main, key delivery.PaperKey) [][]byte {
	t.Helper()
	rows, err := m.Data.Pool.Query(t.Context(), `SELECT hash FROM paper`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var texts [][]byte
	for rows.Next() {
		var hash string
		if err := rows.Scan(&hash); err != nil {
			t.Fatal(err)
		}
		status, blob := get(t, m.localURL()+"/papers/"+hash)
		if status != http.StatusOK {
			t.Fatalf("paper %s: status %d", hash, status)
		}
		if text := openPaper(t, blob, key); text != nil {
			checkMembers(t, text)
			texts = append(texts, text)
		}
	}
	return texts
}

// openPaper returns the text in a blob as docs/protocol.md says, every byte of
// it, or nil if the key is another paper's.
func openPaper(t *testing.T, blob []byte, key delivery.PaperKey) []byte {
	t.Helper()
	block, err := aes.NewCipher(key[:])
	if err != nil {
		t.Fatal(err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	zipped, err := gcm.Open(nil, blob[:gcm.NonceSize()], blob[gcm.NonceSize():], nil)
	if err != nil {
		return nil
	}
	r, err := gzip.NewReader(bytes.NewReader(zipped))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func checkMembers(t *testing.T, text []byte) {
	t.Helper()
	for _, m := range regexp.MustCompile(`"([a-z_]+)":`).FindAllSubmatch(text, -1) {
		if !slices.Contains(paperMembers, string(m[1])) {
			t.Errorf("a paper has a member %q", m[1])
		}
	}
}
