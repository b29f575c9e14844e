package omr

import (
	"errors"
	"strings"
	"testing"
	"time"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/seal"
)

var at = time.Date(2026, 6, 12, 8, 0, 0, 0, time.UTC)

func person(name string) exam.Actor { return exam.Actor{ID: exam.AccountID(name), Name: name} }

func signer(t *testing.T) *seal.Signer {
	t.Helper()
	s, err := seal.NewSigner(make([]byte, seal.SeedSize))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func code(err error) string { return fault.CodeOf(err) }

func TestAStageOpensAfterTheOneBeforeIsSealed(t *testing.T) {
	t.Parallel()
	run, secrets := NewRun("s1", []byte("{}"), person("chủ tịch"), at)
	sign := signer(t)
	if err := run.Open(StageRead, person("b"), secrets[StageRead], at); code(err) != "omr.before" {
		t.Errorf("read before scan: %v", err)
	}
	if err := run.Open(StageScan, person("a"), secrets[StageRead], at); code(err) != "omr.secret" {
		t.Errorf("with the secret of another stage: %v", err)
	}
	if err := run.Open(StageScan, person("a"), strings.ToLower(strings.ReplaceAll(secrets[StageScan], "-", " ")), at); err != nil {
		t.Fatalf("the secret as somebody types it: %v", err)
	}
	if err := run.Open(StageScan, person("b"), secrets[StageScan], at); code(err) != "omr.held" {
		t.Errorf("a second person: %v", err)
	}
	if err := run.Close(StageScan, person("b"), sign, nil, at); code(err) != "omr.holder" {
		t.Errorf("sealed by somebody else: %v", err)
	}
	if err := run.Close(StageScan, person("a"), sign, [][]byte{[]byte("x")}, at); err != nil {
		t.Fatal(err)
	}
	if err := run.May(StageScan, person("a")); code(err) != "omr.sealed" {
		t.Errorf("after the seal: %v", err)
	}
	if err := run.Open(StageRead, person("a"), secrets[StageRead], at); code(err) != "omr.one_stage_each" {
		t.Errorf("one person in two stages: %v", err)
	}
	if err := run.Open(StageRead, person("b"), secrets[StageRead], at); err != nil {
		t.Fatal(err)
	}
	if got := run.Current(); got != StageRead {
		t.Errorf("open: %q", got)
	}
	if err := run.Open("nothing", person("c"), "", at); code(err) != "omr.stage" {
		t.Errorf("a stage that is none: %v", err)
	}
}

func TestAChangedOutputIsFound(t *testing.T) {
	t.Parallel()
	run, secrets := NewRun("s1", []byte("{}"), person("chủ tịch"), at)
	sign := signer(t)
	leaves := map[Stage][][]byte{}
	for i, s := range Stages {
		who := person(string(s))
		leaves[s] = [][]byte{[]byte("one"), {byte(i)}}
		if err := errors.Join(run.Open(s, who, secrets[s], at), run.Close(s, who, sign, leaves[s], at)); err != nil {
			t.Fatal(err)
		}
	}
	if wrong := run.Check(sign.PublicKey(), leaves); wrong != nil {
		t.Fatalf("nothing was changed: %v", wrong)
	}
	changed := map[Stage][][]byte{StageScan: leaves[StageScan], StageRead: {[]byte("one"), []byte("other")}, StageFix: leaves[StageFix], StageScore: leaves[StageScore]}
	if wrong := run.Check(sign.PublicKey(), changed); len(wrong) != 1 || code(wrong[0]) != "omr.output_changed" {
		t.Errorf("one reading changed: %v", wrong)
	}
	run.Steps[1].Seal.Root = seal.MerkleRoot(changed[StageRead]) // whoever changes it covers it up
	wrong := run.Check(sign.PublicKey(), changed)
	if len(wrong) != 2 || code(wrong[0]) != "omr.signature" || code(wrong[1]) != "omr.chain" {
		t.Errorf("and the seal with it: %v", wrong)
	}
	other, err := seal.NewSigner([]byte(strings.Repeat("k", seal.SeedSize)))
	if err != nil {
		t.Fatal(err)
	}
	if wrong := run.Check(other.PublicKey(), leaves); len(wrong) < 4 {
		t.Errorf("another key: %v", wrong)
	}
}
