package localservers

import (
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// account is the user that the servers run as. PostgreSQL refuses root.
type account struct {
	name     string
	uid, gid int
	drop     bool // we are root and change to it
}

// findAccount returns who servers under dir run as: ourselves, or, as root,
// the owner of dir, or of the directory above while dir does not exist, where
// that is an ordinary user; else postgres or nobody.
func findAccount(dir string) (account, error) {
	if os.Getuid() != 0 {
		return account{name: strconv.Itoa(os.Getuid()), uid: os.Getuid(), gid: os.Getgid()}, nil
	}
	st, err := os.Stat(dir)
	if errors.Is(err, os.ErrNotExist) {
		st, err = os.Stat(filepath.Dir(dir))
	}
	if err == nil {
		if sys, ok := st.Sys().(*syscall.Stat_t); ok && sys.Uid != 0 {
			return account{name: strconv.Itoa(int(sys.Uid)), uid: int(sys.Uid), gid: int(sys.Gid), drop: true}, nil
		}
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, errU := strconv.Atoi(u.Uid)
		gid, errG := strconv.Atoi(u.Gid)
		if errors.Join(errU, errG) == nil {
			return account{name: name, uid: uid, gid: gid, drop: true}, nil
		}
	}
	return account{}, errors.New("PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody: install postgresql, or start khaothi as an ordinary user")
}

// attr makes a child a session of its own, so that a Ctrl-C at our terminal
// reaches us and not the servers, and changes the user where we are root.
func (a account) attr() *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Setsid: true}
	if a.drop {
		attr.Credential = &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.gid)}
	}
	return attr
}

// own makes dir if absent, closed to everybody but the account.
func (a account) own(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make %s: %w: choose another data directory, or make it writable", dir, err)
	}
	// PostgreSQL refuses a directory that others may enter.
	if err := os.Chmod(dir, 0o700); err != nil {
		return fmt.Errorf("close %s to others: %w: it belongs to another user; choose another data directory", dir, err)
	}
	if !a.drop {
		return nil
	}
	if err := os.Chown(dir, a.uid, a.gid); err != nil {
		return fmt.Errorf("give %s to %s: %w", dir, a.name, err)
	}
	return nil
}

// canReach reports the first parent of dir that the account may not pass
// through, as an error that says what to do.
func (a account) canReach(dir string) error {
	for parent := filepath.Dir(dir); ; parent = filepath.Dir(parent) {
		st, err := os.Stat(parent)
		if err != nil {
			return fmt.Errorf("look at %s: %w", parent, err)
		}
		if !a.mayPass(st) {
			return fmt.Errorf("the servers run as user %s, who may not enter %s: choose a data directory elsewhere (such as /var/lib/khaothi), or chmod a+x %s", a.name, parent, parent)
		}
		if parent == filepath.Dir(parent) {
			return nil
		}
	}
}

// mayPass looks at the execute bits of a directory.
func (a account) mayPass(st os.FileInfo) bool {
	sys, ok := st.Sys().(*syscall.Stat_t)
	if !ok || a.uid == 0 {
		return true
	}
	perm := st.Mode().Perm()
	switch {
	case int(sys.Uid) == a.uid:
		return perm&0o100 != 0
	case int(sys.Gid) == a.gid:
		return perm&0o010 != 0
	}
	return perm&0o001 != 0
}
