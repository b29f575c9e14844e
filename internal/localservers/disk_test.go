package localservers

import (
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestAFullDiskIsRefusedBeforeAnythingIsWritten(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	s := New(Config{Dir: dir, Databases: []string{"khaothi"}, Log: slog.New(slog.DiscardHandler), minFree: 1 << 62})
	err := s.Start(t.Context())
	if err == nil || !strings.Contains(err.Error(), "the disk of "+dir+" is full") || !strings.Contains(err.Error(), "make room") {
		t.Errorf("Start on a full disk: %v", err)
	}
	if err := s.Stop(); err != nil {
		t.Errorf("Stop after a start that failed: %v", err)
	}
}

func TestWithDiskHint(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	full := fmt.Errorf("write settings: %w", syscall.ENOSPC)
	if err := withDiskHint(full, dir); !errors.Is(err, full) || !strings.Contains(err.Error(), "is full; make room") {
		t.Errorf("a full disk: %v", err)
	}
	other := errors.New("other")
	if err := withDiskHint(other, dir); err.Error() != "other" {
		t.Errorf("a disk with room: %v", err)
	}
}

func TestServerAmong(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		list []found
		want int
	}{
		{"nobody", nil, 0},
		{"alone", []found{{10, 1}}, 10},
		{"with children", []found{{12, 10}, {10, 1}, {11, 10}}, 10},
		{"orphans of a dead server", []found{{11, 1}, {12, 1}}, 0},
	} {
		if got, _ := serverAmong(tt.list); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
}
