// Package localservers runs a private PostgreSQL and a private Redis as child
// processes: what the program uses when no URL is configured, and what tests
// use. They listen on unix sockets only, in a short directory of their own,
// so they never meet a system instance.
//
// Invariants:
//   - One program per data directory: a lock file says who holds it.
//   - A server belongs to its data directory, not to the process that started
//     it. Start looks for a process that works in that directory, whoever its
//     parent was: one that answers with the same settings is adopted, every
//     other is stopped. Stale pid files, and pid files whose number another
//     process got meanwhile, do no harm.
//   - A server that ends by itself is started again (Servers); a single Server
//     stays down until Start.
package localservers
