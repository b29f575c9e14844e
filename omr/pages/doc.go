// Package pages turns files of a scanner into pages of 8-bit grey: JPEG, PNG,
// TIFF (several pages, CCITT, LZW, PackBits, Deflate, JPEG) and PDF, whose page
// images are taken out as they are and never rasterised.
//
// Everything read is the work of strangers and may be damaged: sizes, counts
// and depths are bounded, a loop ends, and what cannot be read is an [Error]
// with a code for that file or that page alone. A page has the same grey
// values whichever file it came in; turned and mirrored pages (EXIF, TIFF
// orientation, PDF matrices) are put upright as the file says, which a scanner
// gets wrong often enough that package align finds the turn itself.
package pages
