// Package safezip opens zip archives that strangers made.
//
// What must hold: nothing is unpacked before the whole directory was looked at;
// the declared sizes bound what is ever read, and data that does not keep to its
// declaration is refused; names are relative, with / between parts, and unique;
// no two entries share bytes. Nothing is written to disk.
package safezip
