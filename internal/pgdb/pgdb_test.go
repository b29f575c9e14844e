package pgdb_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
	"khaothi/internal/testenv"
)

func TestMigrator(t *testing.T) {
	t.Parallel()
	pgdb.CheckMigrator(t, testenv.EmptyPostgresURL(t))
}

func TestMigratorsRace(t *testing.T) {
	t.Parallel()
	pgdb.CheckMigrateRace(t, testenv.EmptyPostgresURL(t))
}

func TestMapError(t *testing.T) {
	t.Parallel()
	pool := testenv.Postgres(t)
	_, err := pool.Exec(t.Context(), `
		CREATE TABLE a (id int PRIMARY KEY, n int CHECK (n > 0), at timestamptz NOT NULL DEFAULT '2026-01-02 03:04Z');
		CREATE TABLE b (a_id int NOT NULL REFERENCES a);
		INSERT INTO a VALUES (1, 1)`)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, sql, code, constraint string
		kind                        fault.Kind
	}{
		{"repeat", "INSERT INTO a VALUES (1, 1)", "row.conflict", "a_pkey", fault.Conflict},
		{"no parent", "INSERT INTO b VALUES (7)", "row.invalid", "b_a_id_fkey", fault.Invalid},
		{"check", "INSERT INTO a VALUES (2, 0)", "row.invalid", "a_n_check", fault.Invalid},
		{"not null", "INSERT INTO b VALUES (NULL)", "row.invalid", "", fault.Invalid},
		{"out of range", "INSERT INTO a VALUES (3, 99999999999)", "row.invalid", "", fault.Invalid},
		{"wrong SQL", "SELEC", "internal", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := pgdb.Exec(t.Context(), pool, tt.sql, nil)
			if fault.KindOf(err) != tt.kind || fault.CodeOf(err) != tt.code || pgdb.Constraint(err) != tt.constraint {
				t.Errorf("%v: kind %q, code %q, constraint %q", err, fault.KindOf(err), fault.CodeOf(err), pgdb.Constraint(err))
			}
		})
	}
}

func TestOneAndList(t *testing.T) {
	t.Parallel()
	pool := testenv.Postgres(t)
	type row struct {
		N  int       `db:"n"`
		At time.Time `db:"at"`
	}
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	got, err := pgdb.List[row](t.Context(), pool, "SELECT n, @at::timestamptz AS at FROM generate_series(1, @to::int) AS n",
		pgx.StrictNamedArgs{"at": at, "to": 2})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]row{{1, at}, {2, at}}, got, cmp.Comparer(time.Time.Equal)); diff != "" {
		t.Errorf("List (-want +got):\n%s", diff)
	}
	if got, err := pgdb.One[time.Time](t.Context(), pool, "SELECT @at::timestamptz", pgx.StrictNamedArgs{"at": at}); err != nil || !got.Equal(at) {
		t.Errorf("One = %v, %v", got, err)
	}
	_, err = pgdb.One[row](t.Context(), pool, "SELECT 1 AS n, now() AS at WHERE false", nil)
	if !errors.Is(err, fault.New(fault.NotFound, "row.not_found")) {
		t.Errorf("no row gives %v", err)
	}
	if _, err = pgdb.One[int](t.Context(), pool, "SELECT @a::int", pgx.StrictNamedArgs{"b": 1}); err == nil {
		t.Error("a misspelt argument passed")
	}
}

func TestConnectionTroubleIsUnavailable(t *testing.T) {
	t.Parallel()
	if _, err := pgdb.Open(t.Context(), "postgres:///x?host=/nonexistent&user=x"); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("Open: kind %q of %v", fault.KindOf(err), err)
	}
	server := testenv.PostgresServer(t)
	pool, err := pgdb.Open(t.Context(), server.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	broken := make(chan error)
	go func() {
		_, err := pgdb.Exec(context.Background(), pool, "SELECT pg_sleep(60)", nil)
		broken <- err
	}()
	testenv.Eventually(t, 5*time.Second, func() bool {
		n, err := pgdb.One[int](t.Context(), pool, "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'", nil)
		return err == nil && n == 1
	})
	server.Kill()
	if err := <-broken; fault.KindOf(err) != fault.Unavailable {
		t.Errorf("a query cut off: kind %q of %v", fault.KindOf(err), err)
	}
	if _, err := pgdb.Exec(t.Context(), pool, "SELECT 1", nil); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("a dead server: kind %q of %v", fault.KindOf(err), err)
	}
}

func TestRetryable(t *testing.T) {
	t.Parallel()
	pool := testenv.Postgres(t)
	_, err := pgdb.Exec(t.Context(), pool, "DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40001'; END $$", nil)
	if !pgdb.IsRetryable(err) || fault.KindOf(err) != fault.Conflict {
		t.Errorf("a serialization failure: %v", err)
	}
	if pgdb.IsRetryable(errors.New("x")) {
		t.Error("any error is retryable")
	}
}

func TestInTxRollsBack(t *testing.T) {
	t.Parallel()
	pool := testenv.Postgres(t)
	cause := errors.New("no")
	err := pgdb.InTx(t.Context(), pool, func(tx pgx.Tx) error {
		if _, err := pgdb.Exec(t.Context(), tx, "INSERT INTO setting (name, value) VALUES ('x', '1')", nil); err != nil {
			return err
		}
		return cause
	})
	if !errors.Is(err, cause) {
		t.Errorf("InTx = %v", err)
	}
	if n, err := pgdb.One[int](t.Context(), pool, "SELECT count(*) FROM setting", nil); err != nil || n != 0 {
		t.Errorf("%d settings, %v", n, err)
	}
}
