// Package deliverypg is the record of delivery on PostgreSQL: sittings,
// papers, attempts, the append-only log of answers, incidents, and the leases
// of the drains.
package deliverypg
