package edudbpg

import (
	"context"
	_ "embed"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"khaothi/internal/pgdb"
	"khaothi/scoring"
)

// Contract is the DDL of the tables that we read and write, for the owner of
// the database. The demo and the tests run it themselves.
//
//go:embed contract.sql
var Contract string

// Store is scoring.EduPort on a pool or a transaction.
type Store struct {
	q     pgdb.Querier
	close func()
}

var _ scoring.EduPort = (*Store)(nil)

// New returns a store that queries through q.
func New(q pgdb.Querier) *Store { return &Store{q: q, close: func() {}} }

// Open returns a store on the database at url without asking it: the education
// database may be away while everything else works. An export says so.
func Open(ctx context.Context, url string) (*Store, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("read the URL of the education database: %w", err) // pgx hides the password
	}
	if !strings.Contains(url, "pool_max_conns") {
		cfg.MaxConns = 4 // exports are rare and wait for each other
	}
	if cfg.ConnConfig.ConnectTimeout == 0 {
		cfg.ConnConfig.ConnectTimeout = 5 * time.Second
	}
	cfg.ConnConfig.RuntimeParams["timezone"] = "UTC"
	cfg.ConnConfig.RuntimeParams["application_name"] = "khaothi"
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("open the education database: %w", err)
	}
	return &Store{q: pool, close: pool.Close}, nil
}

// Close ends the connections that Open made.
func (s *Store) Close() { s.close() }
