// Package curriculum holds the general education programme of 2018 as data:
// subjects, strands, topics, content units and outcomes (yêu cầu cần đạt), the
// six-character codes (ID6) that LaTeX banks of mathematics use, and the
// workbook by which a Sở takes its own nodes in and out.
//
// Names and outcomes of Toán 10–12 are those of Circular 32/2018/TT-BGDĐT;
// codes are our own.
package curriculum
