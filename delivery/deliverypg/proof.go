package deliverypg

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
)

var _ delivery.Proofs = (*Store)(nil)

// Unproven implements delivery.Proofs.
func (s *Store) Unproven(ctx context.Context) ([]delivery.Unproven, error) {
	type row struct {
		ID  exam.SittingID `db:"id"`
		Rev int64          `db:"rev"`
	}
	rows, err := pgdb.List[row](ctx, s.q, `
		SELECT id, rev
		FROM delivery_sitting d
		WHERE state = 'closed'
			AND NOT EXISTS (SELECT 1 FROM sitting_proof p WHERE p.sitting_id = d.id AND p.rev >= d.rev)
			AND NOT EXISTS (SELECT 1 FROM delivery_action x WHERE x.sitting_id = d.id AND x.outcome = '')
		ORDER BY closed_at DESC`, nil)
	if err != nil {
		return nil, fmt.Errorf("list sittings without a proof: %w", err)
	}
	list := make([]delivery.Unproven, len(rows))
	for i, r := range rows {
		list[i] = delivery.Unproven(r)
	}
	return list, nil
}

// Prove implements delivery.Proofs. The row of the sitting is locked against
// writers, so that nothing of it is reopened or admitted meanwhile.
func (s *Store) Prove(ctx context.Context, id exam.SittingID, make func(v *delivery.ProofView) (*delivery.Proof, error)) error {
	err := pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		rev, err := pgdb.One[int64](ctx, tx, `
			SELECT rev
			FROM delivery_sitting d
			WHERE id = @id AND state = 'closed'
				AND NOT EXISTS (SELECT 1 FROM delivery_action x WHERE x.sitting_id = d.id AND x.outcome = '')
			FOR SHARE`, pgx.StrictNamedArgs{"id": id})
		if fault.KindOf(err) == fault.NotFound {
			return nil // it is not closed any more, or something is under way
		}
		if err != nil {
			return err
		}
		v, err := proofView(ctx, tx, id)
		if err != nil {
			return err
		}
		p, err := make(v)
		if p == nil || err != nil {
			return err
		}
		return insertProof(ctx, tx, p, rev)
	})
	if err != nil {
		return fmt.Errorf("prove sitting %s: %w", id, err)
	}
	return nil
}

func proofView(ctx context.Context, tx pgx.Tx, id exam.SittingID) (*delivery.ProofView, error) {
	v := &delivery.ProofView{}
	var err error
	if v.Leaves, err = New(tx).Leaves(ctx, id); err != nil {
		return nil, err
	}
	list, err := listProofs(ctx, tx, id, true)
	if err != nil || len(list) == 0 {
		return v, err
	}
	v.Last = &list[0]
	v.Excused, err = excuses(ctx, tx, id, v.Last.At)
	return v, err
}

func insertProof(ctx context.Context, tx pgx.Tx, p *delivery.Proof, rev int64) error {
	ids := make([]string, len(p.Attempts))
	var hashes []byte
	for i := range p.Attempts {
		ids[i] = string(p.Attempts[i])
		hashes = append(hashes, p.Leaves[i][:]...)
	}
	_, err := pgdb.Exec(ctx, tx, `
		INSERT INTO sitting_proof (sitting_id, version, at, leaves, attempts, leaf_hashes, root, previous, reason,
			signature, public_key, rev)
		VALUES (@sitting_id, @version, @at, @leaves, @attempts, @leaf_hashes, @root, @previous, @reason,
			@signature, @public_key, @rev)
		ON CONFLICT (sitting_id, version) DO NOTHING`,
		pgx.StrictNamedArgs{
			"sitting_id": p.Sitting, "version": p.Version, "at": p.At, "leaves": p.N, "attempts": ids, "leaf_hashes": hashes,
			"root": p.Root[:], "previous": p.Previous[:], "reason": p.Reason, "signature": p.Signature,
			"public_key": p.PublicKey, "rev": rev,
		})
	return err
}

// excuseSlack covers what an action does behind its outcome: the drain carries
// it to the record within seconds.
const excuseSlack = time.Minute

// excuses says what boards did to attempts of a sitting since a time.
func excuses(ctx context.Context, tx pgx.Tx, id exam.SittingID, since time.Time) (map[exam.AttemptID][]string, error) {
	type row struct {
		Attempt exam.AttemptID `db:"attempt"`
		Why     string         `db:"why"`
	}
	rows, err := pgdb.List[row](ctx, tx, `
		SELECT attempt, kind || ': ' || reason AS why
		FROM delivery_action
		WHERE sitting_id = @id AND attempt <> '' AND outcome = 'done' AND done_at >= @since
			AND kind IN ('submit', 'to_paper', 'reopen', 'void', 'unvoid', 'admit')
		ORDER BY rev`,
		pgx.StrictNamedArgs{"id": id, "since": since.Add(-excuseSlack)})
	if err != nil {
		return nil, fmt.Errorf("actions since the last proof: %w", err)
	}
	why := map[exam.AttemptID][]string{}
	for _, r := range rows {
		why[r.Attempt] = append(why[r.Attempt], r.Why)
	}
	return why, nil
}

