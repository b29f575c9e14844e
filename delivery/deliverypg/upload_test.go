package deliverypg_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"khaothi/delivery"
)

// TestFilesAtOnceKeepToTheLimit: each request counts those that the others keep
// at the same time.
func TestFilesAtOnceKeepToTheLimit(t *testing.T) {
	t.Parallel()
	const more = 20
	c := newClosed(t, 1, 1)
	var all sync.WaitGroup
	var refused atomic.Int64
	for i := range delivery.MaxUploads + more {
		all.Go(func() {
			text := strconv.Itoa(i)
			sum := sha256.Sum256([]byte(text))
			u := delivery.Upload{SHA256: hex.EncodeToString(sum[:]), Bytes: int64(len(text)), Name: "a.txt"}
			switch err := c.store.KeepUpload(t.Context(), c.attempts[0].ID, "p4_1", u, strings.NewReader(text), time.Now()); {
			case errors.Is(err, delivery.ErrUploadMany):
				refused.Add(1)
			case err != nil:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if refused.Load() != more {
		t.Errorf("%d refused, want %d", refused.Load(), more)
	}
}
