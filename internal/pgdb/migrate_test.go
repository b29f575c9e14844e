package pgdb

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/jackc/pgx/v5"

	"khaothi/internal/fault"
)

// The tests of the migrator stand in the package; they get their databases
// from url, set by the external tests' file (testenv imports pgdb).

func files(t *testing.T, sql map[string]string) []migration {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range sql {
		fsys["migrations/"+name+".sql"] = &fstest.MapFile{Data: []byte(text)}
	}
	list, err := readMigrations(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func connect(t *testing.T, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

// CheckMigrator runs the migrator on an empty database.
func CheckMigrator(t *testing.T, url string) {
	t.Helper()
	conn := connect(t, url)
	first := map[string]string{"0002_b": "CREATE TABLE b (a_id int REFERENCES a);", "0001_a": "CREATE TABLE a (id int PRIMARY KEY);"}
	ran, err := migrate(t.Context(), conn, files(t, first))
	if err != nil || strings.Join(ran, " ") != "0001_a 0002_b" {
		t.Fatalf("migrate = %v, %v", ran, err)
	}
	if ran, err = migrate(t.Context(), conn, files(t, first)); err != nil || len(ran) != 0 {
		t.Fatalf("the second migrate = %v, %v", ran, err)
	}
	first["0003_broken"] = "CREATE TABLE c (id int); SELECT nonsense;"
	if _, err = migrate(t.Context(), conn, files(t, first)); err == nil || !strings.Contains(err.Error(), "0003_broken") {
		t.Errorf("a broken migration: %v", err)
	}
	if n, err := One[int](t.Context(), conn, "SELECT count(*) FROM pg_tables WHERE tablename = 'c'", nil); err != nil || n != 0 {
		t.Errorf("a broken migration left its table behind (%d, %v)", n, err)
	}
	delete(first, "0003_broken")
	first["0001_a"] += " -- edited"
	_, err = migrate(t.Context(), conn, files(t, first))
	if !errors.Is(err, fault.New(fault.Conflict, "migration.changed")) {
		t.Errorf("an edited migration: %v", err)
	}
}

// CheckMigrateRace lets several migrators run at once: together they run each
// migration once.
func CheckMigrateRace(t *testing.T, url string) {
	t.Helper()
	var (
		wg  sync.WaitGroup
		mu  sync.Mutex
		all []string
	)
	for range 4 {
		wg.Go(func() {
			ran, err := Migrate(context.Background(), url)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Error(err)
			}
			all = append(all, ran...)
		})
	}
	wg.Wait()
	list, err := readMigrations(migrations)
	if err != nil || len(all) != len(list) {
		t.Errorf("%d migrations ran, %d exist (%v)", len(all), len(list), err)
	}
}
