package main

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/delivery"
	"khaothi/internal/pgdb"
	"khaothi/internal/seal"
)

// verify runs delivery verify --json and returns its report and exit code.
func (s *sat) verify(args ...string) (verifyView, int) {
	s.t.Helper()
	out, err := command(s.t, "", slices.Concat([]string{"delivery", "verify", "--json"}, args, s.flags)...)
	var v verifyView
	if jsonErr := json.Unmarshal([]byte(out), &v); jsonErr != nil {
		s.t.Fatalf("output %q: %v, %v", out, jsonErr, err)
	}
	return v, exitCode(err, new(bytes.Buffer))
}

// found are the findings as "code" or "code@seq", without doubles.
func (v *verifyView) found() []string {
	out := []string{}
	for _, f := range v.Findings {
		c := f.Code
		if f.Seq > 0 {
			c = fmt.Sprintf("%s@%d", f.Code, f.Seq)
		}
		out = append(out, c)
	}
	slices.Sort(out)
	return out
}

// keptTables are what the plants change.
var keptTables = []string{"answer_log", "attempt", "sitting_proof", "result", "form_key"}

// backUp keeps the tables; the func that it returns puts them back as they
// were, past every trigger, as who owns the database can.
func (s *sat) backUp() func() {
	columns := map[string]string{} // without those that the database computes
	for _, table := range keptTables {
		columns[table] = must[string](s)(pgdb.One[string](s.t.Context(), s.pool, `
			SELECT string_agg(quote_ident(attname), ',') FROM pg_attribute
			WHERE attrelid = @table::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`, pgx.StrictNamedArgs{"table": table}))
		s.exec(fmt.Sprintf("CREATE TABLE kept_%s AS SELECT %s FROM %s", table, columns[table], table))
	}
	return func() {
		var sql strings.Builder
		sql.WriteString("SET session_replication_role = replica;")
		for _, table := range keptTables {
			_, _ = fmt.Fprintf(&sql, "DELETE FROM %[1]s; INSERT INTO %[1]s (%[2]s) SELECT %[2]s FROM kept_%[1]s;", table, columns[table])
		}
		s.exec(sql.String() + "SET session_replication_role = DEFAULT")
	}
}

// plant changes the record past every trigger. $1 is the first attempt.
func (s *sat) plant(sql string) {
	s.t.Helper()
	sql = strings.ReplaceAll(sql, "$1", "'"+string(s.attempts[0].ID)+"'")
	s.exec("SET session_replication_role = replica; " + sql + "; SET session_replication_role = DEFAULT")
}

const flip = "set_byte(%[1]s, 3, get_byte(%[1]s, 3) # 1)"

