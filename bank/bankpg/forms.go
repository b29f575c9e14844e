package bankpg

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/bank"
	"khaothi/internal/audit"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
)

type formRow struct {
	ID        exam.FormID    `db:"id"`
	Unit      exam.UnitID    `db:"unit_id"`
	Name      string         `db:"name"`
	Subject   string         `db:"subject"`
	DurationS int            `db:"duration_s"`
	State     bank.FormState `db:"state"`
	Hash      []byte         `db:"hash"`
	Parts     []byte         `db:"parts"`
	CreatedAt time.Time      `db:"created_at"`
	CreatedBy exam.AccountID `db:"created_by"`
}

// partRow is what the column parts holds of each part.
type partRow struct {
	Title string `json:"title"`
	Intro string `json:"intro,omitempty"`

	Tracks []bank.Track `json:"tracks,omitempty"`
}

// Forms lists the forms of some units, newest first.
func (s *Store) Forms(ctx context.Context, units []exam.UnitID, limit int) ([]bank.FormSummary, error) {
	type summaryRow struct {
		ID        exam.FormID    `db:"id"`
		Unit      exam.UnitID    `db:"unit_id"`
		Name      string         `db:"name"`
		Subject   string         `db:"subject"`
		DurationS int            `db:"duration_s"`
		State     bank.FormState `db:"state"`
		Questions int            `db:"questions"`
		Variants  int            `db:"variants"`
		CreatedAt time.Time      `db:"created_at"`
		CreatedBy exam.AccountID `db:"created_by"`
	}
	rows, err := pgdb.List[summaryRow](ctx, s.q, `
		SELECT id, coalesce(unit_id, '') AS unit_id, name, subject, duration_s, state, created_at, created_by,
			(SELECT count(*) FROM form_pin p WHERE p.form_id = form.id) AS questions,
			(SELECT count(*) FROM form_variant v WHERE v.form_id = form.id) AS variants
		FROM form
		WHERE `+underUnits+`
		ORDER BY created_at DESC, id
		LIMIT @limit`, pgx.StrictNamedArgs{"units": unitNames(units), "limit": limit})
	out := make([]bank.FormSummary, len(rows))
	for i, r := range rows {
		out[i] = bank.FormSummary(r)
	}
	return out, err
}

// Form returns a form with the bodies of its pins, or form.not_found.
func (s *Store) Form(ctx context.Context, id exam.FormID) (bank.Form, error) {
	return loadForm(ctx, s.q, id, "")
}

func loadForm(ctx context.Context, q pgdb.Querier, id exam.FormID, lock string) (bank.Form, error) {
	row, err := pgdb.One[formRow](ctx, q, `
		SELECT id, coalesce(unit_id, '') AS unit_id, name, subject, duration_s, state, hash, parts, created_at, created_by
		FROM form WHERE id = @id `+lock, pgx.StrictNamedArgs{"id": id})
	if err != nil {
		return bank.Form{}, pgdb.Missing(err, "form.not_found", id)
	}
	f := bank.Form{
		ID: row.ID, Unit: row.Unit, Name: row.Name, Subject: row.Subject, DurationS: row.DurationS, State: row.State,
		Hash: hex.EncodeToString(row.Hash), CreatedAt: row.CreatedAt, CreatedBy: row.CreatedBy,
	}
	var parts []partRow
	if err := json.Unmarshal(row.Parts, &parts); err != nil {
		return f, fmt.Errorf("parts of form %s: %w", id, err)
	}
	for _, p := range parts {
		f.Parts = append(f.Parts, bank.Part{Title: p.Title, Intro: p.Intro, Tracks: p.Tracks, Pins: []bank.Pin{}})
	}
	return f, loadPins(ctx, q, &f)
}

func loadPins(ctx context.Context, q pgdb.Querier, f *bank.Form) error {
	type pinRow struct {
		Part    int            `db:"part"`
		Item    exam.ItemID    `db:"item_id"`
		Version exam.VersionID `db:"version_id"`
		Hash    []byte         `db:"hash"`
		Fixed   bool           `db:"fixed"`
		Track   string         `db:"track"`
		Body    []byte         `db:"body"`
		Sealed  []byte         `db:"sealed"`
		Vault   string         `db:"vault_id"`
	}
	rows, err := pgdb.List[pinRow](ctx, q, `
		SELECT p.part, v.item_id, p.version_id, p.hash, p.fixed, p.track, v.body, v.sealed, coalesce(i.vault_id, '') AS vault_id
		FROM form_pin p JOIN item_version v ON v.id = p.version_id JOIN item i ON i.id = v.item_id
		WHERE p.form_id = @id
		ORDER BY p.part, p.no`, pgx.StrictNamedArgs{"id": f.ID})
	if err != nil {
		return err
	}
	for _, r := range rows {
		if r.Part > len(f.Parts) {
			return fmt.Errorf("form %s has a question in part %d of %d", f.ID, r.Part, len(f.Parts))
		}
		pin := bank.Pin{ItemID: r.Item, Version: r.Version, Hash: hex.EncodeToString(r.Hash), Fixed: r.Fixed, Track: r.Track, Sealed: sealedOf(r.Vault, r.Sealed)}
		if err := json.Unmarshal(r.Body, &pin.Body); err != nil {
			return fmt.Errorf("body of version %s: %w", r.Version, err)
		}
		f.Parts[r.Part-1].Pins = append(f.Parts[r.Part-1].Pins, pin)
	}
	return nil
}

