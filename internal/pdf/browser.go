package pdf

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"khaothi/internal/fault"
)

// Browser prints HTML with a Chromium of this machine. It is started for each
// document in a profile of its own, without a network, and one at a time: a
// browser takes some 200 MB.
type Browser struct {
	path string
	busy chan struct{}
}

// names are what Chromium is called on the systems that schools have.
var names = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge"}

// FindBrowser finds Chromium at a path, or where programs are when it is empty.
// nil: there is none.
func FindBrowser(path string) *Browser {
	look := names
	if path != "" {
		look = []string{path}
	}
	for _, n := range look {
		if found, err := exec.LookPath(n); err == nil {
			return &Browser{path: found, busy: make(chan struct{}, 1)}
		}
	}
	return nil
}

// printTime bounds one document: a cold start on an old machine takes 12 s.
const printTime = 90 * time.Second

// PageCount stands in a page where the number of its pages is to stand.
const PageCount = `<span data-field="numpages"></span>`

var pageObject = regexp.MustCompile(`/Type\s*/Page\b`)

// Print makes a PDF of a whole HTML page. A page that says how many pages it has
// is printed twice. A browser that does not answer is Unavailable, print.failed.
func (b *Browser) Print(ctx context.Context, page string) ([]byte, error) {
	data, err := b.once(ctx, page)
	if err != nil || !strings.Contains(page, PageCount) {
		return data, err
	}
	pages := strconv.Itoa(len(pageObject.FindAll(data, -1)))
	return b.once(ctx, strings.ReplaceAll(page, PageCount, pages))
}

func (b *Browser) once(ctx context.Context, page string) ([]byte, error) {
	select {
	case b.busy <- struct{}{}:
		defer func() { <-b.busy }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	dir, err := os.MkdirTemp("", "khaothi-print-")
	if err != nil {
		return nil, fmt.Errorf("folder for printing: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // a temporary folder: nothing to do about it
	in, out := filepath.Join(dir, "page.html"), filepath.Join(dir, "page.pdf")
	if err := os.WriteFile(in, []byte(page), 0o600); err != nil {
		return nil, fmt.Errorf("page for printing: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, printTime)
	defer cancel()
	args := []string{
		"--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
		"--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=" + filepath.Join(dir, "profile"), "--no-pdf-header-footer", "--print-to-pdf=" + out,
	}
	if os.Geteuid() == 0 {
		args = append(args, "--no-sandbox") // Chromium refuses its sandbox to root; the page has no scripts and no network
	}
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, b.path, append(args, "file://"+in)...) //nolint:gosec // the path is the administrator's
	cmd.Stderr = &said
	cmd.WaitDelay = 5 * time.Second
	if err := cmd.Run(); err != nil {
		return nil, fault.New(fault.Unavailable, "print.failed").Wrap(fmt.Errorf("%w: %.300s", err, said.String()))
	}
	data, err := os.ReadFile(out) //nolint:gosec // our own temporary folder
	if err != nil || !bytes.HasPrefix(data, []byte("%PDF")) {
		return nil, fault.New(fault.Unavailable, "print.failed").Wrap(fmt.Errorf("no PDF: %v %.300s", err, said.String())) //nolint:errorlint // may be nil
	}
	return data, nil
}