// TestVerifyFindsEveryPlantedChange plants one change at a time, in a real
// database, and expects the finding that names it, and exit code 2.
func TestVerifyFindsEveryPlantedChange(t *testing.T) {
	t.Parallel()
	s := newSat(t)
	undo := s.backUp()
	id := string(s.attempts[0].ID)
	event := func(set string) string { return "UPDATE answer_log SET " + set + " WHERE attempt = $1 AND seq = 2" }
	row := func(set string) string { return "UPDATE attempt SET " + set + " WHERE id = $1" }
	proof := func(set string) string { return "UPDATE sitting_proof SET " + set }
	result := func(set string) string { return "UPDATE result SET " + set + " WHERE attempt_id = $1" }
	bit := func(column string) string { return column + " = " + fmt.Sprintf(flip, column) }
	for _, tt := range []struct {
		name, sql string
		want      []string
	}{
		{"value", event("value = 'S'"), []string{"event.content@2", "score.differs"}},
		{"field", event("field = 'p2_1e'"), []string{"event.content@2", "score.differs"}},
		{"time", event("at = at + interval '1 ms'"), []string{"event.content@2"}},
		{"hash", event(bit("hash")), []string{"attempt.changed", "event.hash@2"}},
		{"link", event(bit("prev")), []string{"event.prev@2"}},
		{"epoch", event("epoch = 2"), []string{"attempt.changed"}},
		{"event gone", "DELETE FROM answer_log WHERE attempt = $1 AND seq = 2", []string{"attempt.changed", "event.missing@2", "score.differs"}},
		{"receipt", row("receipt = '2222-2222'"), []string{"attempt.changed", "receipt.wrong@6"}},
		{"candidate number", row("number = '01000009'"), []string{"attempt.changed"}},
		{"form", row("form_code = '0109'"), []string{"attempt.changed"}},
		{"how it was sealed", row("sealed_by = 'submit'"), []string{"attempt.changed"}},
		{"root", proof(bit("root")), []string{"proof.root@1"}},
		{"signature", proof(bit("signature")), []string{"proof.signature@1"}},
		{"time of the proof", proof("at = at + interval '1 ms'"), []string{"proof.signature@1"}},
		{"reason of the proof", proof("reason = 'other'"), []string{"proof.signature@1"}},
		{"public key", proof(bit("public_key")), []string{"proof.key@1", "proof.signature@1"}},
		{"root before", proof(bit("previous")), []string{"proof.signature@1", "proof.versions@1"}},
		{"proof gone", "DELETE FROM sitting_proof", []string{"proof.missing"}},
		{"points", result("points = points - 1"), []string{"score.row"}},
		{"part", result(`parts = jsonb_set(parts, '{0,points}', '1')`), []string{"score.row"}},
		{"reasons", result(`detail = jsonb_set(detail, '{questions,0,reason}', '"wrong"')`), []string{"score.differs", "score.digest"}},
		{"digest", result(bit("digest")), []string{"score.digest"}},
		{"result gone", "DELETE FROM result WHERE attempt_id = $1", []string{"score.missing"}},
		{"key", `UPDATE form_key SET key = jsonb_set(key, '{fields,p3_1,accept,0}', '"0,6"')`, []string{"key.changed", "score.differs"}},
	} {
		s.plant(tt.sql)
		v, code := s.verify(id)
		if code != exitRefused || v.OK || !slices.Equal(v.found(), tt.want) {
			t.Errorf("%s: exit %d, found %v, want %v", tt.name, code, v.found(), tt.want)
		}
		for _, f := range v.Findings {
			if f.Message == findingText(&delivery.Finding{}) {
				t.Errorf("%s: %s has no sentence", tt.name, f.Code)
			}
		}
		undo()
	}
	v, code := s.verify(id)
	if code != exitGood || !v.OK || v.Events != 6 || v.Results != 1 || v.Proof == nil {
		t.Errorf("as it was: exit %d, %+v", code, v)
	}
	s.checkPlace(&v)
}

// checkPlace does what an outsider does with the report: leaf, path and the
// printed root.
func (s *sat) checkPlace(v *verifyView) {
	s.t.Helper()
	leaf := must[[]byte](s)(hex.DecodeString(v.Attempt.Leaf))
	var path []seal.Hash
	for _, h := range v.Attempt.Path {
		path = append(path, seal.Hash(must[[]byte](s)(hex.DecodeString(h))))
	}
	root := seal.Hash(must[[]byte](s)(hex.DecodeString(v.Proof.Root)))
	if !seal.VerifyMerkle(root, leaf, v.Attempt.Index, v.Proof.Leaves, path) || !bytes.Contains(leaf, []byte(v.Attempt.Receipt)) {
		s.t.Error("the place of the attempt under the root does not hold")
	}
}

