// Package seal holds the proofs that the audit trail, answers and scanned
// sheets share: a hash chain, a Merkle root with proofs of membership, and
// signatures over bytes; and the encryption of what only named people may open
// (age). It imports nothing of ours and knows no time, no
// database and no key store.
package seal
