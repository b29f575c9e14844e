package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/internal/pgdb"
	"khaothi/internal/testenv"
	"khaothi/loadtest"
)

// runLoad runs the command with servers and a node of its own and returns its
// JSON.
func runLoad(t *testing.T, o loadOptions) loadtest.Result {
	t.Helper()
	if o.data = t.TempDir(); os.Getuid() == 0 {
		openToServers(t, o.data)
	}
	var out, progress bytes.Buffer
	err := o.run(t.Context(), true, &out, &progress)
	if err != nil {
		t.Fatalf("%v\n%s%s", err, progress.String(), out.String())
	}
	var res loadtest.Result
	if err := json.Unmarshal(out.Bytes(), &res); err != nil {
		t.Fatalf("output %q: %v", out.String(), err)
	}
	return res
}

// openToServers lets the user that the servers run as pass through to dir.
func openToServers(t *testing.T, dir string) {
	t.Helper()
	for d := dir; d != os.TempDir() && d != "/"; d = filepath.Dir(d) {
		if err := os.Chmod(d, 0o711); err != nil {
			t.Fatal(err)
		}
	}
}

// TestThePaperOfLoadtestIsAsLongAsARealOne: 40 fields, as Vật lí has.
func TestThePaperOfLoadtestIsAsLongAsARealOne(t *testing.T) {
	t.Parallel()
	pool := testenv.Postgres(t)
	secrets := Secrets{Ticket: make([]byte, 32), Wrap: make([]byte, 32), Session: make([]byte, 32), Sign: make([]byte, 32)}
	plan := loadPlan{students: 4, duration: minLoadDuration, grace: time.Second}
	if _, err := newLoadSitting(t.Context(), pool, secrets, plan); err != nil {
		t.Fatal(err)
	}
	papers, err := pgdb.List[string](t.Context(), pool, `
		SELECT string_agg(kind || ' ' || n, ', ' ORDER BY kind)
		FROM (SELECT hash, value ->> 'kind' AS kind, count(*) AS n FROM paper, jsonb_each(fields) GROUP BY 1, 2) k GROUP BY hash`, nil)
	if err != nil || len(papers) != 4 {
		t.Fatalf("%d papers, %v", len(papers), err)
	}
	for _, got := range papers {
		if want := "cluster 16, short 6, single 18"; got != want {
			t.Errorf("fields %s, want %s", got, want)
		}
	}
}

func TestLoadtestAgainstOwnServers(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		o    loadOptions
		see  func(r loadtest.Result) bool
	}{
		{
			"closed loop",
			loadOptions{students: 20, profile: "steady", duration: 5 * time.Second, fault: faultNone, echo: true},
			func(r loadtest.Result) bool {
				return r.Acked > 200 && r.EchoPerS > 0 && r.RatioToEcho > 0 && r.ServerRSSMB > 1
			},
		},
		{
			"hand in",
			loadOptions{students: 20, rate: 40, profile: "submit", duration: 5 * time.Second, fault: faultNone},
			func(r loadtest.Result) bool { return r.Acked > 40 && r.SealS < 5 },
		},
		{
			"redis killed",
			loadOptions{students: 20, rate: 40, profile: "steady", duration: 8 * time.Second, fault: faultRedis},
			func(r loadtest.Result) bool { return r.Acked > 100 && r.BackS > 0 && r.BackS < 10 },
		},
		{
			"node killed",
			loadOptions{students: 20, rate: 40, profile: "steady", duration: 14 * time.Second, fault: faultNode},
			func(r loadtest.Result) bool {
				return r.Acked > 100 && r.BackS > 0 && r.BackS < 12 && r.Reconnects >= 20
			},
		},
		{
			"two generators over TLS",
			loadOptions{
				students: 20, profile: "steady", duration: 5 * time.Second, fault: faultNone, gens: loadGenerators{2}, echo: true, servers: loadServers{tls: true},
			},
			func(r loadtest.Result) bool { return r.Acked > 200 && r.EchoPerS > 0 },
		},
		{
			"two generators, at the pace of people",
			loadOptions{students: 20, profile: "exam", duration: 5 * time.Second, fault: faultNone, gens: loadGenerators{2}, echo: true},
			func(r loadtest.Result) bool { return r.Acked > 500 && r.Generators == 2 && r.EchoPerS > 0 },
		},
		{
			"wrong clocks",
			loadOptions{students: 20, rate: 200, profile: "steady", duration: 5 * time.Second, fault: string(loadtest.ClientClock)},
			func(r loadtest.Result) bool { return r.Acked > 200 && r.Reconnects == 0 },
		},
		{
			"twice and out of order",
			loadOptions{students: 20, rate: 200, profile: "steady", duration: 5 * time.Second, fault: string(loadtest.DupReorder)},
			func(r loadtest.Result) bool { return r.Acked > 400 },
		},
		{
			"clients that do not read",
			loadOptions{students: 20, rate: 200, profile: "steady", duration: 8 * time.Second, fault: string(loadtest.SlowReader)},
			func(r loadtest.Result) bool {
				return r.Acked > 400 && r.SlowMS.Max > 3000 && r.AckMS.P99 < r.SlowMS.P99
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			res := runLoad(t, tt.o)
			if !res.Good() || res.Students != 20 || res.Sealed != 20 || res.Scored != 20 || res.Late != 0 && tt.o.fault != string(loadtest.ClientClock) || !tt.see(res) {
				t.Errorf("result %+v", res)
			}
		})
	}
}

