// Package qr writes and reads the QR code of an answer sheet: what a code says
// (Content), and the modules of its picture. It owns the library for QR codes.
//
// The text of a code is
//
//	KT1/LAYOUT/VERSION/NUMBER/CODE/ROOM
//
// the layout's name in capitals, its version, the candidate number, the form
// code, and the room with everything but letters, digits and a few signs
// escaped as in an address (%20); what is not known is empty. All of it but a
// room in small letters or with accents is in the alphabet of which a QR code
// holds most.
package qr
