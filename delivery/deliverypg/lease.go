package deliverypg

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/delivery"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
)

// Lease implements delivery.Archive. Only PostgreSQL's clock counts.
func (s *Store) Lease(ctx context.Context, node string, n int, ttl time.Duration) ([]int, error) {
	shards, err := pgdb.List[int](ctx, s.q, `
		INSERT INTO drain_lease AS l (shard, holder, expires_at)
		SELECT shard, @node, now() + @ttl FROM generate_series(0, @last) AS shard
		ON CONFLICT (shard) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
		WHERE l.holder = excluded.holder OR l.expires_at < now()
		RETURNING shard`,
		pgx.StrictNamedArgs{"node": node, "ttl": ttl, "last": n - 1})
	if err != nil {
		return nil, fmt.Errorf("lease shards: %w", err)
	}
	return shards, nil
}

// Release implements delivery.Archive.
func (s *Store) Release(ctx context.Context, node string) error {
	_, err := pgdb.Exec(ctx, s.q, `
		UPDATE drain_lease SET expires_at = '-infinity' WHERE holder = @node`,
		pgx.StrictNamedArgs{"node": node})
	if err != nil {
		return fmt.Errorf("release shards: %w", err)
	}
	return nil
}

// Announce implements delivery.Archive.
func (s *Store) Announce(ctx context.Context, node string, shard int, incarnation string) error {
	n, err := pgdb.Exec(ctx, s.q, `
		UPDATE drain_lease SET incarnation = @incarnation
		WHERE shard = @shard AND holder = @node AND expires_at > now()`,
		pgx.StrictNamedArgs{"incarnation": incarnation, "shard": shard, "node": node})
	if err != nil {
		return fmt.Errorf("announce incarnation of shard %d: %w", shard, err)
	}
	if n == 0 {
		return delivery.ErrLeaseLost
	}
	return nil
}

// Announced implements delivery.Archive.
func (s *Store) Announced(ctx context.Context, shard int) (string, error) {
	inc, err := pgdb.One[string](ctx, s.q, `
		SELECT incarnation FROM drain_lease WHERE shard = @shard`,
		pgx.StrictNamedArgs{"shard": shard})
	if fault.KindOf(err) == fault.NotFound {
		return "", nil
	}
	return inc, err
}

// holdLeases makes sure, until the transaction ends, that node drains shards.
func holdLeases(ctx context.Context, tx pgx.Tx, node string, shards []int) error {
	held, err := pgdb.List[int](ctx, tx, `
		SELECT shard FROM drain_lease
		WHERE shard = ANY(@shards) AND holder = @node AND expires_at > clock_timestamp()
		ORDER BY shard
		FOR UPDATE`,
		pgx.StrictNamedArgs{"shards": shards, "node": node})
	if err != nil {
		return err
	}
	if len(held) < len(shards) {
		return delivery.ErrLeaseLost
	}
	return nil
}
