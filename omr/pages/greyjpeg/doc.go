// Package greyjpeg decodes the JPEG that scanners write, several times as fast
// as image/jpeg: baseline or sequential Huffman coding, 8 bits, grey or the
// brightness of YCbCr, all of it in one scan. Anything else, and anything that
// is odd or damaged, is left to image/jpeg, which reads more and says what is
// wrong. What is decoded here has the very pixels that image/jpeg has.
//
// Sections and annexes in comments are those of ITU-T T.81.
package greyjpeg
