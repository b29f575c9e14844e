package demodata

import (
	"encoding/binary"
	"fmt"
	"math"

	"khaothi/bank"
)

// rateHz is the sampling rate of the demonstration's sounds: enough for tones
// up to 4 kHz, and 16 KB a second.
const rateHz = 8000

// Listening returns the questions of a short listening test with its sound,
// which a candidate may start twice: a signal of three low and two high tones.
func Listening() ([]bank.Body, bank.Media, error) {
	media, err := bank.NewAudio(WAV(signal()))
	if err != nil {
		return nil, media, err
	}
	talk := "You will hear a signal. Answer the questions. You may play it twice. " + bank.AudioHTML(bank.Listening{Hash: media.Hash, Plays: 2})
	questions := []choice{
		{"Listening", bank.Know, "How many <b>low</b> tones do you hear?", "", []string{"*Three", "Two", "Four", "Five"}},
		{"Listening", bank.Understand, "Which tones come <b>last</b>?", "", []string{"*The high ones", "The low ones", "One of each", "There is only one kind"}},
		{"Listening", bank.Apply, "How many tones do you hear <b>in all</b>?", "", []string{"*Five", "Four", "Six", "Three"}},
		{"Vocabulary", bank.Know, "Choose the word that means the opposite of <b>ancient</b>.", "", []string{"*modern", "old", "famous", "quiet"}},
		{"Grammar", bank.Understand, "She has lived in Huế ______ 2015.", "", []string{"*since", "for", "during", "from"}},
	}
	out := make([]bank.Body, len(questions))
	for i, q := range questions {
		out[i] = q.body(nil)
		out[i].Label = fmt.Sprintf("ENG%02d", i+1)
		out[i].Tags.Subject, out[i].Tags.Grade = "ngoaingu", 12
		if i < 3 {
			out[i].Question.Stimulus = talk
		}
		out[i].Normalise()
	}
	return out, media, nil
}

// signal is three low tones, then two high ones, with silence between.
func signal() []int16 {
	var out []int16
	for _, hz := range []float64{330, 330, 330, 880, 880} {
		out = append(out, tone(hz, 0.5)...)
		out = append(out, make([]int16, rateHz/2)...)
	}
	return out
}

// tone is a sine that swells and fades, so that nothing clicks.
func tone(hz, seconds float64) []int16 {
	n := int(seconds * rateHz)
	out := make([]int16, n)
	for i := range out {
		t := float64(i) / float64(n)
		swell := math.Min(1, 8*math.Min(t, 1-t))
		out[i] = int16(12000 * swell * math.Sin(2*math.Pi*hz*float64(i)/rateHz))
	}
	return out
}

// WAV makes a file of PCM samples: 16 bit, one channel, 8,000 a second.
func WAV(samples []int16) []byte {
	size := uint32(2 * len(samples)) //nolint:gosec // a few seconds
	b := append(make([]byte, 0, 44+size), "RIFF"...)
	b = binary.LittleEndian.AppendUint32(b, 36+size)
	b = append(b, "WAVEfmt "...)
	b = binary.LittleEndian.AppendUint32(b, 16)
	b = binary.LittleEndian.AppendUint16(b, 1) // PCM
	b = binary.LittleEndian.AppendUint16(b, 1) // channel
	b = binary.LittleEndian.AppendUint32(b, rateHz)
	b = binary.LittleEndian.AppendUint32(b, 2*rateHz)
	b = binary.LittleEndian.AppendUint16(b, 2)
	b = binary.LittleEndian.AppendUint16(b, 16)
	b = append(b, "data"...)
	b = binary.LittleEndian.AppendUint32(b, size)
	for _, s := range samples {
		b = binary.LittleEndian.AppendUint16(b, uint16(s)) //nolint:gosec // two's complement is what WAV holds
	}
	return b
}
