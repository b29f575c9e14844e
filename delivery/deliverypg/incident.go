package deliverypg

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/delivery"
	"khaothi/internal/pgdb"
)

// incident is one row of the table.
type incident struct {
	kind, attempt, field, value, device string
	at                                  time.Time
	seq, epoch                          int64
	prev, hash                          []byte
}

func incidentOfEvent(kind string, e *delivery.Event) incident {
	return incident{
		kind: kind, attempt: string(e.Attempt), at: e.At, seq: e.Seq, epoch: e.Epoch, field: e.Field, value: e.Value,
		prev: e.Prev[:], hash: e.Hash[:],
	}
}

func incidentOf(kind string, e *delivery.LogEntry) incident {
	if e.Event.Seq > 0 {
		return incidentOfEvent(kind, &e.Event)
	}
	at := e.At
	if at.IsZero() {
		at = time.UnixMilli(int64(e.ID.MS)).UTC()
	}
	return incident{kind: kind, attempt: string(e.Attempt), at: at, seq: e.N, epoch: e.Epoch, device: e.Device}
}

// insertIncidents keeps each once, however often its entry is read.
func insertIncidents(ctx context.Context, q pgdb.Querier, list []incident) error {
	if len(list) == 0 {
		return nil
	}
	var (
		kinds, attempts, fields, values, devices []string
		ats                                      []time.Time
		seqs, epochs                             []int64
		prevs, hashes                            [][]byte
	)
	for _, i := range list {
		kinds, attempts, fields = append(kinds, i.kind), append(attempts, i.attempt), append(fields, i.field)
		values, devices, ats = append(values, i.value), append(devices, i.device), append(ats, i.at)
		seqs, epochs = append(seqs, i.seq), append(epochs, i.epoch)
		prevs, hashes = append(prevs, i.prev), append(hashes, i.hash)
	}
	_, err := pgdb.Exec(ctx, q, `
		INSERT INTO incident (kind, attempt, at, seq, epoch, field, value, prev, hash, device)
		SELECT * FROM unnest(@kinds::text[], @attempts::text[], @ats::timestamptz[], @seqs::bigint[], @epochs::bigint[],
			@fields::text[], @values::text[], @prevs::bytea[], @hashes::bytea[], @devices::text[])
		ON CONFLICT (attempt, kind, at, seq, epoch, field, md5(value)) DO NOTHING`,
		pgx.StrictNamedArgs{
			"kinds": kinds, "attempts": attempts, "ats": ats, "seqs": seqs, "epochs": epochs, "fields": fields,
			"values": values, "prevs": prevs, "hashes": hashes, "devices": devices,
		})
	return err
}
