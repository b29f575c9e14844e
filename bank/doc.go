// Package bank holds questions and the forms made of them.
//
// An item has a stable id and immutable versions, each with a hash of its
// content. A form pins versions by hash in parts 1..n; a variant (mã đề) is
// another order of the same form. Every question of a form has a field named
// by its place in the base order (p1_3, p2_1c), and answers are stored by field
// and by option id, so no shuffling can break a key.
//
// What must hold: a version never changes; a locked form never changes; the
// key lives in Version.Key and leaves the package only through Form.Key and
// Form.PrintedKey, never through PrintedForm, which candidates see; text is
// sanitised and NFC before it is hashed.
package bank
