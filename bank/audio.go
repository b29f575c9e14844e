package bank

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"khaothi/internal/fault"
)

// MaxAudioBytes bounds one sound: ten minutes of speech at 128 kbit/s.
const MaxAudioBytes = 10 << 20

// MaxFormMedia bounds all pictures and sounds of one form: candidates load them
// with the paper, a whole school in the same minutes, and base64 makes 20 MB of
// it.
const MaxFormMedia = 15 << 20

// maxPlays bounds how often a sound may be limited to.
const maxPlays = 20

// NewMedia checks a picture or a sound by its content, whatever its file is
// called. The error is of kind Invalid; its detail reason is a Vietnamese phrase.
func NewMedia(data []byte) (Media, error) {
	mime := sniffAudio(data)
	if mime == "" {
		return NewPicture(data)
	}
	if len(data) > MaxAudioBytes {
		return Media{}, fault.New(fault.Invalid, "audio.bad").
			With("reason", fmt.Sprintf("tệp âm thanh nặng %d KB, quá %d KB", len(data)>>10, MaxAudioBytes>>10))
	}
	return Media{Hash: MediaHash(data), MIME: mime, Bytes: data}, nil
}

// NewAudio is NewMedia for what has to be a sound.
func NewAudio(data []byte) (Media, error) {
	if sniffAudio(data) == "" {
		return Media{}, fault.New(fault.Invalid, "audio.bad").With("reason", "không phải tệp âm thanh MP3, M4A/AAC, OGG hoặc WAV")
	}
	return NewMedia(data)
}

// IsAudio reports whether a media type is a sound.
func IsAudio(mime string) bool { return strings.HasPrefix(mime, "audio/") }

// sniffAudio returns the media type of a sound that browsers play, or "".
func sniffAudio(b []byte) string {
	switch {
	case len(b) > 44 && string(b[:4]) == "RIFF" && string(b[8:12]) == "WAVE" && bytes.Contains(b[12:min(len(b), 4096)], []byte("fmt ")):
		return "audio/wav"
	case bytes.HasPrefix(b, []byte("OggS")) && oggSound(b):
		return "audio/ogg"
	case len(b) > 12 && string(b[4:8]) == "ftyp" && mp4Sound(b):
		return "audio/mp4"
	case adtsFrames(b):
		return "audio/aac"
	case mp3Frames(b):
		return "audio/mpeg"
	}
	return ""
}

// oggSound looks at the first packet of the first page: Vorbis or Opus.
func oggSound(b []byte) bool {
	if len(b) < 28 {
		return false
	}
	packet := b[min(len(b), 27+int(b[26])):]
	return bytes.HasPrefix(packet, []byte("\x01vorbis")) || bytes.HasPrefix(packet, []byte("OpusHead"))
}

// mp4Sound walks the boxes of an MP4 file: it has a sound track and no picture.
func mp4Sound(b []byte) bool {
	sound, picture := false, false
	var walk func(b []byte, depth int)
	walk = func(b []byte, depth int) {
		for len(b) >= 8 && depth < 5 {
			size := int(binary.BigEndian.Uint32(b))
			if size < 8 || size > len(b) {
				return
			}
			body := b[8:size]
			switch string(b[4:8]) {
			case "moov", "trak", "mdia":
				walk(body, depth+1)
			case "hdlr":
				if len(body) >= 12 {
					sound = sound || string(body[8:12]) == "soun"
					picture = picture || string(body[8:12]) == "vide"
				}
			}
			b = b[size:]
		}
	}
	walk(b, 0)
	return sound && !picture
}

// adtsFrames wants two frames of AAC behind one another.
func adtsFrames(b []byte) bool {
	for range 2 {
		if len(b) < 7 || b[0] != 0xff || b[1]&0xf6 != 0xf0 || b[2]>>2&15 > 12 {
			return false
		}
		n := int(b[3]&3)<<11 | int(b[4])<<3 | int(b[5])>>5
		if n < 7 || n > len(b) {
			return false
		}
		b = b[n:]
	}
	return true
}

// Bit rates in kbit/s and sampling rates in Hz of MPEG audio layer III
// (ISO/IEC 11172-3, 13818-3), by version 1, then 2 and 2.5.
var (
	mp3Bits  = [2][15]int{{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}, {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}}
	mp3Rates = [3]int{44100, 48000, 32000}
)