// TestVerifyFindsAForgerWithoutTheKey rewrites everything that the database
// holds, consistently: answers, chain, receipt, score, leaves and root. Only
// the signature cannot be made.
func TestVerifyFindsAForgerWithoutTheKey(t *testing.T) {
	t.Parallel()
	s := newSat(t)
	a := s.attempts[1] // the one who got half
	right := [][2]string{{"p1_1", s.form.Parts[0].Pins[0].Body.Key.Options[0]}, {"p2_1a", "D"}, {"p3_1", "0,5"}}
	log := work(&a, right)
	s.exec("DELETE FROM answer_log WHERE attempt = $1", a.ID)
	for _, e := range log[1:4] {
		s.exec(`INSERT INTO answer_log (attempt, seq, field, value, at, epoch, prev, hash) VALUES ($1, $2, $3, $4, $5, 1, $6, $7)`,
			a.ID, e.Event.Seq, e.Event.Field, e.Event.Value, e.Event.At, e.Event.Prev[:], e.Event.Hash[:])
	}
	s.exec("UPDATE attempt SET receipt = $2 WHERE id = $1", a.ID, delivery.Receipt(a.ID, 3, log[3].Event.Hash))
	s.exec("SET session_replication_role = replica; DELETE FROM result; SET session_replication_role = DEFAULT")
	if _, err := s.flow.ScoreSitting(t.Context(), author, s.sitting); err != nil {
		t.Fatal(err)
	}
	expect := func(want ...string) {
		t.Helper()
		if v, code := s.verify("--sitting", string(s.sitting)); code != exitRefused || !slices.Equal(v.found(), want) {
			t.Errorf("exit %d, found %v, want %v", code, v.found(), want)
		}
	}
	expect("attempt.changed")
	// The node that looks again must not sign it either.
	s.exec("UPDATE delivery_sitting SET rev = rev + 1")
	prover := must[*delivery.Prover](s)(newProver(&Data{Secrets: s.secrets}, s.record, quiet))
	if n := must[int](s)(prover.Turn(t.Context())); n != 0 || prover.Refused() != 1 {
		t.Errorf("signed %d, refused %d", n, prover.Refused())
	}
	leaves := must[[]delivery.Leaf](s)(s.record.Leaves(t.Context(), s.sitting))
	forger := must[*seal.Signer](s)(seal.NewSigner(bytes.Repeat([]byte{9}, seal.SeedSize)))
	p := delivery.NewProof(forger, s.sitting, leaves, nil, time.Now(), delivery.ReasonClosed)
	var hashes []byte
	for _, h := range p.Leaves {
		hashes = append(hashes, h[:]...)
	}
	forge := func(key []byte) {
		t.Helper()
		s.exec("ALTER TABLE sitting_proof DISABLE TRIGGER USER")
		s.exec("UPDATE sitting_proof SET at = $1, root = $2, leaf_hashes = $3, signature = $4, public_key = $5",
			p.At, p.Root[:], hashes, p.Signature, key)
	}
	forge(forger.PublicKey())
	expect("proof.key@1")
	signer := must[*seal.Signer](s)(s.secrets.Signer())
	forge(signer.PublicKey())
	expect("proof.signature@1")
}

func TestVerifyAWholeSitting(t *testing.T) {
	t.Parallel()
	s := newSat(t)
	v, code := s.verify("--sitting", string(s.sitting))
	if code != exitGood || v.Attempts != 3 || v.Events != 9 || v.Results != 2 || !v.Scored || v.Proof.Leaves != 3 {
		t.Errorf("exit %d, %+v", code, v)
	}
	v, code = s.verify(s.attempts[1].Number, "--sitting", string(s.sitting))
	if code != exitGood || v.Attempt.Number != s.attempts[1].Number || v.Attempts != 1 {
		t.Errorf("by number: exit %d, %+v", code, v)
	}
	s.exec(`INSERT INTO attempt (id, sitting_id, candidate_id, number, name, form_code, paper_hash, room_id, room, seat, grace_s, state, sealed_at, sealed_n)
		SELECT 'added', sitting_id, 'c9', '9', name, form_code, paper_hash, room_id, room, '9', 5, 'absent', now(), 0 FROM attempt LIMIT 1`)
	s.exec("DELETE FROM attempt WHERE id = $1", s.attempts[2].ID)
	if v, code = s.verify("--sitting", string(s.sitting)); code != exitRefused || !slices.Equal(v.found(), []string{"attempt.added", "attempt.gone"}) {
		t.Errorf("exit %d, found %v", code, v.found())
	}
	out, err := command(t, "", slices.Concat([]string{"delivery", "verify", "--sitting", string(s.sitting)}, s.flags)...)
	if exitCode(err, new(bytes.Buffer)) != exitRefused || !strings.Contains(out, "attempt.gone") || !strings.Contains(out, "it was removed") || !strings.Contains(out, v.Proof.Root) {
		t.Errorf("%v: %s", err, out)
	}
}

func TestVerifySaysWhatItCannotDo(t *testing.T) {
	t.Parallel()
	s := newSat(t)
	for want, args := range map[string][]string{
		"no attempt \"nobody\"":                                {"nobody"},
		"no attempt \"01000001\" in the record (sitting \"\")": {"01000001"},
		"name an attempt":                                      {},
		"64 hex digits":                                        {"x", "--public-key", "ab"},
	} {
		_, err := command(t, "", slices.Concat([]string{"delivery", "verify"}, args, s.flags)...)
		var e exitError
		if err == nil || errors.As(err, &e) || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v, want %q and exit code 1", args, err, want)
		}
	}
}
