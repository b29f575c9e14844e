// Package identity says who works with the system and what they may do: units
// (Sở, Phòng, school, class), accounts, roles, sign-ins.
//
// A role holds for a unit and every unit under it. A Session is a signed-in
// account with its roles; Session.May is the one question that handlers ask.
//
// Invariants: a password is kept as an argon2id hash that carries its own
// parameters; a session's token is known to the browser alone, the store has
// its SHA-256; an unknown user name costs as much time as a wrong password;
// nobody gives a role outside the units that they administer themselves.
package identity
