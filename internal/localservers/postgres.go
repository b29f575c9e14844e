package localservers

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	// postgresUser is the superuser of a private cluster.
	postgresUser = "khaothi"
	// postgresPort only names the socket; nothing listens on TCP.
	postgresPort = 5432
	// minPostgres is the oldest version that the migrations are written for.
	minPostgres = 15
)

// postgres is the kind of Server that runs PostgreSQL.
type postgres struct {
	o   Options
	bin string // directory of the programs, chosen by prepare
}

// NewPostgres returns a PostgreSQL with its data under o.DataDir. Databases
// are made with the data directory; the first one is that of the URL.
func NewPostgres(o Options) *Server {
	return &Server{kind: &postgres{o: o}, o: o}
}

// PostgresURL is the URL of one more database of a server.
func PostgresURL(s *Server, database string) string {
	return postgresURL(s.o.SocketDir, database)
}

func postgresURL(socketDir, database string) string {
	v := url.Values{"host": {socketDir}, "port": {strconv.Itoa(postgresPort)}, "user": {postgresUser}}
	return "postgres:///" + url.PathEscape(database) + "?" + v.Encode()
}

func (p *postgres) program() string { return "postgres" }

func (p *postgres) url() string { return postgresURL(p.o.SocketDir, p.o.Databases[0]) }

// stopSignal asks for a fast shutdown: clients are sent away, a checkpoint is
// written.
func (p *postgres) stopSignal() syscall.Signal { return syscall.SIGINT }

func (p *postgres) prepare(ctx context.Context, a account) (changed bool, err error) {
	if len(p.o.Databases) == 0 {
		return false, errors.New("no database is named")
	}
	if err := checkSocketPath(p.socket()); err != nil {
		return false, err
	}
	major := p.dataVersion()
	if p.bin, err = findPostgres(major); err != nil {
		return false, err
	}
	if major == 0 {
		if err := p.initialise(ctx, a); err != nil {
			return false, err
		}
	}
	return writeSettings(filepath.Join(p.o.DataDir, "postgresql.conf"), p.settings(), a)
}

// dataVersion is the major version that made the data directory, 0 for none.
func (p *postgres) dataVersion() int {
	b, err := os.ReadFile(filepath.Join(p.o.DataDir, "PG_VERSION"))
	if err != nil {
		return 0
	}
	major, err := strconv.Atoi(strings.TrimSpace(string(b)))
	if err != nil {
		return 0
	}
	return major
}

// initialise makes a cluster and its databases beside the data directory and
// then moves it there, so that one that was cut short is never used.
func (p *postgres) initialise(ctx context.Context, a account) error {
	fresh := filepath.Join(p.o.DataDir, "new")
	if err := os.RemoveAll(fresh); err != nil {
		return fmt.Errorf("remove a data directory cut short: %w", err)
	}
	// The order of C is that of C.UTF-8, by code points, and is compared by memcmp.
	args := []string{
		"--pgdata=" + fresh, "--username=" + postgresUser, "--encoding=UTF8", "--locale=C.UTF-8", "--lc-collate=C",
		"--auth-local=trust", "--auth-host=reject", "--no-instructions",
	}
	if p.o.Throwaway {
		args = append(args, "--no-sync")
	}
	if err := p.runAs(ctx, a, nil, "initdb", args...); err != nil {
		return err
	}
	var sql bytes.Buffer
	for _, name := range p.o.Databases {
		_, _ = fmt.Fprintf(&sql, "CREATE DATABASE \"%s\"\n", strings.ReplaceAll(name, `"`, `""`))
	}
	single := []string{"--single", "-j", "-D", fresh}
	if p.o.Throwaway {
		single = append(single, "-F")
	}
	// In -j mode a statement ends with a semicolon and an empty line.
	stdin := strings.ReplaceAll(sql.String(), "\n", ";\n\n")
	if err := p.runAs(ctx, a, strings.NewReader(stdin), "postgres", append(single, "postgres")...); err != nil {
		return err
	}
	return moveUp(fresh, p.o.DataDir)
}

// runAs runs one of PostgreSQL's programs to its end.
func (p *postgres) runAs(ctx context.Context, a account, stdin io.Reader, program string, args ...string) error {
	// The signal at the parent's death is tied to the thread that forks.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	cmd := exec.CommandContext(ctx, filepath.Join(p.bin, program), args...) //nolint:gosec // the paths are ours
	cmd.Dir, cmd.Env, cmd.SysProcAttr, cmd.Stdin = p.o.DataDir, serverEnv(), a.attr(), stdin
	cmd.SysProcAttr.Pdeathsig = syscall.SIGKILL
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w:\n%s", program, err, bytes.TrimSpace(out))
	}
	return nil
}

