package bank

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"khaothi/internal/fault"
)

// wav is a second of silence, 8 kHz, 8 bit, mono.
func wav() []byte {
	b := []byte("RIFF\x00\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x40\x1f\x00\x00\x01\x00\x08\x00data\x40\x1f\x00\x00")
	b = append(b, bytes.Repeat([]byte{128}, 8000)...)
	binary.LittleEndian.PutUint32(b[4:], uint32(len(b)-8))
	return b
}

func box(kind string, body ...[]byte) []byte {
	b := append(make([]byte, 4), kind...)
	for _, part := range body {
		b = append(b, part...)
	}
	binary.BigEndian.PutUint32(b, uint32(len(b)))
	return b
}

func hdlr(kind string) []byte { return box("hdlr", make([]byte, 8), []byte(kind), make([]byte, 13)) }

func mp4(tracks ...string) []byte {
	var body [][]byte
	for _, kind := range tracks {
		body = append(body, box("trak", box("mdia", hdlr(kind))))
	}
	return append(box("ftyp", []byte("M4A \x00\x00\x00\x00")), box("moov", body...)...)
}

// frames are two frames of n bytes with the given header.
func frames(n int, header ...byte) []byte {
	one := append(header, make([]byte, n-len(header))...)
	return append(one, one...)
}

func TestSoundsAreToldByTheirContent(t *testing.T) {
	t.Parallel()
	mp3 := frames(417, 0xff, 0xfb, 0x90, 0x00) // version 1, layer III, 128 kbit/s, 44,100 Hz
	ogg := func(packet string) []byte {
		return append(append([]byte("OggS"), make([]byte, 22)...), append([]byte{1, 30}, packet+"                              "...)...)
	}
	for name, tt := range map[string]struct {
		data []byte
		mime string
	}{
		"wav":                    {wav(), "audio/wav"},
		"mp3":                    {mp3, "audio/mpeg"},
		"mp3 behind ID3":         {append([]byte("ID3\x03\x00\x00\x00\x00\x00\x05hello"), mp3...), "audio/mpeg"},
		"mp3 of version 2":       {frames(208, 0xff, 0xf3, 0x80, 0x00), "audio/mpeg"}, // 64 kbit/s, 22,050 Hz
		"ogg with opus":          {ogg("OpusHead"), "audio/ogg"},
		"ogg with vorbis":        {ogg("\x01vorbis"), "audio/ogg"},
		"m4a":                    {mp4("soun"), "audio/mp4"},
		"aac":                    {frames(16, 0xff, 0xf1, 0x50, 0x80, 0x02, 0x1f, 0xfc), "audio/aac"},
		"ogg with a film":        {ogg("\x80theora"), ""},
		"mp4 with a film":        {mp4("vide", "soun"), ""},
		"mp4 without sound":      {mp4(), ""},
		"one frame of mp3":       {mp3[:417], ""},
		"a frame that is cut":    {mp3[:500], ""},
		"only a sync word":       {[]byte{0xff, 0xfb}, ""},
		"RIFF that is no wav":    {append([]byte("RIFF\x00\x00\x00\x00AVI "), make([]byte, 100)...), ""},
		"HTML":                   {[]byte("<html><script>alert(1)</script></html>"), ""},
		"nothing":                {nil, ""},
		"a box larger than that": {append(box("ftyp", []byte("M4A ")), 0xff, 0xff, 0xff, 0xff, 'm', 'o', 'o', 'v'), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, err := NewAudio(tt.data)
			if tt.mime == "" {
				if fault.CodeOf(err) != "audio.bad" {
					t.Errorf("%q, %v", m.MIME, err)
				}
				return
			}
			if err != nil || m.MIME != tt.mime || m.Hash != MediaHash(tt.data) {
				t.Errorf("%q, %v", m.MIME, err)
			}
		})
	}
	if _, err := NewAudio(append(wav(), make([]byte, MaxAudioBytes)...)); fault.CodeOf(err) != "audio.bad" {
		t.Errorf("a sound that is too large: %v", err)
	}
	if _, err := NewMedia([]byte("text")); fault.CodeOf(err) != "picture.bad" {
		t.Errorf("neither picture nor sound: %v", err)
	}
}

func FuzzNewMedia(f *testing.F) {
	for _, seed := range [][]byte{wav(), mp4("soun"), frames(417, 0xff, 0xfb, 0x90, 0x00), []byte("OggS")} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := NewMedia(data)
		if err == nil && (m.Hash != MediaHash(data) || !strings.HasPrefix(m.MIME, "image/") && !IsAudio(m.MIME)) {
			t.Errorf("%q under %s", m.MIME, m.Hash)
		}
	})
}

