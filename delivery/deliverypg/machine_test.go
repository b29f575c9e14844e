package deliverypg_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/delivery"
	"khaothi/delivery/deliverypg"
	"khaothi/internal/pgdb"
	"khaothi/internal/testenv"
)

func TestTheLastCheckOfAMachineStands(t *testing.T) {
	t.Parallel()
	pool := testenv.Postgres(t)
	s := deliverypg.New(pool)
	now := time.Now()
	keep := func(machine, address string, v delivery.Verdict, at time.Time) {
		t.Helper()
		m := &delivery.MachineCheck{Machine: machine, Address: address, Verdict: v, Results: json.RawMessage(`{"x":1}`), Browser: "b", At: at}
		if err := s.KeepMachine(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	keep("Máy 07", "10.0.0.7", delivery.MachineBad, now.Add(-time.Hour))
	keep("Máy 07", "10.0.0.7", delivery.MachineGood, now)
	keep("Máy 07", "10.1.0.7", delivery.MachineWarn, now) // of another school
	keep("Máy 01", "10.0.0.1", delivery.MachineGood, now.AddDate(0, 0, -40))
	list, err := s.ListMachines(t.Context(), now.AddDate(0, 0, -30))
	if err != nil || len(list) != 2 || list[0].Checks != 2 || list[0].Verdict != delivery.MachineGood || list[1].Checks != 1 {
		t.Errorf("machines: %+v, %v", list, err)
	}
}

func TestOnlySoManyMachinesAreKept(t *testing.T) {
	t.Parallel()
	pool := testenv.Postgres(t)
	s := deliverypg.New(pool)
	_, err := pgdb.Exec(t.Context(), pool, `
		INSERT INTO machine_check (machine, address, verdict, results, browser, checked_at)
		SELECT 'Máy ' || i, '10.0.0.1', 'good', '{}', '', now() - make_interval(mins => i)
		FROM generate_series(1, @most) i`, pgx.StrictNamedArgs{"most": delivery.MaxMachines})
	if err != nil {
		t.Fatal(err)
	}
	m := &delivery.MachineCheck{Machine: "new", Address: "10.0.0.2", Verdict: delivery.MachineGood, Results: json.RawMessage(`{}`), At: time.Now()}
	if err := s.KeepMachine(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	list, err := s.ListMachines(t.Context(), time.Time{})
	if err != nil || len(list) != delivery.MaxMachines {
		t.Errorf("%d machines, %v", len(list), err)
	}
	for _, m := range list {
		if m.Machine == "Máy 10000" {
			t.Error("the oldest check is still there")
		}
	}
}
