package pdf

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"khaothi/internal/fault"
)

func TestBrowserPrints(t *testing.T) {
	t.Parallel()
	b := FindBrowser("")
	if b == nil {
		t.Fatal("Chromium is not installed; see docs and internal/tools/setup.sh")
	}
	page := `<!doctype html><meta charset="utf-8"><style>@page{size:A4}</style><p>Đề có ` + PageCount + ` trang</p>` + strings.Repeat(`<p style="break-before:page">x</p>`, 2)
	data, err := b.Print(t.Context(), page)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(pageObject.FindAll(data, -1)); n != 3 || !bytes.HasPrefix(data, []byte("%PDF")) {
		t.Errorf("%d pages", n)
	}
}

func TestBrowserThatFails(t *testing.T) {
	t.Parallel()
	if FindBrowser("/no/such/chromium") != nil {
		t.Error("a browser that is not there was found")
	}
	b := FindBrowser("/bin/false")
	_, err := b.Print(t.Context(), "<p>x</p>")
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.Unavailable || f.Code != "print.failed" {
		t.Errorf("%v, want print.failed", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Print(ctx, "<p>x</p>"); err == nil {
		t.Error("printing after the request ended")
	}
}
