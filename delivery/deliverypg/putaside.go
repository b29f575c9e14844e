package deliverypg

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"khaothi/delivery"
	"khaothi/internal/pgdb"
)

// PutAside implements delivery.Archive: the whole entry goes to refused_entry,
// and an incident says so. An entry is named by its id and its content, since
// many share the id of the flush that decided them.
func (s *Store) PutAside(ctx context.Context, node string, shard int, e *delivery.LogEntry, why string) error {
	body, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("entry %s: %w", e.ID, err)
	}
	sum := sha256.Sum256(body)
	name := e.ID.String() + "#" + hex.EncodeToString(sum[:8])
	return pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		if err := holdLeases(ctx, tx, node, []int{shard}); err != nil {
			return err
		}
		if _, err := pgdb.Exec(ctx, tx, `
			INSERT INTO refused_entry (shard, entry, attempt, kind, body, reason)
			VALUES (@shard, @entry, @attempt, @kind, @body, @reason)
			ON CONFLICT (shard, entry) DO NOTHING`,
			pgx.StrictNamedArgs{
				"shard": shard, "entry": name, "attempt": storable(string(e.Attempt)), "kind": storable(string(rune(e.Kind))),
				"body": body, "reason": storable(why),
			}); err != nil {
			return err
		}
		i := incidentOf("refused", &delivery.LogEntry{ID: e.ID, N: max(e.Event.Seq, e.N), Epoch: max(e.Event.Epoch, e.Epoch)})
		i.attempt, i.value = storable(string(e.Attempt)), fmt.Sprintf("%d/%s", shard, name)
		return insertIncidents(ctx, tx, []incident{i})
	})
}

// storable is s without what a text of PostgreSQL cannot hold.
func storable(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}
