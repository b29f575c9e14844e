package pgdb

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/puddle/v2"

	"khaothi/internal/fault"
)

// MapError turns an error of the driver into a fault and keeps it as the
// cause:
//
//	no row                          fault.NotFound     row.not_found
//	23505 unique, 23P01 exclusion   fault.Conflict     row.conflict, detail constraint
//	40001, 40P01 (see IsRetryable)  fault.Conflict     row.concurrent
//	other 23xxx, 22xxx              fault.Invalid      row.invalid, detail constraint
//	connection trouble, shutdown    fault.Unavailable  database.unavailable
//
// A fault, an ended context and everything else pass unchanged. nil is nil.
func MapError(err error) error {
	if err == nil || fault.KindOf(err) != "" {
		return err
	}
	if errors.Is(err, pgx.ErrNoRows) {
		return fault.New(fault.NotFound, "row.not_found").Wrap(err)
	}
	var pgErr *pgconn.PgError
	if errors.As(err, &pgErr) {
		return mapCode(pgErr, err)
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) && !isConnect(err) {
		return err
	}
	if isConnect(err) || isBroken(err) {
		return fault.New(fault.Unavailable, "database.unavailable").Wrap(err)
	}
	return err
}

// mapCode decides by SQLSTATE.
func mapCode(pgErr *pgconn.PgError, err error) error {
	code := pgErr.Code
	switch {
	case code == "23505", code == "23P01":
		return fault.New(fault.Conflict, "row.conflict").With("constraint", pgErr.ConstraintName).Wrap(err)
	case code == "40001", code == "40P01":
		return fault.New(fault.Conflict, "row.concurrent").Wrap(err)
	case strings.HasPrefix(code, "23"), strings.HasPrefix(code, "22"):
		return fault.New(fault.Invalid, "row.invalid").With("constraint", pgErr.ConstraintName).Wrap(err)
	case code == "53100":
		return fault.New(fault.Unavailable, "database.full").Wrap(err)
	case strings.HasPrefix(code, "08"), strings.HasPrefix(code, "57P"), strings.HasPrefix(code, "53"):
		return fault.New(fault.Unavailable, "database.unavailable").Wrap(err)
	}
	return err
}

// IsRetryable reports whether err is a serialization failure or a deadlock:
// the same transaction, run again from its start, may succeed.
func IsRetryable(err error) bool {
	var pgErr *pgconn.PgError
	return errors.As(err, &pgErr) && (pgErr.Code == "40001" || pgErr.Code == "40P01")
}

// Constraint returns the name of the constraint that err violates, or "".
func Constraint(err error) string {
	var pgErr *pgconn.PgError
	if errors.As(err, &pgErr) {
		return pgErr.ConstraintName
	}
	return ""
}

// isConnect reports whether no connection could be made.
func isConnect(err error) bool {
	var connectErr *pgconn.ConnectError
	return errors.As(err, &connectErr) || errors.Is(err, puddle.ErrClosedPool)
}

// isBroken reports whether a connection was lost on the way.
func isBroken(err error) bool {
	var netErr net.Error
	return errors.As(err, &netErr) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, net.ErrClosed) || pgconn.SafeToRetry(err) || strings.Contains(err.Error(), "conn closed")
}

// Missing gives a row that is not there the code of its noun, with the id that
// was asked for. Other errors pass unchanged.
func Missing(err error, code string, id any) error {
	if fault.KindOf(err) == fault.NotFound {
		return fault.New(fault.NotFound, code).With("id", id)
	}
	return err
}
