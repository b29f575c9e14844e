package pgdb

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"sort"
	"strings"

	"github.com/jackc/pgx/v5"

	"khaothi/internal/fault"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrateLock is the advisory lock that lets one migrator work at a time.
const migrateLock = 0x6b68616f746869 // "khaothi"

// migration is one file of the migrations folder.
type migration struct {
	name, sql, sum string
}

// Migrate brings the database at url to the newest schema and returns the
// names of the migrations that it ran. Many programs may call it at once: one
// works, the others wait and find nothing left to do. A migration that ran
// and whose file differs now is fault.Conflict: released files are not edited.
func Migrate(ctx context.Context, url string) ([]string, error) {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return nil, fmt.Errorf("migrate: %w", MapError(err))
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }() // nothing is left to save
	files, err := readMigrations(migrations)
	if err != nil {
		return nil, err
	}
	return migrate(ctx, conn, files)
}

// MigrationsHash names the schema: the SHA-256 over all migrations, as hex.
func MigrationsHash() string {
	files, err := readMigrations(migrations)
	if err != nil {
		return "" // the files are embedded: reading them cannot fail
	}
	h := sha256.New()
	for _, m := range files {
		_, _ = fmt.Fprintf(h, "%s %s\n", m.name, m.sum) // a hash never fails to write
	}
	return hex.EncodeToString(h.Sum(nil))
}

// readMigrations returns the files in the order of their names.
func readMigrations(fsys fs.FS) ([]migration, error) {
	paths, err := fs.Glob(fsys, "migrations/*.sql")
	if err != nil {
		return nil, fmt.Errorf("list migrations: %w", err)
	}
	sort.Strings(paths)
	list := make([]migration, 0, len(paths))
	for _, path := range paths {
		b, err := fs.ReadFile(fsys, path)
		if err != nil {
			return nil, fmt.Errorf("read migration %s: %w", path, err)
		}
		sum := sha256.Sum256(b)
		name := strings.TrimSuffix(strings.TrimPrefix(path, "migrations/"), ".sql")
		list = append(list, migration{name: name, sql: string(b), sum: hex.EncodeToString(sum[:])})
	}
	return list, nil
}

// migrate runs what is not recorded yet, under the advisory lock.
func migrate(ctx context.Context, conn *pgx.Conn, files []migration) (ran []string, err error) {
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", int64(migrateLock)); err != nil {
		return nil, fmt.Errorf("lock migrations: %w", MapError(err))
	}
	defer func() {
		// The lock ends with the connection in any case.
		_, _ = conn.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", int64(migrateLock))
	}()
	done, err := recorded(ctx, conn)
	if err != nil {
		return nil, err
	}
	for _, m := range files {
		if sum, ok := done[m.name]; ok {
			if sum != m.sum {
				return ran, fault.New(fault.Conflict, "migration.changed").With("name", m.name)
			}
			continue
		}
		if err := run(ctx, conn, m); err != nil {
			return ran, fmt.Errorf("migration %s: %w", m.name, err)
		}
		ran = append(ran, m.name)
	}
	return ran, nil
}

// recorded returns the sums of the migrations that ran, by name.
func recorded(ctx context.Context, conn *pgx.Conn) (map[string]string, error) {
	_, err := conn.Exec(ctx, `
		CREATE TABLE IF NOT EXISTS schema_migration (
			name   text PRIMARY KEY,
			sha256 text NOT NULL,
			ran_at timestamptz NOT NULL DEFAULT now()
		)`)
	if err != nil {
		return nil, fmt.Errorf("make schema_migration: %w", MapError(err))
	}
	type row struct {
		Name   string `db:"name"`
		SHA256 string `db:"sha256"`
	}
	rows, err := List[row](ctx, conn, "SELECT name, sha256 FROM schema_migration", nil)
	if err != nil {
		return nil, fmt.Errorf("read schema_migration: %w", err)
	}
	done := make(map[string]string, len(rows))
	for _, r := range rows {
		done[r.Name] = r.SHA256
	}
	return done, nil
}

// run runs one migration and records it in the same transaction.
func run(ctx context.Context, conn *pgx.Conn, m migration) error {
	return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		// Without arguments the whole file goes over in one simple query.
		if _, err := tx.Conn().PgConn().Exec(ctx, m.sql).ReadAll(); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "INSERT INTO schema_migration (name, sha256) VALUES (@name, @sha256)",
			pgx.StrictNamedArgs{"name": m.name, "sha256": m.sum})
		return err
	})
}
