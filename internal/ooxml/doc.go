// Package ooxml reads Word documents (.docx, WordprocessingML in its
// transitional and strict form) as paragraphs, runs and tables.
//
// Words: a paragraph has inlines (text, tab, break, picture, formula, object);
// props are what a run looks like after all styles were applied; a note is
// something in the document that a reader of text loses.
//
// What must hold: bytes of strangers are read within bounds of size and depth
// and without entities; nothing is fetched; what is not read becomes a note.
package ooxml
