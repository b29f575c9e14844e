package board

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"khaothi/internal/vi"
)

// SortRooms orders rooms by name as a person counts: Phòng 2 before Phòng 10.
func SortRooms(rooms []Room) {
	slices.SortFunc(rooms, func(a, b Room) int {
		return cmp.Or(compareNatural(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
}

// SortSeated orders seats by room, then by seat.
func SortSeated(seats []Seated) {
	slices.SortFunc(seats, func(a, b Seated) int {
		return cmp.Or(
			compareNatural(a.RoomName, b.RoomName),
			cmp.Compare(a.RoomID, b.RoomID),
			cmp.Compare(a.SeatNo, b.SeatNo),
		)
	})
}

func compareNatural(a, b string) int {
	return bytes.Compare(appendNatural(nil, a), appendNatural(nil, b))
}

// appendNatural appends a key by which runs of digits compare as numbers: each
// is preceded by its length without leading zeros.
func appendNatural(key []byte, text string) []byte {
	text = vi.Fold(text)
	for i := 0; i < len(text); {
		if !isDigit(text[i]) {
			key = append(key, text[i])
			i++
			continue
		}
		j := i
		for j < len(text) && isDigit(text[j]) {
			j++
		}
		digits := strings.TrimLeft(text[i:j], "0")
		key = append(key, '0', byte(min(len(digits), 255)))
		key = append(key, digits...)
		i = j
	}
	return append(key, 0)
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }
