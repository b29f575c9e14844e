package testenv_test

import (
	"testing"
	"time"

	"khaothi/internal/pgdb"
	"khaothi/internal/redisdb"
	"khaothi/internal/testenv"
)

func TestEachTestHasItsOwnMigratedDatabase(t *testing.T) {
	t.Parallel()
	a, b := testenv.Postgres(t), testenv.Postgres(t)
	if _, err := a.Exec(t.Context(), "INSERT INTO setting (name, value) VALUES ('x', '1')"); err != nil {
		t.Fatal(err)
	}
	n, err := pgdb.One[int](t.Context(), b, "SELECT count(*) FROM setting", nil)
	if err != nil || n != 0 {
		t.Errorf("the other database has %d settings, %v", n, err)
	}
}

func TestRedisKeysAreRemovedAfterTheTest(t *testing.T) { //nolint:tparallel // the end of the subtest is what it is about
	t.Parallel()
	var prefix string
	t.Run("writes", func(t *testing.T) {
		client, p := testenv.Redis(t)
		prefix = p
		if err := client.Set(t.Context(), p+"k", 1, 0).Err(); err != nil {
			t.Fatal(err)
		}
	})
	client, _ := testenv.Redis(t)
	if n := client.Exists(t.Context(), prefix+"k").Val(); n != 0 {
		t.Error("the key is still there")
	}
}

func TestRedisDurableKeepsWritesOverKill(t *testing.T) {
	t.Parallel()
	server := testenv.RedisDurable(t)
	client, err := redisdb.Open(t.Context(), server.URL())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	if err := client.Set(t.Context(), "k", "v", 0).Err(); err != nil {
		t.Fatal(err)
	}
	server.Kill()
	if err := client.Ping(t.Context()).Err(); err == nil {
		t.Error("a killed Redis answers")
	}
	server.Start()
	testenv.Eventually(t, 5*time.Second, func() bool { return client.Get(t.Context(), "k").Val() == "v" })
	problems, err := redisdb.CheckDurable(t.Context(), client)
	if err != nil || len(problems) > 0 {
		t.Errorf("CheckDurable = %v, %v", problems, err)
	}
}

func TestPostgresServerComesBackAfterKill(t *testing.T) {
	t.Parallel()
	server := testenv.PostgresServer(t)
	if _, err := pgdb.Migrate(t.Context(), server.URL()); err != nil {
		t.Fatal(err)
	}
	pool, err := pgdb.Open(t.Context(), server.URL())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	if _, err := pool.Exec(t.Context(), "INSERT INTO setting (name, value) VALUES ('x', '1')"); err != nil {
		t.Fatal(err)
	}
	server.Kill()
	server.Start()
	testenv.Eventually(t, 5*time.Second, func() bool {
		n, err := pgdb.One[int](t.Context(), pool, "SELECT count(*) FROM setting", nil)
		return err == nil && n == 1
	})
}
