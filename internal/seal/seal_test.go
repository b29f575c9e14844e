package seal

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"testing"
)

func TestStepIsSHA256OverPrevAndBody(t *testing.T) {
	t.Parallel()
	// Expected: (head -c 32 /dev/zero; printf abc) | sha256sum (coreutils 9.1)
	const want = "365aa7d8f7f9402c4b9434502b4cc89ddb09fe50d7cd95b493b834c62d5a5370"
	got := Step(Hash{}, []byte("abc"))
	if hex.EncodeToString(got[:]) != want {
		t.Errorf("Step = %x, want %s", got, want)
	}
	if Step(got, []byte("abc")) == got {
		t.Error("the chain does not move")
	}
}

func TestFieldsAreUnambiguous(t *testing.T) {
	t.Parallel()
	a := Fields([]byte("ab"), []byte("c"))
	for _, b := range [][]byte{Fields([]byte("a"), []byte("bc")), Fields([]byte("abc")), Fields([]byte("ab"), []byte("c"), nil)} {
		if bytes.Equal(a, b) {
			t.Errorf("two lists give %x", a)
		}
	}
}

// The leaves and roots are the test vectors of the certificate-transparency
// project for RFC 6962, whose tree RFC 9162 keeps.
func TestMerkleRootOfTheKnownTree(t *testing.T) {
	t.Parallel()
	var leaves [][]byte
	for _, s := range []string{
		"", "00", "10", "2021", "3031", "40414243",
		"5051525354555657", "606162636465666768696a6b6c6d6e6f",
	} {
		b, err := hex.DecodeString(s)
		if err != nil {
			t.Fatal(err)
		}
		leaves = append(leaves, b)
	}
	for n, want := range map[int]string{
		0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
		2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
		3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
		8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
	} {
		if got := MerkleRoot(leaves[:n]); hex.EncodeToString(got[:]) != want {
			t.Errorf("root of %d leaves = %x, want %s", n, got, want)
		}
	}
}

func TestMerkleProofsHoldAndOnlyThey(t *testing.T) {
	t.Parallel()
	for n := 1; n <= 20; n++ {
		leaves := make([][]byte, n)
		for i := range leaves {
			leaves[i] = fmt.Appendf(nil, "leaf %d", i)
		}
		root := MerkleRoot(leaves)
		for i := range leaves {
			proof := MerkleProof(leaves, i)
			if !VerifyMerkle(root, leaves[i], i, n, proof) {
				t.Errorf("leaf %d of %d: the proof does not hold", i, n)
			}
			if VerifyMerkle(root, []byte("forged"), i, n, proof) {
				t.Errorf("leaf %d of %d: a forged leaf passes", i, n)
			}
			if n > 1 && VerifyMerkle(root, leaves[i], (i+1)%n, n, proof) {
				t.Errorf("leaf %d of %d: passes at another place", i, n)
			}
			if VerifyMerkle(root, leaves[i], i, n, append(proof, Hash{})) {
				t.Errorf("leaf %d of %d: a proof too long passes", i, n)
			}
		}
	}
	if VerifyMerkle(MerkleRoot(nil), nil, 0, 0, nil) {
		t.Error("an empty tree has a leaf")
	}
}

func TestSignaturesBelongToKeyPurposeAndMessage(t *testing.T) {
	t.Parallel()
	s, err := NewSigner(bytes.Repeat([]byte{7}, SeedSize))
	if err != nil {
		t.Fatal(err)
	}
	other, err := NewSigner(bytes.Repeat([]byte{8}, SeedSize))
	if err != nil {
		t.Fatal(err)
	}
	sig := s.Sign("minutes", []byte("root"))
	for _, tt := range []struct {
		name         string
		key          []byte
		purpose, msg string
		want         bool
	}{
		{"its own", s.PublicKey(), "minutes", "root", true},
		{"another key", other.PublicKey(), "minutes", "root", false},
		{"another purpose", s.PublicKey(), "package", "root", false},
		{"another message", s.PublicKey(), "minutes", "roof", false},
		{"no key", nil, "minutes", "root", false},
	} {
		if got := Verify(tt.key, tt.purpose, []byte(tt.msg), sig); got != tt.want {
			t.Errorf("%s: Verify = %v", tt.name, got)
		}
	}
	if _, err := NewSigner([]byte("short")); err == nil {
		t.Error("a short seed makes a signer")
	}
}
