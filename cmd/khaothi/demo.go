package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"khaothi/internal/localservers"
)

// demoFlags are what the demonstration is asked for.
type demoFlags struct {
	readyFile string
	fresh     bool
	once      bool
}

// demoCmd shows the whole product on this machine.
func demoCmd() *cobra.Command {
	c := DefaultConfig()
	c.Addr = "127.0.0.1:8080"
	c.LogLevel = "warn"
	if dir, err := localservers.DefaultDir(); err == nil {
		c.DataDir = dir + "-demo"
	}
	var f demoFlags
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "a province to try, with a sitting that runs by itself",
		Long: `Starts a private PostgreSQL and a private Redis, makes a demonstration province
from real files (questions, roster), serves it, and lets 50 simulated candidates
sit a short test to its end over real websockets: sealed, scored, exported. Then it
goes on serving until Ctrl-C, or ends with --once.`,
		Example: "  khaothi demo\n  khaothi demo --data ./tmp/demo --addr 127.0.0.1:0 --ready-file ready.json --once",
		Args:    cobra.NoArgs,
	}
	envErr := c.Bind(loadEnv, cmd.Flags(), "data", "addr", "base-url", "log-level", "ui-dir")
	cmd.Flags().StringVar(&f.readyFile, "ready-file", "", "write addresses, accounts and tickets as JSON to this file once it serves")
	cmd.Flags().BoolVar(&f.fresh, "fresh", false, "delete the data of earlier demonstrations first")
	cmd.Flags().BoolVar(&f.once, "once", false, "end when the sitting of the simulated candidates has ended")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		c.DatabaseURL, c.RedisURL, c.EduDatabaseURL, c.SecretFile = "", "", "", ""
		if err := errors.Join(envErr, c.Validate()); err != nil {
			return err
		}
		log := newLog(cmd.ErrOrStderr(), c)
		if f.fresh {
			if err := removeDemo(cmd.Context(), c.DataDir, log); err != nil {
				return err
			}
		}
		slog.SetDefault(log)
		return runDemo(cmd, c, f, log)
	}
	return cmd
}

// demoMarker names the file that makes a directory ours to delete.
const demoMarker = "demo.json"

// removeDemo deletes the data of an earlier demonstration, and nothing that is
// not one.
func removeDemo(ctx context.Context, dir string, log *slog.Logger) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look into %s: %w", dir, err)
	}
	if _, err := os.Stat(filepath.Join(dir, demoMarker)); err != nil {
		return fmt.Errorf("%s holds no demonstration (no %s): --fresh deletes only those; choose another --data", dir, demoMarker)
	}
	// Servers that a killed demonstration left behind are adopted and stopped;
	// one that runs refuses.
	servers := localservers.New(localservers.Config{Dir: dir, Databases: []string{mainDatabase, eduDatabase}, Log: log})
	if err := errors.Join(servers.Start(ctx), servers.Stop()); err != nil {
		return err
	}
	if err := os.RemoveAll(dir); err != nil {
		return fmt.Errorf("delete the earlier demonstration: %w", err)
	}
	return nil
}

// runDemo serves, seeds, simulates.
func runDemo(cmd *cobra.Command, c Config, f demoFlags, log *slog.Logger) (err error) {
	ctx, out := cmd.Context(), cmd.ErrOrStderr()
	say := func(format string, args ...any) { _, _ = fmt.Fprintf(out, format+"\n", args...) } // a terminal
	m := NewMain(c, log)
	m.StopWithParent = true // a killed demonstration leaves nothing running
	defer func() { err = errors.Join(err, m.Close()) }()
	say("Đang khởi động PostgreSQL và Redis riêng… / starting a private PostgreSQL and Redis in %s", c.DataDir)
	if err := m.Run(ctx); err != nil {
		return err
	}
	say("Đang tạo tỉnh minh hoạ… / making the demonstration province…")
	province, err := seedProvince(ctx, m)
	if err != nil {
		return fmt.Errorf("make the demonstration province: %w", err)
	}
	if f.readyFile != "" {
		if err := writeReady(f.readyFile, province.ready(m)); err != nil {
			return err
		}
	}
	province.print(out, m.URL())
	summary, err := province.simulate(ctx, m, say)
	if err != nil {
		return fmt.Errorf("run the demonstration sitting: %w", err)
	}
	if wantsJSON(cmd) {
		err = printJSON(cmd.OutOrStdout(), summary)
	} else {
		err = summary.print(cmd.OutOrStdout())
	}
	if err != nil || f.once {
		return errors.Join(err, summary.fault())
	}
	say("Máy chủ tiếp tục chạy tại %s — nhấn Ctrl-C để dừng. / still serving, Ctrl-C ends it.", m.URL())
	return m.Wait(ctx)
}

// writeReady puts the file in its place in one step: who sees it sees all.
func writeReady(path string, v any) error {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".ready-*") // mode 0600: it holds passwords
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	_, err = tmp.Write(append(b, '\n'))
	if err = errors.Join(err, tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		_ = os.Remove(tmp.Name()) // what is left of it
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// print lists what a person can open.
func (p *province) print(w io.Writer, url string) {
	_, _ = fmt.Fprintf(w, "\n  Cán bộ / staff          %s/\n  Thí sinh / candidates   %s/thi\n\n", url, url)
	for _, a := range p.Accounts {
		_, _ = fmt.Fprintf(w, "  %-12s %-12s %s\n", a.Role, a.User, a.Password)
	}
	for _, s := range p.sittings {
		if len(s.Tickets) == 0 {
			continue
		}
		_, _ = fmt.Fprintf(w, "\n  %s (%s): số báo danh %s, mã vào thi %s", s.Name, s.State, s.Tickets[0].Number, s.Tickets[0].Code)
	}
	_, _ = fmt.Fprintln(w)
}
