package deliverypg_test

import (
	"testing"
	"time"

	"khaothi/delivery"
	"khaothi/delivery/deliverypg"
	"khaothi/delivery/deliverytest"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/testenv"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	deliverytest.RunArchive(t, func(t *testing.T) (deliverytest.Record, func(exam.AttemptID, string) int) {
		t.Helper()
		pool := testenv.Postgres(t)
		return deliverypg.New(pool), func(id exam.AttemptID, kind string) (n int) {
			err := pool.QueryRow(t.Context(),
				"SELECT count(*) FROM incident WHERE attempt = $1 AND kind = $2", string(id), kind).Scan(&n)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
	})
}

func TestTheNumberOfShardsStays(t *testing.T) {
	t.Parallel()
	s := deliverypg.New(testenv.Postgres(t))
	for _, tt := range []struct {
		want int
		code string
	}{{8, ""}, {8, ""}, {16, "delivery.shards_differ"}} {
		err := s.FixShards(t.Context(), tt.want)
		if (err == nil) != (tt.code == "") || err != nil && fault.CodeOf(err) != tt.code {
			t.Errorf("FixShards(%d) = %v, want %q", tt.want, err, tt.code)
		}
	}
}

// TestTheRecordWaitsForItsDisk: what is appended is trimmed from Redis right
// after, so its commit waits for the disk, whatever the server's default.
func TestTheRecordWaitsForItsDisk(t *testing.T) {
	t.Parallel()
	c := &closed{t: t, pool: testenv.Postgres(t)}
	c.store = deliverypg.New(c.pool)
	c.prepare(1)
	if _, err := c.store.Lease(t.Context(), "n1", 1, time.Minute); err != nil {
		t.Fatal(err)
	}
	if _, err := c.pool.Exec(t.Context(), `
		DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database()); END $$`); err != nil {
		t.Fatal(err)
	}
	c.pool.Reset() // what is connected keeps the default of before
	var usual string
	if err := c.pool.QueryRow(t.Context(), "SHOW synchronous_commit").Scan(&usual); err != nil || usual != "off" {
		t.Fatalf("synchronous_commit = %s, %v: the test shows nothing", usual, err)
	}
	if _, err := c.pool.Exec(t.Context(), `
		CREATE FUNCTION waits() RETURNS trigger LANGUAGE plpgsql AS $$
		BEGIN
			IF current_setting('synchronous_commit') <> 'on' THEN RAISE 'the commit does not wait'; END IF;
			RETURN NULL;
		END $$;
		CREATE TRIGGER waits AFTER INSERT ON answer_log FOR EACH STATEMENT EXECUTE FUNCTION waits()`); err != nil {
		t.Fatal(err)
	}
	done, err := c.store.Append(t.Context(), "n1", []delivery.ShardEntries{{Shard: 0, Entries: workOf(&c.attempts[0], 3, false)}})
	if err != nil || done.Events != 3 {
		t.Errorf("Append = %+v, %v", done, err)
	}
}
