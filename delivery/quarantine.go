package delivery

import (
	"context"
	"log/slog"
	"slices"

	"khaothi/internal/fault"
)

// append hands a batch to the record. Where the record cannot take it, halves
// are tried, and halves of those, until the entries stand alone that it does not
// take: those are put aside, and the rest flows on in its order.
func (d *drain) append(ctx context.Context, batch []ShardEntries) (Appended, error) {
	n := d.node
	batch, err := d.putAsideUnreadable(ctx, batch)
	if err != nil || len(batch) == 0 {
		return Appended{}, err
	}
	done, err := n.cfg.Archive.Append(ctx, n.cfg.Name, batch)
	if fault.KindOf(err) != fault.Invalid {
		return done, err
	}
	if len(batch) == 1 && len(batch[0].Entries) == 1 {
		return Appended{}, d.putAside(ctx, batch[0].Shard, &batch[0].Entries[0], err)
	}
	first, second := halves(batch)
	if done, err = d.append(ctx, first); err != nil {
		return done, err
	}
	more, err := d.append(ctx, second)
	done.add(&more)
	return done, err
}

// halves cuts a batch between shards, or one shard's entries in two.
func halves(batch []ShardEntries) (first, second []ShardEntries) {
	if len(batch) > 1 {
		return batch[:len(batch)/2], batch[len(batch)/2:]
	}
	b := batch[0]
	at := len(b.Entries) / 2
	return []ShardEntries{{b.Shard, b.Entries[:at]}}, []ShardEntries{{b.Shard, b.Entries[at:]}}
}

func (a *Appended) add(b *Appended) {
	a.Events += b.Events
	a.Repeated += b.Repeated
	a.Conflicts += b.Conflicts
	a.Orphans += b.Orphans
	a.Complete = append(a.Complete, b.Complete...)
	a.Missing = append(a.Missing, b.Missing...)
}

// putAsideUnreadable takes out of a batch what is no entry that this version
// knows.
func (d *drain) putAsideUnreadable(ctx context.Context, batch []ShardEntries) ([]ShardEntries, error) {
	var kept []ShardEntries
	unreadable := func(e LogEntry) bool { return e.Kind == EntryUnreadable }
	for _, b := range batch {
		if !slices.ContainsFunc(b.Entries, unreadable) {
			kept = append(kept, b)
			continue
		}
		entries := make([]LogEntry, 0, len(b.Entries))
		for i := range b.Entries {
			e := &b.Entries[i]
			if e.Kind != EntryUnreadable {
				entries = append(entries, *e)
				continue
			}
			if err := d.putAside(ctx, b.Shard, e, fault.New(fault.Invalid, "entry.unreadable")); err != nil {
				return nil, err
			}
		}
		if len(entries) > 0 {
			kept = append(kept, ShardEntries{b.Shard, entries})
		}
	}
	return kept, nil
}

// putAside keeps an entry where a person finds it, and says so aloud.
func (d *drain) putAside(ctx context.Context, shard int, e *LogEntry, why error) error {
	n := d.node
	if err := n.cfg.Archive.PutAside(ctx, n.cfg.Name, shard, e, why.Error()); err != nil {
		return err
	}
	n.stats.PutAside.Add(1)
	n.cfg.Log.Error("the record did not take an entry: it is put aside, see refused_entry",
		slog.Int("shard", shard), slog.String("entry", e.ID.String()), slog.String("attempt", string(e.Attempt)), slog.Any("err", why))
	return nil
}
