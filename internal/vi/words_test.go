package vi

import "testing"

func TestWordsKeepAccents(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"  Số PHỨC, z = 1+2i!": "số phức z 1 2i", "Ðường": "đường", "Mu\u031b\u0301c": "mức", "": "", "“–”": "",
	} {
		got := Words(in)
		if got != want {
			t.Errorf("Words(%q) = %q, want %q", in, got, want)
		}
		if Fold(got) != Fold(in) {
			t.Errorf("Fold(%q) = %q, of the text %q", got, Fold(got), Fold(in))
		}
	}
}
