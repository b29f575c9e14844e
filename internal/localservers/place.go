package localservers

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// DefaultDir is where data lies when nobody says otherwise: as root
// /var/lib/khaothi, else khaothi in the user's data directory.
func DefaultDir() (string, error) {
	if os.Getuid() == 0 {
		return "/var/lib/khaothi", nil
	}
	if data := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(data) {
		return filepath.Join(data, "khaothi"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("choose a data directory with --data: %w", err)
	}
	return filepath.Join(home, ".local", "share", "khaothi"), nil
}

// runtimeDir is where the sockets of the servers under dir lie: always the
// same place for the same data, so that they can be found again, and short.
func runtimeDir(dir string) string {
	sum := sha256.Sum256([]byte(realPath(dir)))
	name := "khaothi-" + hex.EncodeToString(sum[:4])
	if os.Getuid() == 0 {
		return filepath.Join("/run", name)
	}
	base := os.Getenv("XDG_RUNTIME_DIR")
	if st, err := os.Stat(base); filepath.IsAbs(base) && len(base) < 60 && err == nil && st.IsDir() {
		return filepath.Join(base, name)
	}
	return filepath.Join("/tmp", name+"-"+strconv.Itoa(os.Getuid()))
}

// MakeDir makes a data directory that is absent; as root open to pass through,
// for the servers' user.
func MakeDir(dir string) error {
	_, err := os.Stat(dir)
	if err == nil {
		return nil
	}
	if !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("look at the data directory: %w", err)
	}
	mode := os.FileMode(0o700)
	if os.Getuid() == 0 {
		mode = 0o711
	}
	if err := os.MkdirAll(dir, mode); err != nil {
		return fmt.Errorf("make the data directory %s: %w: choose another one with --data, or make its parent writable", dir, withDiskHint(err, dir))
	}
	return os.Chmod(dir, mode) // whatever the umask is
}

// makeRuntimeDir makes the directory of the sockets, owned by the servers'
// user and closed to all others. One that somebody else made, which anybody
// can do in /tmp, is refused.
func makeRuntimeDir(dir string, who account) error {
	err := os.Mkdir(dir, 0o700)
	if err != nil && !errors.Is(err, os.ErrExist) {
		return fmt.Errorf("make the runtime directory %s: %w", dir, err)
	}
	st, err := os.Lstat(dir)
	if err != nil {
		return fmt.Errorf("look at the runtime directory: %w", err)
	}
	sys, ok := st.Sys().(*syscall.Stat_t)
	if !ok || !st.IsDir() || (int(sys.Uid) != os.Getuid() && int(sys.Uid) != who.uid) {
		return fmt.Errorf("the runtime directory %s belongs to somebody else: remove it", dir)
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return fmt.Errorf("close the runtime directory to others: %w", err)
	}
	if who.drop {
		return os.Chown(dir, who.uid, who.gid)
	}
	return nil
}