// CreateForm stores a draft form.
func (s *Store) CreateForm(ctx context.Context, who exam.Actor, f bank.Form) (bank.Form, error) {
	f.ID = exam.FormID(exam.NewID())
	err := audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "form.create", Object: "form:" + string(f.ID), Detail: map[string]any{"name": f.Name}}, func(tx pgx.Tx) error {
		_, err := pgdb.Exec(ctx, tx, `
			INSERT INTO form (id, unit_id, name, subject, duration_s, state, parts, created_by)
			VALUES (@id, @unit, @name, @subject, @duration, 'draft', '[]', @by)`, pgx.StrictNamedArgs{
			"id": f.ID, "unit": nullable(f.Unit), "name": bank.NormText(f.Name), "subject": bank.ParseSubject(f.Subject),
			"duration": f.DurationS, "by": who.ID,
		})
		if err != nil {
			return err
		}
		return putParts(ctx, tx, f)
	})
	if err != nil {
		return bank.Form{}, err
	}
	return s.Form(ctx, f.ID)
}

// UpdateForm replaces the content of a draft form.
func (s *Store) UpdateForm(ctx context.Context, who exam.Actor, f bank.Form) (bank.Form, error) {
	err := audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "form.update", Object: "form:" + string(f.ID), Detail: map[string]any{"name": f.Name, "questions": f.Questions()}}, func(tx pgx.Tx) error {
		n, err := pgdb.Exec(ctx, tx, `
			UPDATE form SET name = @name, subject = @subject, duration_s = @duration WHERE id = @id AND state = 'draft'`,
			pgx.StrictNamedArgs{"id": f.ID, "name": bank.NormText(f.Name), "subject": bank.ParseSubject(f.Subject), "duration": f.DurationS})
		if err != nil {
			return err
		}
		if n == 0 {
			if _, err := loadForm(ctx, tx, f.ID, ""); err != nil {
				return err
			}
			return fault.New(fault.Conflict, "form.locked")
		}
		return putParts(ctx, tx, f)
	})
	if err != nil {
		return bank.Form{}, err
	}
	return s.Form(ctx, f.ID)
}

// putParts replaces parts and pins. A pin with a version keeps it if it is one
// of the item; else it takes the current one.
func putParts(ctx context.Context, tx pgx.Tx, f bank.Form) error {
	parts := []partRow{}
	var part, no []int
	var items, versions, tracks []string
	var fixed []bool
	for i, p := range f.Parts {
		p.NameTracks()
		parts = append(parts, partRow{Title: bank.NormText(p.Title), Intro: bank.CleanHTML(p.Intro), Tracks: p.Tracks})
		for j, pin := range p.Pins {
			part, no = append(part, i+1), append(no, j+1)
			tracks = append(tracks, pin.Track)
			items, versions, fixed = append(items, string(pin.ItemID)), append(versions, string(pin.Version)), append(fixed, pin.Fixed)
		}
	}
	head, err := json.Marshal(parts)
	if err != nil {
		return fmt.Errorf("encode parts of form %s: %w", f.ID, err)
	}
	if _, err := pgdb.Exec(ctx, tx, `UPDATE form SET parts = @parts WHERE id = @id`, pgx.StrictNamedArgs{"id": f.ID, "parts": string(head)}); err != nil {
		return err
	}
	if _, err := pgdb.Exec(ctx, tx, `DELETE FROM form_pin WHERE form_id = @id`, pgx.StrictNamedArgs{"id": f.ID}); err != nil {
		return err
	}
	n, err := pgdb.Exec(ctx, tx, `
		INSERT INTO form_pin (form_id, part, no, version_id, hash, fixed, track)
		SELECT @id, w.part, w.no, v.id, v.hash, w.fixed, w.track
		FROM unnest(@part::int[], @no::int[], @items::text[], @versions::text[], @fixed::boolean[], @tracks::text[])
			AS w (part, no, item_id, version_id, fixed, track)
		JOIN item i ON i.id = w.item_id
		JOIN item_version v ON v.item_id = i.id AND v.id = coalesce(nullif(w.version_id, ''), i.version_id)`,
		pgx.StrictNamedArgs{"id": f.ID, "part": part, "no": no, "items": items, "versions": versions, "fixed": fixed, "tracks": tracks})
	if err != nil {
		return err
	}
	if int(n) != len(items) {
		return fault.New(fault.Invalid, "form.item_unknown").With("unknown", len(items)-int(n))
	}
	return nil
}

