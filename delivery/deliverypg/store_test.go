package deliverypg_test

import (
	"testing"

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
