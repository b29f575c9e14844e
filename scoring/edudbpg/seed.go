package edudbpg

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/internal/pgdb"
)

// School is a school as the modules that own it keep it.
type School struct {
	Code, Name, Level string // Level: 03 THCS, 04 THPT
}

// Pupil is a pupil as the modules that own it keep it.
type Pupil struct {
	Code, CitizenID, Name string
	Birth                 time.Time
	Gender                int // 0 unknown, 1 male, 2 female
	School, Class, Grade  string
}

// Seed makes the tables of the contract if they are not there and fills in rows
// "of the other modules". It stands in for those modules in the demo and in
// tests; a real education database is never seeded by us.
func (s *Store) Seed(ctx context.Context, schools []School, pupils []Pupil) error {
	return pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		there, err := pgdb.One[bool](ctx, tx, `SELECT to_regclass('exam_result') IS NOT NULL`, nil)
		if err != nil {
			return err
		}
		if !there {
			if _, err := tx.Exec(ctx, Contract); err != nil {
				return pgdb.MapError(err)
			}
		}
		b := &pgx.Batch{}
		for _, c := range schools {
			b.Queue(`INSERT INTO school (matruong, tentruong, manhomcaphoc) VALUES ($1, $2, $3) ON CONFLICT (matruong) DO NOTHING`, c.Code, c.Name, c.Level)
		}
		for _, p := range pupils {
			b.Queue(`
				INSERT INTO pupil (mahocsinh, sodinhdanh, hovaten, ngaysinh, gioitinh, matruong, malop, makhoi)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (mahocsinh) DO NOTHING`,
				p.Code, p.CitizenID, p.Name, p.Birth, p.Gender, p.School, p.Class, p.Grade)
		}
		return pgdb.MapError(tx.SendBatch(ctx, b).Close())
	})
}
