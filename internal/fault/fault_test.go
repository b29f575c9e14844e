package fault

import (
	"errors"
	"fmt"
	"testing"
)

func TestKindAndCodeSurviveWrapping(t *testing.T) {
	t.Parallel()
	cause := errors.New("socket closed")
	err := fmt.Errorf("seal attempt x: %w", New(Closed, "attempt.closed").With("n", 3).Wrap(cause))
	if got := KindOf(err); got != Closed {
		t.Errorf("KindOf = %q, want %q", got, Closed)
	}
	if got := CodeOf(err); got != "attempt.closed" {
		t.Errorf("CodeOf = %q, want attempt.closed", got)
	}
	if !errors.Is(err, cause) || !errors.Is(err, New(Closed, "attempt.closed")) {
		t.Errorf("errors.Is lost the cause or the code in %v", err)
	}
	if errors.Is(err, New(Closed, "sitting.closed")) {
		t.Error("errors.Is matched another code")
	}
}

func TestPlainErrorsAreInternal(t *testing.T) {
	t.Parallel()
	err := errors.New("disk")
	if KindOf(err) != "" || CodeOf(err) != "internal" {
		t.Errorf("KindOf, CodeOf = %q, %q", KindOf(err), CodeOf(err))
	}
}

func TestWithDoesNotChangeTheOriginal(t *testing.T) {
	t.Parallel()
	base := New(Invalid, "roster.row").With("row", 2)
	_ = base.With("row", 3)
	if base.Detail["row"] != 2 {
		t.Errorf("base detail = %v", base.Detail)
	}
}