// LockForm checks the form, sets its hash and stores its variants.
func (s *Store) LockForm(ctx context.Context, who exam.Actor, id exam.FormID, seed uint64, codes []string) (bank.Form, error) {
	err := audit.InTx(ctx, s.q, audit.Change{Who: who, Action: "form.lock", Object: "form:" + string(id), Detail: map[string]any{"codes": codes}}, func(tx pgx.Tx) error {
		f, err := loadForm(ctx, tx, id, "FOR UPDATE")
		if err != nil {
			return err
		}
		if f.State == bank.FormLocked {
			return fault.New(fault.Conflict, "form.locked")
		}
		f, err = f.Lock()
		if err != nil {
			return err
		}
		if len(codes) == 0 {
			return fault.New(fault.Invalid, "form.no_codes")
		}
		layouts, err := f.Variants(seed, codes)
		if err != nil {
			return err
		}
		if err := checkFormMedia(ctx, tx, f); err != nil {
			return err
		}
		if err := checkApproved(ctx, tx, f); err != nil {
			return err
		}
		return putLock(ctx, tx, f, seed, layouts)
	})
	if err != nil {
		return bank.Form{}, err
	}
	return s.Form(ctx, id)
}

// sameText is true for two versions of item i between which only tags changed.
func sameText(a, b string) string {
	return `NOT EXISTS (SELECT 1 FROM item_version w WHERE w.item_id = i.id AND NOT w.retag
				AND w.version > least(` + a + `, ` + b + `) AND w.version <= greatest(` + a + `, ` + b + `))`
}

// checkApproved refuses a version that no second person has approved, and one of
// a retired item.
func checkApproved(ctx context.Context, tx pgx.Tx, f bank.Form) error {
	type placeRow struct {
		Part int `db:"part"`
		No   int `db:"no"`
	}
	rows, err := pgdb.List[placeRow](ctx, tx, `
		SELECT p.part, p.no
		FROM form_pin p JOIN item_version v ON v.id = p.version_id JOIN item i ON i.id = v.item_id JOIN item_version now ON now.id = i.version_id
		WHERE p.form_id = @id AND (i.state = 'retired' OR NOT (
			i.state = 'approved' AND `+sameText("v.version", "now.version")+`
			OR EXISTS (SELECT 1 FROM item_step a WHERE a.item_id = i.id AND a.step = 'approve' AND `+sameText("v.version", "a.version")+`)))
		ORDER BY p.part, p.no LIMIT 1`, pgx.StrictNamedArgs{"id": f.ID})
	if err != nil || len(rows) == 0 {
		return err
	}
	return fault.New(fault.Conflict, "form.item_state").With("field", bank.Field(rows[0].Part, rows[0].No))
}

func putLock(ctx context.Context, tx pgx.Tx, f bank.Form, seed uint64, layouts []bank.Layout) error {
	var s [8]byte
	binary.BigEndian.PutUint64(s[:], seed)
	_, err := pgdb.Exec(ctx, tx, `
		UPDATE form SET state = 'locked', hash = decode(@hash, 'hex'), seed = @seed WHERE id = @id`,
		pgx.StrictNamedArgs{"id": f.ID, "hash": f.Hash, "seed": s[:]})
	if err != nil {
		return err
	}
	_, err = tx.CopyFrom(ctx, pgx.Identifier{"form_variant"}, []string{"form_id", "code", "layout"},
		pgx.CopyFromSlice(len(layouts), func(i int) ([]any, error) {
			return []any{string(f.ID), layouts[i].Code, layouts[i]}, nil
		}))
	return pgdb.MapError(err)
}

// Layouts returns the variants of a form by code.
func (s *Store) Layouts(ctx context.Context, id exam.FormID) ([]bank.Layout, error) {
	rows, err := pgdb.List[[]byte](ctx, s.q, `SELECT layout FROM form_variant WHERE form_id = @id ORDER BY code`,
		pgx.StrictNamedArgs{"id": id})
	if err != nil {
		return nil, err
	}
	out := make([]bank.Layout, len(rows))
	for i, r := range rows {
		if err := json.Unmarshal(r, &out[i]); err != nil {
			return nil, fmt.Errorf("variant of form %s: %w", id, err)
		}
	}
	return out, nil
}
