package bankpg

import (
	"testing"

	"khaothi/bank"
	"khaothi/internal/fault"
)

func TestNothingUnsavedOfAVaultLiesInTheClear(t *testing.T) {
	t.Parallel()
	v := openVault(t)
	body, m := secretBody(t, v)
	u := bank.Unsaved{Key: "moi-1", Body: body, Tab: "t"}
	if _, err := v.KeepUnsaved(t.Context(), hoa, u); err != nil { // the pool is not chosen yet
		t.Fatal(err)
	}
	u.Pool, u.Rev = v.home.Pool, 1
	if _, err := v.KeepUnsaved(t.Context(), hoa, u); fault.CodeOf(err) != "unsaved.vault" {
		t.Errorf("a draft of a vault: %v", err)
	}
	if _, err := v.Unsaved(t.Context(), hoa, "moi-1"); fault.CodeOf(err) != "unsaved.not_found" {
		t.Errorf("what was kept before: %v", err)
	}
	it, err := v.Create(t.Context(), hoa, v.home, body)
	if err != nil {
		t.Fatal(err)
	}
	of := bank.Unsaved{Key: string(it.ID), ItemID: it.ID, Base: it.Current.Hash, Pool: "khác", Body: body, Tab: "t"}
	if _, err := v.KeepUnsaved(t.Context(), hoa, of); fault.CodeOf(err) != "unsaved.vault" {
		t.Errorf("a draft of an item of a vault: %v", err)
	}
	body.Label = "Sửa"
	if err := v.PutMedia(t.Context(), m); err != nil { // as web does for who has the vault open
		t.Fatal(err)
	}
	if _, err := v.ReviseFrom(t.Context(), hoa, it.ID, it.Current.Hash, body); err != nil {
		t.Errorf("ReviseFrom in a vault: %v", err)
	}
}
