package localservers_test

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"khaothi/internal/localservers"
	"khaothi/internal/testenv"
)

// nobody is an ordinary user with nothing of their own.
const nobody = 65534

func TestAnOrdinaryUserRunsTheirOwnServers(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	uid := ordinaryUser(t, dir)
	o := startOther(t, dir, uid, "XDG_RUNTIME_DIR=")
	o.mustBeReady(t)
	if pids := workingUnder(dir); len(pids) == 0 {
		t.Error("no server works in the directory")
	}
	o.stop(t)
	if pids := workingUnder(dir); len(pids) > 0 {
		t.Errorf("processes %v are left", pids)
	}
}

// ordinaryUser makes dir theirs and returns who starts servers there; 0 keeps
// the user of the test, who is an ordinary one already.
func ordinaryUser(t *testing.T, dir string) uint32 {
	t.Helper()
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if os.Getuid() != 0 {
		return 0
	}
	if err := os.Chown(dir, nobody, nobody); err != nil {
		t.Fatal(err)
	}
	return nobody
}

func TestAsRootTheOwnerOfTheDataRunsTheServers(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	uid := ordinaryUser(t, dir)
	s := pair(t, dir)
	write(t, s)
	if uid == 0 {
		uid = uint32(os.Getuid())
	}
	pg, _ := mainPids(t, dir)
	status, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pg), "status"))
	if err != nil {
		t.Fatal(err)
	}
	if want := "Uid:\t" + strconv.Itoa(int(uid)) + "\t"; !strings.Contains(string(status), want) {
		t.Errorf("PostgreSQL does not run as user %d:\n%s", uid, status)
	}
}

func TestTroubleIsTold(t *testing.T) {
	t.Parallel()
	file := filepath.Join(testenv.Dir(t), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		o    localservers.Options
		want []string
	}{
		{
			"a socket path too long",
			localservers.Options{DataDir: dataDir(t), SocketDir: filepath.Join(testenv.Dir(t), strings.Repeat("x", 90))},
			[]string{"at most 107", "shorter runtime directory"},
		},
		{
			"a directory below a file",
			localservers.Options{DataDir: filepath.Join(file, "data"), SocketDir: testenv.Dir(t)},
			[]string{"not a directory", "choose another data directory"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := localservers.NewRedis(tt.o).Start(t.Context())
			wantParts(t, err, tt.want...)
		})
	}
}

func TestADirectoryThatIsNotWritableIsTold(t *testing.T) {
	t.Parallel()
	parent := testenv.Dir(t)
	uid := uint32(nobody)
	if os.Getuid() != 0 {
		uid = 0
		parent = "/proc"
	}
	dir := filepath.Join(parent, "data")
	line := startOther(t, filepath.Join(testenv.Dir(t), "x"), uid, helperVar+"="+dir).says(t)
	for _, part := range []string{"error", dir, "--data"} {
		if !strings.Contains(line, part) {
			t.Errorf("the message lacks %q: %s", part, line)
		}
	}
}

func TestADirectoryThatTheServersMayNotEnterIsTold(t *testing.T) {
	t.Parallel()
	parent := testenv.Dir(t)
	if err := os.Chmod(parent, 0o700); err != nil {
		t.Fatal(err)
	}
	s := newPair(filepath.Join(parent, "data"))
	err := s.Start(t.Context())
	if os.Getuid() != 0 { // an ordinary user's servers run as that user
		if err = errors.Join(err, s.Stop()); err != nil {
			t.Error(err)
		}
		return
	}
	wantParts(t, err, "may not enter "+parent, "chmod a+x")
}

func TestDataOfAnAbsentVersionIsTold(t *testing.T) {
	t.Parallel()
	o := localservers.Options{DataDir: dataDir(t), SocketDir: filepath.Join(testenv.Dir(t), "s"), Databases: []string{"khaothi"}}
	if err := os.MkdirAll(o.DataDir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(o.DataDir, "PG_VERSION"), []byte("9\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := localservers.NewPostgres(o).Start(t.Context())
	wantParts(t, err, "made by PostgreSQL 9", "apt-get install postgresql-9")
}

func wantParts(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatal("no error")
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("the message lacks %q: %v", part, err)
		}
	}
}
