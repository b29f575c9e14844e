package deliverypg

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/delivery"
	"khaothi/internal/pgdb"
)

var _ delivery.Machines = (*Store)(nil)

// KeepMachine implements delivery.Machines.
func (s *Store) KeepMachine(ctx context.Context, m *delivery.MachineCheck) error {
	_, err := pgdb.Exec(ctx, s.q, `
		WITH old AS (
			DELETE FROM machine_check
			WHERE (machine, address) IN (
				SELECT machine, address FROM machine_check ORDER BY checked_at DESC OFFSET @most - 1)
				AND (machine, address) <> (@machine, @address))
		INSERT INTO machine_check (machine, address, verdict, results, browser, checked_at)
		VALUES (@machine, @address, @verdict, @results, @browser, @at)
		ON CONFLICT (machine, address) DO UPDATE SET
			verdict = excluded.verdict, results = excluded.results, browser = excluded.browser,
			checked_at = excluded.checked_at, checks = machine_check.checks + 1`,
		pgx.StrictNamedArgs{
			"machine": m.Machine, "address": m.Address, "verdict": m.Verdict, "results": []byte(m.Results), "browser": m.Browser,
			"at": m.At, "most": delivery.MaxMachines,
		})
	if err != nil {
		return fmt.Errorf("keep the check of a machine: %w", err)
	}
	return nil
}

// ListMachines implements delivery.Machines.
func (s *Store) ListMachines(ctx context.Context, since time.Time) ([]delivery.MachineCheck, error) {
	type row struct {
		Machine string           `db:"machine"`
		Address string           `db:"address"`
		Verdict delivery.Verdict `db:"verdict"`
		Results []byte           `db:"results"`
		Browser string           `db:"browser"`
		Checks  int              `db:"checks"`
		At      time.Time        `db:"checked_at"`
	}
	rows, err := pgdb.List[row](ctx, s.q, `
		SELECT machine, address, verdict, results, browser, checks, checked_at
		FROM machine_check
		WHERE checked_at >= @since
		ORDER BY machine, address`, pgx.StrictNamedArgs{"since": since})
	if err != nil {
		return nil, fmt.Errorf("list the checks of machines: %w", err)
	}
	out := make([]delivery.MachineCheck, len(rows))
	for i, r := range rows {
		out[i] = delivery.MachineCheck{
			Machine: r.Machine, Address: r.Address, Verdict: r.Verdict, Results: json.RawMessage(r.Results), Browser: r.Browser,
			Checks: r.Checks, At: r.At,
		}
	}
	return out, nil
}