// TestRecordOfSQL plants rows in the view's tables and compares with logs that
// differ from them: what the command reads must be enough to find a loss.
func TestRecordOfSQL(t *testing.T) {
	t.Parallel()
	pool := recordWith(t, []string{"a", "b"})
	logs := []loadtest.Log{
		{Attempt: "a", First: 1, Acked: 3, Events: []loadtest.Answered{{Field: "p1_1", Value: "x"}, {Field: "p1_1", Value: "y"}, {Field: "p1_2", Value: "z"}}},
		{Attempt: "b", First: 1, Acked: 1, Events: []loadtest.Answered{{Field: "p1_1", Value: "x"}}},
	}
	got, err := loadtest.Compare(t.Context(), sqlRecord{pool}, logs)
	// In the record, a holds 1 as sent, 2 with another value, and not 3; b holds 1.
	if want := (loadtest.Comparison{Acked: 4, Lost: 2, Foreign: 1}); err != nil || got != want {
		t.Errorf("Compare = %+v, %v, want %+v", got, err, want)
	}
	if n, err := (sqlRecord{pool}).Sealed(t.Context(), []string{"a", "b", "c"}); err != nil || n != 2 {
		t.Errorf("Sealed = %d, %v, want 2", n, err)
	}
}

func recordWith(t *testing.T, attempts []string) pgdb.Querier {
	t.Helper()
	pool := testenv.Postgres(t)
	hash, zero := strings.Repeat("ab", 32), make([]byte, 32)
	for _, sql := range []string{
		`INSERT INTO delivery_sitting (id, exam_id, name, subject, state, started_at, ends_at, closed_at, duration_s, grace_s, late_limit_s, submit_after_s)
		 VALUES ('s', 'e', 'n', 'Toán', 'closed', now(), now(), now(), 60, 5, 0, 0)`,
		`INSERT INTO paper (hash, sitting_id, form_code, blob, key_wrapped, fields) VALUES ('` + hash + `', 's', '0101', '', '', '{}')`,
	} {
		if _, err := pool.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	for _, a := range attempts {
		if _, err := pool.Exec(t.Context(), `
			INSERT INTO attempt (id, sitting_id, candidate_id, number, name, form_code, paper_hash, room_id, room, seat, state, started_at, deadline, grace_s, last_seq, sealed_at, sealed_n)
			VALUES (@a, 's', @a, @a, @a, '0101', @hash, 'r', 'P01', '1', 'sealed', now(), now(), 5, 1, now(), 1)`,
			pgx.StrictNamedArgs{"a": a, "hash": hash}); err != nil {
			t.Fatal(err)
		}
	}
	for _, row := range []loadtest.Row{{Attempt: "a", Seq: 1, Field: "p1_1", Value: "x"}, {Attempt: "a", Seq: 2, Field: "p1_1", Value: "other"}, {Attempt: "b", Seq: 1, Field: "p1_1", Value: "x"}} {
		if _, err := pool.Exec(t.Context(), `
			INSERT INTO answer_log (attempt, seq, field, value, at, epoch, prev, hash)
			VALUES (@attempt, @seq, @field, @value, now(), 1, @zero, @zero)`,
			pgx.StrictNamedArgs{"attempt": row.Attempt, "seq": row.Seq, "field": row.Field, "value": row.Value, "zero": zero}); err != nil {
			t.Fatal(err)
		}
	}
	return pool
}

// TestLoadtestAgainstADemo uses what another process serves: its ready file is
// enough, and a sitting that goes on is handed in.
func TestLoadtestAgainstADemo(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if os.Getuid() == 0 {
		openToServers(t, dir)
	}
	ready := filepath.Join(dir, "ready.json")
	out, err := os.Create(filepath.Join(dir, "demo.log"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = out.Close() }()
	demo, err := startChild([]string{"demo", "--data", filepath.Join(dir, "data"), "--addr", "127.0.0.1:0", "--ready-file", ready}, nil, out)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(demo.stop)
	testenv.Eventually(t, 2*time.Minute, func() bool { _, err := os.Stat(ready); return err == nil })
	o := loadOptions{tickets: ready, students: 10, some: true, rate: 40, profile: "steady", duration: 4 * time.Second, fault: string(loadtest.DupReorder), gens: loadGenerators{2}}
	var stdout, progress bytes.Buffer
	var res loadtest.Result
	if err := o.run(t.Context(), true, &stdout, &progress); err != nil {
		t.Fatalf("%v\n%s", err, progress.String())
	}
	if err := json.Unmarshal(stdout.Bytes(), &res); err != nil || res.Students != 10 || res.Sealed != 10 || res.Acked < 40 {
		t.Errorf("%v: %+v\n%s", err, res, progress.String())
	}
	if err := o.run(t.Context(), true, &stdout, &progress); err == nil || !strings.Contains(err.Error(), "used up") {
		t.Errorf("with the same tickets again: %v", err)
	}
}

func TestReadTickets(t *testing.T) {
	t.Parallel()
	ready := `{"sittings":[{"id":"s0","state":"closed","tickets":[{"number":"0","code":"Z"}]},
		{"id":"s1","state":"open","tickets":[{"number":"1","code":"A"},{"number":"2","code":"B"}]},
		{"id":"s2","state":"planned","tickets":[{"number":"3","code":"C"}]}]}`
	for _, tt := range []struct {
		name, text, sitting string
		want, wantSitting   string // numbers
		bad                 string
	}{
		{"first that is open", ready, "", "1 2", "s1", ""},
		{"one that runs before one that is open", strings.Replace(ready, `"s2","state":"planned"`, `"s2","state":"running"`, 1), "", "3", "s2", ""},
		{"the one named", ready, "s2", "3", "s2", ""},
		{"no such sitting", ready, "s9", "", "", "no sitting"},
		{"lines", "number,code\n01, K7QF-2MXA\n\n02,B\n", "s7", "01 02", "s7", ""},
		{"not a line", "01 K7QF-2MXA-9RTD\n", "", "", "", "line 1"},
		{"broken JSON", "{", "", "", "", "ready file"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "tickets")
			if err := os.WriteFile(path, []byte(tt.text), 0o600); err != nil {
				t.Fatal(err)
			}
			got, sitting, err := readTickets(path, tt.sitting)
			if tt.bad != "" {
				if err == nil || !strings.Contains(err.Error(), tt.bad) || strings.Contains(err.Error(), "K7QF") {
					t.Fatalf("error %v, want something with %q and no ticket", err, tt.bad)
				}
				return
			}
			var numbers []string
			for _, ticket := range got {
				numbers = append(numbers, ticket.Number)
			}
			if err != nil || strings.Join(numbers, " ") != tt.want || sitting != tt.wantSitting {
				t.Errorf("readTickets = %v, %q, %v", numbers, sitting, err)
			}
		})
	}
}

func TestLoadtestSaysWhatIsWrongWithItsFlags(t *testing.T) {
	t.Parallel()
	used := t.TempDir()
	if _, err := newSecrets(filepath.Join(used, loadSecrets)); err != nil {
		t.Fatal(err)
	}
	for want, o := range map[string]loadOptions{
		"an earlier run":        {students: 1, fault: faultNone, data: used},
		"--students":            {students: 0, fault: faultNone},
		"--fault \"lightning\"": {students: 1, fault: "lightning"},
		"--tickets (the ready":  {students: 1, fault: faultNone, target: "http://127.0.0.1:1"},
		"go with --target":      {students: 1, fault: faultNone, tickets: "x"},
		"by-hand goes with":     {students: 1, fault: faultByHand},
		"can be broken":         {students: 1, fault: faultNode, target: "http://127.0.0.1:1", tickets: "x", recordURL: "y"},
	} {
		if err := o.validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("validate = %v, want something with %q", err, want)
		}
	}
}
