// Package docx writes Word documents: text, tables, pictures, native formulas,
// headers and footers, sections. It reads nothing.
//
// A Document is plain data; Write turns it into a file. The same document gives
// the same bytes, and nothing of the machine or the hour is in them. Lengths
// are twips (1/20 point, 567 to a centimetre), font sizes half points, unless a
// name says otherwise. What is too large is refused, never cut.
package docx