type leafRow struct {
	ID          exam.AttemptID        `db:"id"`
	Number      string                `db:"number"`
	CandidateID exam.CandidateID      `db:"candidate_id"`
	FormCode    string                `db:"form_code"`
	PaperHash   string                `db:"paper_hash"`
	State       delivery.AttemptState `db:"state"`
	SealedBy    delivery.SealedBy     `db:"sealed_by"`
	SealedAt    *time.Time            `db:"sealed_at"`
	Void        bool                  `db:"void"`
	N           int64                 `db:"n"`
	Hash        []byte                `db:"hash"`
	Log         []byte                `db:"log"`
	Receipt     string                `db:"receipt"`
}

// leafColumns are those of leafRow but for hash and log.
const leafColumns = `a.id, a.number, a.candidate_id, a.form_code, a.paper_hash, a.state, coalesce(a.sealed_by, '') AS sealed_by,
	a.sealed_at, a.voided_at IS NOT NULL AS void, coalesce(a.sealed_n, a.last_seq) AS n, a.receipt`

func (r *leafRow) leaf() delivery.Leaf {
	l := delivery.Leaf{
		Attempt: r.ID, Number: r.Number, Candidate: r.CandidateID, FormCode: r.FormCode, Paper: r.PaperHash,
		State: r.State, SealedBy: r.SealedBy, SealedAt: orZero(r.SealedAt), Void: r.Void, N: r.N, Receipt: r.Receipt,
	}
	copy(l.Hash[:], r.Hash)
	copy(l.Log[:], r.Log)
	return l
}

// Leaves implements delivery.Trails.
func (s *Store) Leaves(ctx context.Context, id exam.SittingID) ([]delivery.Leaf, error) {
	rows, err := pgdb.List[leafRow](ctx, s.q, `
		SELECT `+leafColumns+`, l.hash, l.log
		FROM attempt a
		LEFT JOIN LATERAL (
			SELECT sha256(string_agg(hash || int8send(epoch), ''::bytea ORDER BY seq)) AS log,
				(array_agg(hash) FILTER (WHERE seq = coalesce(a.sealed_n, a.last_seq)))[1] AS hash
			FROM answer_log
			WHERE attempt = a.id
		) l ON true
		WHERE a.sitting_id = @id
		ORDER BY a.id COLLATE "C"`,
		pgx.StrictNamedArgs{"id": id})
	if err != nil {
		return nil, fmt.Errorf("leaves of sitting %s: %w", id, err)
	}
	leaves := make([]delivery.Leaf, len(rows))
	for i := range rows {
		leaves[i] = rows[i].leaf()
	}
	return leaves, nil
}

type proofRow struct {
	SittingID  exam.SittingID `db:"sitting_id"`
	Version    int            `db:"version"`
	At         time.Time      `db:"at"`
	Leaves     int            `db:"leaves"`
	Attempts   []string       `db:"attempts"`
	LeafHashes []byte         `db:"leaf_hashes"`
	Root       []byte         `db:"root"`
	Previous   []byte         `db:"previous"`
	Reason     string         `db:"reason"`
	Signature  []byte         `db:"signature"`
	PublicKey  []byte         `db:"public_key"`
}

// ListProofs implements delivery.Proofs.
func (s *Store) ListProofs(ctx context.Context, id exam.SittingID) ([]delivery.Proof, error) {
	return listProofs(ctx, s.q, id, false)
}

// WholeProofs implements delivery.Trails.
func (s *Store) WholeProofs(ctx context.Context, id exam.SittingID) ([]delivery.Proof, error) {
	return listProofs(ctx, s.q, id, true)
}

func listProofs(ctx context.Context, q pgdb.Querier, id exam.SittingID, whole bool) ([]delivery.Proof, error) {
	rows, err := pgdb.List[proofRow](ctx, q, `
		SELECT sitting_id, version, at, leaves, root, previous, reason, signature, public_key,
			CASE WHEN w THEN attempts ELSE '{}' END AS attempts, CASE WHEN w THEN leaf_hashes ELSE '' END AS leaf_hashes
		FROM (
			SELECT sitting_id, version, at, leaves, root, previous, reason, signature, public_key, attempts, leaf_hashes,
				@whole AND version = max(version) OVER () AS w
			FROM sitting_proof
			WHERE sitting_id = @id) AS p
		ORDER BY version DESC`,
		pgx.StrictNamedArgs{"id": id, "whole": whole})
	if err != nil {
		return nil, fmt.Errorf("proofs of sitting %s: %w", id, err)
	}
	list := make([]delivery.Proof, len(rows))
	for i := range rows {
		list[i] = rows[i].proof()
	}
	return list, nil
}

func (r *proofRow) proof() delivery.Proof {
	p := delivery.Proof{
		Sitting: r.SittingID, Version: r.Version, At: r.At.UTC(), N: r.Leaves, Reason: r.Reason,
		Signature: r.Signature, PublicKey: r.PublicKey,
	}
	copy(p.Root[:], r.Root)
	copy(p.Previous[:], r.Previous)
	p.SetLeaves(r.Attempts, r.LeafHashes)
	return p
}
