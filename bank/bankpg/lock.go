package bankpg

import (
	"context"

	"github.com/jackc/pgx/v5"

	"khaothi/internal/exam"
	"khaothi/internal/pgdb"
)

// lockItems locks items, in one order so that two never wait for each other,
// before they are read. A query that locked and joined the current version at
// once would lose the items that somebody else changed while it waited:
// PostgreSQL looks again at the locked row only, not at what it was joined with.
func lockItems(ctx context.Context, tx pgx.Tx, ids ...exam.ItemID) error {
	_, err := pgdb.List[string](ctx, tx, `SELECT id FROM item WHERE id = ANY(@ids) ORDER BY id FOR UPDATE`,
		pgx.StrictNamedArgs{"ids": itemNames(ids)})
	return err
}
