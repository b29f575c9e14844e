// Package pgdb is how the program reaches PostgreSQL: the pool, the interface
// that stores query through, the mapping of driver errors to kinds of faults,
// and the migrator with its migrations.
//
// Migrations are plain SQL files that go forward only. Each runs in one
// transaction; its name and SHA-256 are kept in schema_migration, and a file
// that changed after it ran is refused.
package pgdb
