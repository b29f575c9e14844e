// Package itemjson writes questions as the program's own JSON and reads them
// back without loss: what `khaothi bank import --items-out` writes.
package itemjson
