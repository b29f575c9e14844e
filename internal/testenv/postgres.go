package testenv

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"khaothi/internal/exam"
	"khaothi/internal/pgdb"
)

// template is the name of the migrated database that tests clone, made when a
// test first asks.
var template = sync.OnceValues(makeTemplate)

// Postgres is a pool on a migrated database of the test's own, dropped when
// the test passes. A failed test logs its URL and, on a server that outlives
// the test binary, keeps it.
func Postgres(t testing.TB) *pgxpool.Pool {
	t.Helper()
	pool, err := pgdb.Open(t.Context(), PostgresURL(t)+"&pool_max_conns=8")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}

// PostgresURL is the URL of a migrated database of the test's own. It has
// parameters already: more are added with &.
func PostgresURL(t testing.TB) string {
	t.Helper()
	tpl, err := template()
	if err != nil {
		t.Fatalf("PostgreSQL for tests: %v", err)
	}
	return createDatabase(t, tpl)
}

// EmptyPostgresURL is the URL of a database of the test's own without any
// table.
func EmptyPostgresURL(t testing.TB) string {
	t.Helper()
	return createDatabase(t, "template0")
}

// createDatabase clones tpl and drops the clone when the test passes.
func createDatabase(t testing.TB, tpl string) string {
	t.Helper()
	server, err := pgServer()
	if err != nil {
		t.Fatalf("PostgreSQL for tests: %v", err)
	}
	name := "kt_test_" + exam.NewID()
	if err := admin(t.Context(), server, fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s", name, tpl)); err != nil {
		t.Fatalf("clone the template database: %v", err)
	}
	dbURL := withDatabase(server, name)
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the database of this test: %s", dbURL)
			return
		}
		if err := admin(context.Background(), server, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Errorf("drop the test's database: %v", err)
		}
	})
	return dbURL
}

// makeTemplate migrates a database once per state of the migrations. Several
// test binaries may share the server: the first one makes it.
func makeTemplate() (string, error) {
	server, err := pgServer()
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return "", fmt.Errorf("connect to %s: %w", pgVar, err)
	}
	defer func() { _ = conn.Close(ctx) }() // only read
	const templateLock = 0x6b746d70        // "ktmp"
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", templateLock); err != nil {
		return "", err
	}
	name := "kt_template_" + pgdb.MigrationsHash()[:16]
	var exists bool
	err = conn.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)", name).Scan(&exists)
	if err != nil || exists {
		return name, err
	}
	draft := name + "_draft" // of a binary that died in the middle
	if _, err := conn.Exec(ctx, "DROP DATABASE IF EXISTS "+draft+" WITH (FORCE)"); err != nil {
		return "", err
	}
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+draft+" TEMPLATE template0"); err != nil {
		return "", err
	}
	if _, err := pgdb.Migrate(ctx, withDatabase(server, draft)); err != nil {
		return "", err
	}
	_, err = conn.Exec(ctx, "ALTER DATABASE "+draft+" RENAME TO "+name)
	return name, err
}

// admin runs one statement outside a transaction on the server's own database.
func admin(ctx context.Context, server, sql string) (err error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close(ctx)) }()
	_, err = conn.Exec(ctx, sql)
	return err
}

// withDatabase is server with another database, and with a parameter in any
// case.
func withDatabase(server, name string) string {
	u, err := url.Parse(server)
	if err != nil {
		return server // pgx will say what is wrong with it
	}
	u.Path = "/" + name
	if !strings.Contains(u.RawQuery, "application_name=") {
		v := u.Query()
		v.Set("application_name", "khaothi-test")
		u.RawQuery = v.Encode()
	}
	return u.String()
}
