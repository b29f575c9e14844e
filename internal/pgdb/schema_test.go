package pgdb_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"khaothi/internal/pgdb"
	"khaothi/internal/testenv"
)

var update = flag.Bool("update", false, "write schema.sql anew")

// TestSchemaIsWhatTheMigrationsMake keeps schema.sql, the sum of all
// migrations, for people to read and for reviews to show what a migration did.
// It comes from the catalogue and not from pg_dump, whose text differs between
// versions.
func TestSchemaIsWhatTheMigrationsMake(t *testing.T) {
	t.Parallel()
	got := dumpSchema(t, testenv.Postgres(t))
	const golden = "schema.sql"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("schema.sql is not what the migrations make (make schema writes it anew):\n%s", diff)
	}
}

type schemaTable struct {
	Name    string   `db:"name"`
	Columns []string `db:"columns"`
	Checks  []string `db:"checks"`
	Indexes []string `db:"indexes"`
}

func dumpSchema(t *testing.T, q pgdb.Querier) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("-- Made by make schema from the migrations; do not edit.\n")
	tables, err := pgdb.List[schemaTable](t.Context(), q, `
		SELECT c.relname AS name,
		       ARRAY(SELECT format('%s %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
		                           CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END,
		                           CASE WHEN a.attidentity <> '' THEN ' GENERATED ALWAYS AS IDENTITY'
		                                WHEN a.attgenerated <> '' THEN ' GENERATED ALWAYS AS (' || pg_get_expr(d.adbin, d.adrelid) || ') STORED'
		                                WHEN d.adbin IS NOT NULL THEN ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) ELSE '' END)
		             FROM pg_attribute a
		             LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
		             WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
		             ORDER BY a.attnum) AS columns,
		       ARRAY(SELECT format('CONSTRAINT %s %s', k.conname, pg_get_constraintdef(k.oid))
		             FROM pg_constraint k
		             WHERE k.conrelid = c.oid AND k.contype IN ('p', 'u', 'f', 'c', 'x')
		             ORDER BY array_position(ARRAY['p', 'u', 'f', 'c', 'x'], k.contype::text), k.conname) AS checks,
		       ARRAY(SELECT pg_get_indexdef(i.indexrelid)
		             FROM pg_index i
		             WHERE i.indrelid = c.oid
		               AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
		             ORDER BY i.indexrelid::regclass::text) AS indexes
		FROM pg_class c
		WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
		ORDER BY c.relname`, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		fmt.Fprintf(&b, "\nCREATE TABLE %s (\n    %s\n);\n", table.Name, strings.Join(append(table.Columns, table.Checks...), ",\n    "))
		for _, index := range table.Indexes {
			fmt.Fprintf(&b, "%s;\n", index)
		}
	}
	for _, sql := range []string{
		`SELECT format(E'CREATE VIEW %s AS\n%s', relname, pg_get_viewdef(oid)) FROM pg_class
		 WHERE relnamespace = 'public'::regnamespace AND relkind = 'v' ORDER BY relname`,
		`SELECT pg_get_functiondef(oid) || ';' FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY proname`,
		`SELECT pg_get_triggerdef(oid) || ';' FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname`,
	} {
		texts, err := pgdb.List[string](t.Context(), q, sql, pgx.StrictNamedArgs{})
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range texts {
			fmt.Fprintf(&b, "\n%s\n", text)
		}
	}
	return b.String()
}