// settings is the whole of postgresql.conf. An administrator's own settings go
// to local.conf beside it, which wins.
func (p *postgres) settings() string {
	var b strings.Builder
	set := func(name, value string) { _, _ = fmt.Fprintf(&b, "%s = %s\n", name, value) }
	b.WriteString("# Written by khaothi at each start. Put your own settings into local.conf.\n")
	set("listen_addresses", "''")
	set("port", strconv.Itoa(postgresPort))
	set("unix_socket_directories", quoteConf(p.o.SocketDir))
	set("unix_socket_permissions", "0700")
	set("timezone", "'UTC'")
	set("log_timezone", "'UTC'")
	set("lc_messages", "'C'")
	set("log_line_prefix", "'%m [%p] '")
	set("jit", "off")
	if p.o.Throwaway {
		set("max_connections", "300")
		set("shared_buffers", "'64MB'")
		set("fsync", "off")
		set("full_page_writes", "off")
		set("synchronous_commit", "off")
		set("wal_level", "minimal")
		set("max_wal_senders", "0")
		set("autovacuum", "off")
		return b.String()
	}
	memory := totalMemory()
	set("max_connections", "200")
	set("shared_buffers", megabytes(min(max(memory/8, 128<<20), 8<<30)))
	set("effective_cache_size", megabytes(max(memory/2, 512<<20)))
	set("work_mem", "'16MB'")
	set("maintenance_work_mem", "'128MB'")
	set("max_wal_size", "'2GB'")
	set("checkpoint_timeout", "'15min'")
	set("random_page_cost", "1.1")
	set("fsync", "on")
	set("full_page_writes", "on")
	set("synchronous_commit", "on")
	b.WriteString("include_if_exists = 'local.conf'\n")
	return b.String()
}

func (p *postgres) command(account) *exec.Cmd {
	cmd := exec.Command(filepath.Join(p.bin, "postgres"), "-D", p.o.DataDir) //nolint:gosec,noctx // outlives every context; the paths are ours
	cmd.Env = serverEnv()
	return cmd
}

// beforeStart removes the pid files of a server that is dead for certain:
// PostgreSQL itself refuses to start when another process has got its number.
func (p *postgres) beforeStart() error {
	for _, path := range []string{
		filepath.Join(p.o.DataDir, "postmaster.pid"), p.socket(), p.socket() + ".lock",
	} {
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("remove what a dead PostgreSQL left: %w", err)
		}
	}
	return nil
}

func (p *postgres) socket() string {
	return filepath.Join(p.o.SocketDir, ".s.PGSQL."+strconv.Itoa(postgresPort))
}

// ready makes the first two messages of a connection: a server that still
// starts or recovers answers with an error instead of an authentication.
func (p *postgres) ready(ctx context.Context) error {
	conn, err := (&net.Dialer{Timeout: time.Second}).DialContext(ctx, "unix", p.socket())
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // nothing was sent that could be lost
	_ = conn.SetDeadline(time.Now().Add(5 * time.Second))
	const protocol3 = 3 << 16
	body := binary.BigEndian.AppendUint32(nil, protocol3)
	body = append(body, "user\x00"+postgresUser+"\x00database\x00"+p.o.Databases[0]+"\x00\x00"...)
	msg := append(binary.BigEndian.AppendUint32(nil, uint32(len(body)+4)), body...)
	if _, err := conn.Write(msg); err != nil {
		return err
	}
	answer := make([]byte, 512)
	n, err := conn.Read(answer)
	if err != nil {
		return err
	}
	if answer[0] != 'R' {
		return fmt.Errorf("PostgreSQL answers %q", answer[:n])
	}
	return nil
}

// findPostgres returns the directory of the programs of PostgreSQL: of version
// major where data exists, else of the newest.
func findPostgres(major int) (string, error) {
	dirs, _ := filepath.Glob("/usr/lib/postgresql/*/bin") // the pattern is well formed
	more, _ := filepath.Glob("/usr/pgsql-*/bin")
	dirs = append(dirs, more...)
	if path, err := exec.LookPath("postgres"); err == nil {
		dirs = append([]string{filepath.Dir(path)}, dirs...)
	}
	best, bestMajor := "", 0
	for _, dir := range dirs {
		v := postgresVersion(dir)
		if v == major && major != 0 {
			return dir, nil
		}
		if v > bestMajor {
			best, bestMajor = dir, v
		}
	}
	switch {
	case major != 0:
		return "", fmt.Errorf("the data was made by PostgreSQL %d, which is not installed: apt-get install postgresql-%d, or move the data with pg_upgrade", major, major)
	case bestMajor == 0:
		return "", errors.New("PostgreSQL is not installed: apt-get install postgresql (its own service is not needed)")
	case bestMajor < minPostgres:
		return "", fmt.Errorf("PostgreSQL %d is too old: version %d or newer is needed", bestMajor, minPostgres)
	}
	return best, nil
}

// postgresVersion asks the programs in dir for their major version, 0 if they
// do not say.
func postgresVersion(dir string) int {
	if _, err := os.Stat(filepath.Join(dir, "initdb")); err != nil {
		return 0
	}
	out, err := exec.Command(filepath.Join(dir, "postgres"), "--version").Output() //nolint:gosec,noctx // ends at once
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(out)) // postgres (PostgreSQL) 15.18 (Debian …)
	i := slices.Index(fields, "(PostgreSQL)")
	if i < 0 || i+1 >= len(fields) {
		return 0
	}
	text, _, _ := strings.Cut(fields[i+1], ".")
	major, err := strconv.Atoi(text)
	if err != nil {
		return 0 // a development version
	}
	return major
}
