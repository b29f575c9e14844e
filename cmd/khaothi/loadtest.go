package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"khaothi/internal/pgdb"
	"khaothi/loadtest"
)

// loadOptions are the flags of khaothi loadtest.
type loadOptions struct {
	students  int
	some      bool // --students was given: with --target that many of the tickets
	rate      float64
	profile   string
	duration  time.Duration
	fault     string
	echo      bool
	data      string
	target    string
	recordURL string
	tickets   string
	sitting   string
	seed      uint64
	servers   loadServers
	gens      loadGenerators
	report    loadReport
}

// loadtestCmd simulates candidates and compares what they were told with the
// record.
func loadtestCmd() *cobra.Command {
	var o loadOptions
	cmd := &cobra.Command{
		Use:   "loadtest",
		Short: "simulate candidates, and compare what they were told with the record",
		Long: `Simulates candidates over real websockets. Each keeps a log of what the server
acknowledged; after the seal the logs are compared with the view khaothi_record.
A run in which an answer was lost or doubled ends with exit code 2.

Without --target it starts a PostgreSQL, a Redis and a node of its own as separate
processes, prepares a sitting, and removes everything at the end. With --target it
uses a running server, the tickets of --tickets and the record of --record-url.`,
		Example: `  khaothi loadtest --students 1000 --rate 500 --duration 30s --json
  khaothi loadtest --students 1000 --rate 0 --echo
  khaothi loadtest --students 1000 --rate 500 --fault redis-kill --redis cluster
  khaothi loadtest --students 1000 --rate 500 --fault node-kill --nodes 2
  khaothi loadtest --students 1000 --rate 500 --fault power-cut --fault-at -1s
  khaothi loadtest --students 5000 --profile exam --duration 50m --generators 2 --report run.html
  khaothi loadtest --target http://127.0.0.1:8080 --tickets ready.json --record-url postgres://…`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.some = cmd.Flags().Changed("students")
			return o.run(cmd.Context(), wantsJSON(cmd), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f := cmd.Flags()
	f.IntVar(&o.students, "students", 1000, "how many candidates (with --target: default all tickets)")
	f.Float64Var(&o.rate, "rate", 0, "answers a second of all together; 0: each answers as soon as the last is acknowledged")
	f.StringVar(&o.profile, "profile", string(loadtest.Steady), fmt.Sprintf("what they do: one of %v", loadtest.Profiles))
	f.DurationVar(&o.duration, "duration", 30*time.Second, "of the work, from the start of the sitting to its end")
	f.StringVar(&o.fault, "fault", faultNone, fmt.Sprintf("what breaks in the middle: one of %v", knownFaults()))
	f.BoolVar(&o.echo, "echo", false, "also measure a bare echo server with messages of the same size")
	f.StringVar(&o.data, "data", "", "existing directory for the data of the servers (default: one that is removed at the end)")
	f.StringVar(&o.target, "target", "", "base URL of a running server, http://127.0.0.1:8080")
	f.StringVar(&o.recordURL, "record-url", "", "PostgreSQL that holds the record of --target")
	f.StringVar(&o.tickets, "tickets", "", "file of tickets for --target: the ready file of khaothi demo, or lines of number,code")
	f.StringVar(&o.sitting, "sitting", "", "with a ready file: the sitting whose tickets to use (default: one that runs, else the first that is open)")
	f.Uint64Var(&o.seed, "seed", 1, "of the random choices of the candidates")
	o.servers.bind(f)
	o.gens.bind(f)
	o.report.bind(f)
	cmd.AddCommand(loadEchoCmd(), loadGeneratorCmd())
	return cmd
}

func (o *loadOptions) validate() error {
	var errs []error
	if o.students < 1 && o.target == "" {
		errs = append(errs, fmt.Errorf("--students %d: want at least 1", o.students))
	}
	if o.duration < minLoadDuration && o.target == "" {
		errs = append(errs, fmt.Errorf("--duration %v: want at least %v, the shortest sitting that a board may plan", o.duration, minLoadDuration))
	}
	if !slices.Contains(knownFaults(), o.fault) {
		errs = append(errs, fmt.Errorf("--fault %q: want one of %v", o.fault, knownFaults()))
	}
	if o.target != "" && !slices.Contains([]string{faultNone, faultByHand}, o.fault) && clientFault(o.fault) == "" {
		errs = append(errs, errors.New("--fault: only servers that loadtest starts itself can be broken; leave --target away, or break them yourself with --fault by-hand"))
	}
	if o.target == "" && o.fault == faultByHand {
		errs = append(errs, errors.New("--fault by-hand goes with --target: the servers that loadtest starts itself have faults of their own"))
	}
	if o.target != "" && (o.tickets == "" || o.recordURL == "") {
		errs = append(errs, errors.New("--target: give --tickets (the ready file of khaothi demo, or lines of number,code) and --record-url (its PostgreSQL) too"))
	}
	if o.target == "" && (o.tickets != "" || o.recordURL != "") {
		errs = append(errs, errors.New("--tickets and --record-url go with --target"))
	}
	if _, err := os.Stat(filepath.Join(o.data, loadSecrets)); o.data != "" && err == nil {
		errs = append(errs, fmt.Errorf("--data %s: an earlier run left its data there; remove them, or give another directory", o.data))
	}
	return errors.Join(append(errs, o.gens.validate(), o.report.validate(o.target != ""), o.servers.validate(o.fault, o.target != ""))...)
}

// run makes the run and prints its result.
func (o *loadOptions) run(ctx context.Context, asJSON bool, stdout, stderr io.Writer) error {
	if err := o.fromReadyFile(); err != nil {
		return err
	}
	if err := o.validate(); err != nil {
		return err
	}
	began := time.Now()
	say := func(format string, args ...any) {
		_, _ = fmt.Fprintf(stderr, "%6.1f s  "+format+"\n", append([]any{time.Since(began).Seconds()}, args...)...) // progress only
	}
	simulate := o.againstOwnServers
	if o.target != "" {
		simulate = o.againstTarget
	}
	res, err := simulate(ctx, say)
	if err != nil {
		return err
	}
	if asJSON {
		err = printJSON(stdout, res)
	} else {
		err = printLoad(stdout, res)
	}
	err = errors.Join(err, o.report.finish(res))
	if !res.Good() {
		return exitError{exitRefused, errors.Join(err, fmt.Errorf("lost %d, duplicated %d, errors %d, sealed %d of %d %v",
			res.Lost, res.Duplicated, res.Errors, res.Sealed, res.Students, res.ErrorKinds))}
	}
	return err
}

func (o *loadOptions) config(say func(string, ...any)) loadtest.Config {
	return loadtest.Config{
		Rate: o.rate, Profile: loadtest.Profile(o.profile), Duration: o.duration, Log: say, Seed: o.seed,
		ClientFault: clientFault(o.fault), ByHand: o.fault == faultByHand, Generators: o.gens.count,
	}
}

// againstTarget uses servers of somebody else.
func (o *loadOptions) againstTarget(ctx context.Context, say func(string, ...any)) (loadtest.Result, error) {
	cfg := o.config(say)
	var err error
	if cfg.Tickets, cfg.Sitting, err = readTickets(o.tickets, o.sitting); err != nil {
		return loadtest.Result{}, err
	}
	if o.some && o.students < len(cfg.Tickets) {
		cfg.Tickets = cfg.Tickets[:o.students]
	}
	if o.some && o.students > len(cfg.Tickets) {
		return loadtest.Result{}, fmt.Errorf("--students %d: there are only %d tickets in %s; take fewer, or leave --students away", o.students, len(cfg.Tickets), o.tickets)
	}
	cfg.Target = o.target
	pool, err := pgdb.Open(ctx, o.recordURL)
	if err != nil {
		return loadtest.Result{}, fmt.Errorf("open the record: %w", err)
	}
	defer pool.Close()
	cfg.Record, cfg.Spawn = sqlRecord{pool}, spawnGenerators(o.recordURL)
	return o.besideEcho(ctx, say, len(cfg.Tickets), loadTLS{}, func() (loadtest.Result, error) { return loadtest.Run(ctx, cfg) })
}

// againstOwnServers starts everything, runs, and removes everything.
func (o *loadOptions) againstOwnServers(ctx context.Context, say func(string, ...any)) (res loadtest.Result, err error) {
	rig, err := newLoadRig(ctx, o, say)
	if err != nil {
		return res, err
	}
	defer func() { err = errors.Join(err, rig.close()) }()
	return o.besideEcho(ctx, say, o.students, rig.tls, func() (loadtest.Result, error) { return o.onRig(ctx, rig, say) })
}

// onRig makes the run on servers that are up, watching memory and disk.
func (o *loadOptions) onRig(ctx context.Context, rig *loadRig, say func(string, ...any)) (res loadtest.Result, err error) {
	cfg := o.config(say)
	cfg.Target, cfg.Others, cfg.Roots = rig.targets[0], rig.targets[1:], rig.tls.roots
	cfg.Tickets, cfg.Sitting, cfg.Record = rig.sitting.tickets, string(rig.sitting.id), sqlRecord{rig.pool}
	cfg.Begin, cfg.Spawn = rig.sitting.begin, spawnGenerators(rig.servers.DatabaseURL(loadDatabase))
	cfg.Fault = rig.fault(o)
	memory := newMemoryWatch(rig)
	memory.hook(ctx, &cfg)
	disk, err := newDiskWatch(rig.dir)
	if err != nil {
		return res, err
	}
	defer func() { err = errors.Join(err, disk.close()) }()
	disk.hook(ctx, &cfg)
	scored := rig.sitting.watch(ctx, &cfg)
	if res, err = loadtest.Run(ctx, cfg); err != nil {
		return res, errors.Join(err, rig.lastWords())
	}
	memory.fill(&res)
	if err := disk.fill(&res); err != nil {
		return res, err
	}
	say("one fsync took %.2f ms, one of a hundred %.0f, the longest %.0f; the disk stood still for %.1f %% of the time",
		res.FsyncMS, res.FsyncP99MS, res.FsyncMaxMS, 100*res.DiskStalled)
	if err := scored(&res); err != nil {
		return res, err
	}
	say("the node has scored %d of %d, %.1f s after it was due", res.Scored, res.Sealed, res.ScoredS)
	return res, nil
}

// printLoad prints a result for a person.
func printLoad(w io.Writer, r loadtest.Result) error {
	_, err := fmt.Fprintf(w, `candidates      %d, all connected after %.1f s
paper open      p50 %.0f ms, p99 %.0f ms after the start
acknowledged    %d answers, %.0f a second
  lost          %d
  duplicated    %d
  late          %d
acknowledgement p50 %.1f, p99 %.1f, p99.9 %.1f, longest %.1f ms
one fsync       p50 %.2f, p99 %.1f, longest %.1f ms; the disk stood still for %.1f %% of the time
drain           99 %% within %.0f ms
sealed          %d of %d, the last %.1f s after deadline and grace; scored %d
back after      %.1f s, the last of those who lost their connection after %.1f s; %d vanished
server          %.0f MB, %d bytes a candidate
echo            %.0f a second, ratio %.2f
reconnects      %d
errors          %d %v
`, r.Students, r.ConnectS, r.StartMS.P50, r.StartMS.P99, r.Acked, r.AnswersPerS, r.Lost, r.Duplicated, r.Late,
		r.AckMS.P50, r.AckMS.P99, r.AckMS.P999, r.AckMS.Max, r.FsyncMS, r.FsyncP99MS, r.FsyncMaxMS, 100*r.DiskStalled, r.DrainLagMS, r.Sealed, r.Students, r.SealS, r.Scored,
		r.BackS, r.BackAllS, r.Vanished, r.ServerRSSMB, r.BytesPerPerson, r.EchoPerS, r.RatioToEcho, r.Reconnects, r.Errors, r.ErrorKinds)
	return err
}
