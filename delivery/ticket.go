package delivery

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"strings"
)

// ticketAlphabet has neither 0 and O nor 1 and I; who types a 1 or an I for an
// L is understood.
const ticketAlphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

// ticketLength gives 60 random bits: at a million guesses a second, 18,000
// years on average.
const ticketLength = 12

var ticketEncoding = base32.NewEncoding(ticketAlphabet).WithPadding(base32.NoPadding)

// NewTicket returns a fresh ticket as it is printed: XXXX-XXXX-XXXX.
func NewTicket() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // crypto/rand.Read never fails
	code := ticketEncoding.EncodeToString(b[:])[:ticketLength]
	return code[:4] + "-" + code[4:8] + "-" + code[8:]
}

// NormalizeTicket brings what was typed to the form that is compared: no
// spaces, hyphens or small letters. What cannot be a ticket is "".
func NormalizeTicket(typed string) string {
	var b strings.Builder
	for _, r := range strings.ToUpper(typed) {
		switch {
		case r == ' ' || r == '-' || r == '\t':
			continue
		case r == '1' || r == 'I':
			r = 'L'
		}
		if r > 0x7f || !strings.ContainsRune(ticketAlphabet, r) {
			return ""
		}
		b.WriteRune(r)
	}
	if b.Len() != ticketLength {
		return ""
	}
	return b.String()
}

// TicketMAC is what is stored of a ticket: HMAC-SHA-256 under the ticket key
// over number, 0 and the normalized code.
func (k *Keys) TicketMAC(number, code string) []byte {
	h := hmac.New(sha256.New, k.ticket[:])
	_, _ = h.Write([]byte(number + "\x00" + NormalizeTicket(code))) // a hash never fails to write
	return h.Sum(nil)
}

// ticketMatches compares in constant time. An attempt without a ticket
// matches nothing.
func ticketMatches(stored, presented []byte) bool {
	return len(stored) > 0 && hmac.Equal(stored, presented)
}