// listening is a form with one sound for two questions and one in a stem.
func listening(t *testing.T, plays int) (Form, map[string]Media) {
	t.Helper()
	talk, err := NewAudio(wav())
	if err != nil {
		t.Fatal(err)
	}
	bell, err := NewAudio(frames(417, 0xff, 0xfb, 0x90, 0x00))
	if err != nil {
		t.Fatal(err)
	}
	f := Form{Name: "Nghe", Subject: "ngoaingu", DurationS: 600, State: FormDraft, Parts: []Part{{Title: "I"}}}
	for i := range 3 {
		b := single(t, "Question "+letter(i, 'A'), 3)
		if i < 2 {
			b.Question.Stimulus = "Listen. " + AudioHTML(Listening{Hash: talk.Hash, Plays: 2})
		} else {
			b.Question.Stem += AudioHTML(Listening{Hash: bell.Hash, Plays: plays})
		}
		b.Normalise()
		f.Parts[0].Pins = append(f.Parts[0].Pins, pin(checked(t, b)))
	}
	return f, map[string]Media{talk.Hash: talk, bell.Hash: bell}
}

func TestPaperSaysHowOftenASoundMayBeStarted(t *testing.T) {
	t.Parallel()
	f, media := listening(t, 0)
	f, err := f.Lock()
	if err != nil {
		t.Fatal(err)
	}
	p, err := f.Paper(f.BaseLayout("0101"), media)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Media) != 2 || len(p.Stimuli) != 1 {
		t.Fatalf("%d media, %d stimuli", len(p.Media), len(p.Stimuli))
	}
	for _, m := range p.Media {
		if want := map[string]int{"audio/wav": 2, "audio/mpeg": 0}[m.MIME]; m.Plays != want {
			t.Errorf("%s may be started %d times, want %d", m.MIME, m.Plays, want)
		}
	}
	picture := media
	for hash, m := range picture {
		m.MIME = "image/png"
		picture[hash] = m
	}
	if _, err := f.Paper(f.BaseLayout("0101"), picture); fault.CodeOf(err) != "form.media_kind" {
		t.Errorf("a picture in place of a sound: %v", err)
	}
}

func TestOneSoundHasOneLimit(t *testing.T) {
	t.Parallel()
	f, _ := listening(t, 0)
	last := &f.Parts[0].Pins[2]
	last.Body.Question.Stem = strings.ReplaceAll(f.Parts[0].Pins[0].Body.Question.Stimulus, `data-plays="2"`, `data-plays="3"`)
	last.Hash = last.Body.Hash()
	if err := f.Check(); fault.CodeOf(err) != "form.audio_plays" {
		t.Errorf("two limits: %v", err)
	}
	f, _ = listening(t, 0)
	f.Parts[0].Intro = f.Parts[0].Pins[0].Body.Question.Stimulus
	if err := f.Check(); fault.CodeOf(err) != "form.audio_intro" {
		t.Errorf("a sound in the introduction: %v", err)
	}
}

func TestSoundsInTexts(t *testing.T) {
	t.Parallel()
	hash := strings.Repeat("a", 64)
	for in, want := range map[string]string{
		`<audio autoplay controls loop src="media:` + hash + `" data-plays="2" onplay="x()"></audio>`: `<audio src="media:` + hash + `" data-plays="2"></audio>`,
		`<audio src="https://x/y.mp3"></audio>`:                                                       `<audio></audio>`,
		`<audio src="media:` + hash + `" data-plays="-1"></audio>`:                                    `<audio src="media:` + hash + `"></audio>`,
	} {
		if got := CleanHTML(in); got != want {
			t.Errorf("%s\n got %s\nwant %s", in, got, want)
		}
	}
	b := single(t, "Nghe", 2)
	b.Question.Options[0].HTML = AudioHTML(Listening{Hash: hash})
	b.Question.Stem = `<audio data-plays="21" src="media:` + hash + `"></audio><audio data-plays="2"></audio>`
	codes := ""
	for _, p := range b.Check() {
		codes += p.Code + " "
	}
	if codes != "audio.plays audio.source audio.place " {
		t.Errorf("problems: %s", codes)
	}
	if IsEmpty(AudioHTML(Listening{Hash: hash})) {
		t.Error("a sound is no content")
	}
}