// mp3Frames wants two frames of layer III behind one another, after an ID3 tag
// if there is one.
func mp3Frames(b []byte) bool {
	if len(b) > 10 && string(b[:3]) == "ID3" {
		size := int(b[6]&127)<<21 | int(b[7]&127)<<14 | int(b[8]&127)<<7 | int(b[9]&127)
		b = b[min(len(b), 10+size):]
	}
	for range 2 {
		n := mp3Frame(b)
		if n == 0 || n > len(b) {
			return false
		}
		b = b[n:]
	}
	return true
}

// mp3Frame is the length of the frame that b begins with, or 0.
func mp3Frame(b []byte) int {
	if len(b) < 4 || b[0] != 0xff || b[1]&0xe6 != 0xe2 || b[1]&0x18 == 0x08 || b[2]>>2&3 == 3 || b[2]>>4 == 0 || b[2]>>4 == 15 {
		return 0
	}
	old, rate := 0, mp3Rates[b[2]>>2&3]
	samples := 144
	switch b[1] & 0x18 {
	case 0x10: // version 2
		old, rate, samples = 1, rate/2, 72
	case 0x00: // version 2.5
		old, rate, samples = 1, rate/4, 72
	}
	return samples*mp3Bits[old][b[2]>>4]*1000/rate + int(b[2]>>1&1)
}

// Listening is a sound in a text, and how often a candidate may start it; 0 is
// as often as they like.
type Listening struct {
	Hash  string
	Plays int
}

var (
	audioTag   = regexp.MustCompile(`<audio\b([^>]*)>`)
	audioSrc   = regexp.MustCompile(`\bsrc="media:([0-9a-f]{64})"`)
	audioPlays = regexp.MustCompile(`\bdata-plays="([0-9]{1,2})"`)
)

// AudioHTML is the text of a sound in the subset.
func AudioHTML(l Listening) string {
	return fmt.Sprintf(`<audio src="media:%s" data-plays="%d"></audio>`, l.Hash, l.Plays)
}

// listeningsIn returns the sounds of a text in their order. One without a source
// has no hash.
func listeningsIn(s string) []Listening {
	var out []Listening
	for _, tag := range audioTag.FindAllStringSubmatch(s, -1) {
		l := Listening{}
		if m := audioSrc.FindStringSubmatch(tag[1]); m != nil {
			l.Hash = m[1]
		}
		if m := audioPlays.FindStringSubmatch(tag[1]); m != nil {
			l.Plays, _ = strconv.Atoi(m[1]) // two digits
		}
		out = append(out, l)
	}
	return out
}

// audio says what is wrong with the sounds of a text. Sounds stand in the stem
// or the stimulus: in an option they would be played by choosing it.
func (c *checker) audio(s, field string) {
	for _, l := range listeningsIn(s) {
		switch {
		case field != "stem" && field != "stimulus":
			c.add("audio.place", field, "Âm thanh chỉ đặt được trong câu hỏi hoặc ngữ liệu.", "Chuyển âm thanh vào nội dung câu hỏi hoặc ngữ liệu.")
		case l.Hash == "":
			c.add("audio.source", field, "Âm thanh không có tệp.", "Tải tệp âm thanh lên lại.")
		case l.Plays > maxPlays:
			c.add("audio.plays", field, fmt.Sprintf("Giới hạn %d lượt nghe, quá %d.", l.Plays, maxPlays), "Ghi từ 1 đến 20 lượt, hoặc 0 là không giới hạn.")
		}
	}
}

// Listenings are the sounds of the form with how often each may be started. One
// sound has one limit wherever it stands: a second limit is fault.Invalid.
func (f Form) Listenings() (map[string]int, error) {
	out := map[string]int{}
	for i, p := range f.Parts {
		if audioTag.MatchString(p.Intro) {
			return nil, fault.New(fault.Invalid, "form.audio_intro").With("part", i+1)
		}
		for j, pin := range p.Pins {
			for _, l := range listeningsIn(pin.Body.Question.Stimulus + pin.Body.Question.Stem) {
				if plays, known := out[l.Hash]; known && plays != l.Plays {
					return nil, fault.New(fault.Invalid, "form.audio_plays").With("field", Field(i+1, j+1))
				}
				out[l.Hash] = l.Plays
			}
		}
	}
	return out, nil
}
