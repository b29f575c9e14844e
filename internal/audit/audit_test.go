package audit_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"khaothi/internal/audit"
	"khaothi/internal/exam"
	"khaothi/internal/pgdb"
	"khaothi/internal/testenv"
)

var lan = exam.Actor{ID: "0kacc", Name: "Nguyễn Thị Lan", IP: "10.0.0.7"}

func fill(t *testing.T, pool *pgxpool.Pool, n int) {
	t.Helper()
	for i := range n {
		err := audit.Write(t.Context(), pool, lan, "form.lock", fmt.Sprintf("form:%d", i), map[string]any{"n": i, "title": "Toán <b>"})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func verify(t *testing.T, pool *pgxpool.Pool) audit.Verified {
	t.Helper()
	v, err := audit.Verify(t.Context(), pool)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestAnUntouchedTrailHolds(t *testing.T) {
	t.Parallel()
	pool := testenv.Postgres(t)
	if v := verify(t, pool); v.Rows != 0 || v.Break != nil {
		t.Errorf("an empty trail: %+v", v)
	}
	fill(t, pool, 5)
	if err := audit.Write(t.Context(), pool, exam.System(), "sitting.close", "sitting:1", nil); err != nil {
		t.Fatal(err)
	}
	if v := verify(t, pool); v.Rows != 6 || v.Break != nil {
		t.Errorf("after six rows: %+v", v)
	}
}

func TestVerifyFindsWhatWasPlanted(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, sql string
		want      audit.Break
	}{
		{"another detail", `UPDATE audit_log SET detail = '{"n":9}' WHERE seq = 3`, audit.Break{Seq: 3, Reason: "hash"}},
		{"the same detail in other bytes", `UPDATE audit_log SET detail = detail::jsonb::json WHERE seq = 2`, audit.Break{Seq: 2, Reason: "hash"}},
		{"another person", `UPDATE audit_log SET actor_name = 'x' WHERE seq = 1`, audit.Break{Seq: 1, Reason: "hash"}},
		{"another time", `UPDATE audit_log SET at = at + interval '1 microsecond' WHERE seq = 5`, audit.Break{Seq: 5, Reason: "hash"}},
		{"another hash", `UPDATE audit_log SET hash = sha256('x') WHERE seq = 5`, audit.Break{Seq: 5, Reason: "hash"}},
		{"a link cut", `UPDATE audit_log SET prev = sha256('x') WHERE seq = 4`, audit.Break{Seq: 4, Reason: "prev"}},
		{"a row removed", `DELETE FROM audit_log WHERE seq = 2`, audit.Break{Seq: 2, Reason: "missing"}},
		{"a row removed and the rest moved up", `DELETE FROM audit_log WHERE seq = 2; UPDATE audit_log SET seq = seq - 1 WHERE seq > 2`, audit.Break{Seq: 2, Reason: "prev"}},
		{"the first row removed", `DELETE FROM audit_log WHERE seq = 1`, audit.Break{Seq: 1, Reason: "missing"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			pool := testenv.Postgres(t)
			fill(t, pool, 5)
			if _, err := pool.Exec(t.Context(), tt.sql); err != nil {
				t.Fatal(err)
			}
			got := verify(t, pool).Break
			if diff := cmp.Diff(&tt.want, got); diff != "" {
				t.Errorf("break (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWriteStandsOrFallsWithItsTransaction(t *testing.T) {
	t.Parallel()
	pool := testenv.Postgres(t)
	cause := errors.New("changed my mind")
	err := pgdb.InTx(t.Context(), pool, func(tx pgx.Tx) error {
		if err := audit.Write(t.Context(), tx, lan, "form.lock", "form:1", nil); err != nil {
			return err
		}
		return cause
	})
	if !errors.Is(err, cause) {
		t.Fatal(err)
	}
	if v := verify(t, pool); v.Rows != 0 {
		t.Errorf("%d rows of a transaction rolled back", v.Rows)
	}
}

func TestWritersAtOnceMakeOneChain(t *testing.T) {
	t.Parallel()
	pool := testenv.Postgres(t)
	const writers, each = 6, 10
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				if err := audit.Write(t.Context(), pool, lan, "item.edit", fmt.Sprintf("item:%d-%d", w, i), nil); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if v := verify(t, pool); v.Rows != writers*each || v.Break != nil {
		t.Errorf("after %d rows: %+v", writers*each, v)
	}
}

func TestListFiltersAndPages(t *testing.T) {
	t.Parallel()
	pool := testenv.Postgres(t)
	fill(t, pool, 4)
	other := exam.Actor{ID: "0kother", Name: "x"}
	if err := audit.Write(t.Context(), pool, other, "form.lock", "form:1", nil); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name   string
		filter audit.Filter
		want   []int64
	}{
		{"all", audit.Filter{}, []int64{5, 4, 3, 2, 1}},
		{"object", audit.Filter{Object: "form:1"}, []int64{5, 2}},
		{"actor", audit.Filter{Actor: "0kother"}, []int64{5}},
		{"first page", audit.Filter{Limit: 2}, []int64{5, 4}},
		{"second page", audit.Filter{Limit: 2, Before: 4}, []int64{3, 2}},
	} {
		got, err := audit.List(t.Context(), pool, tt.filter)
		if err != nil {
			t.Fatal(err)
		}
		var seqs []int64
		for _, e := range got {
			seqs = append(seqs, e.Seq)
		}
		if diff := cmp.Diff(tt.want, seqs); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
	got, err := audit.List(t.Context(), pool, audit.Filter{Object: "form:3"})
	if err != nil || len(got) != 1 {
		t.Fatalf("%v, %v", got, err)
	}
	if got[0].Who != lan || string(got[0].Detail) != `{"n":3,"title":"Toán \u003cb\u003e"}` {
		t.Errorf("the entry reads %+v, detail %s", got[0].Who, got[0].Detail)
	}
}

func TestWriteNeedsAnAction(t *testing.T) {
	t.Parallel()
	if err := audit.Write(t.Context(), nil, lan, "", "form:1", nil); err == nil {
		t.Error("an entry without an action passed")
	}
}
