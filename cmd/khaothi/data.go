package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/jackc/pgx/v5/pgxpool"

	"khaothi/internal/localservers"
	"khaothi/internal/pgdb"
	"khaothi/internal/redisdb"
)

// The databases of the embedded PostgreSQL.
const (
	mainDatabase = "khaothi"
	eduDatabase  = "khaothi_edu"
)

// Data is everything that outlives the program: both databases, Redis and the
// keys. Commands that need the database open it, and close it at their end.
type Data struct {
	DatabaseURL    string
	RedisURL       string
	EduDatabaseURL string // empty: there is none
	Secrets        Secrets
	Pool           *pgxpool.Pool
	Redis          redisdb.Client
	Migrated       []string // migrations that ran while opening

	servers *localservers.Servers // nil: not ours to stop
}

// dataOptions is how Data is opened.
type dataOptions struct {
	// Own insists on the embedded servers being ours: the server does. Other
	// commands may use those that another khaothi runs on the same data.
	Own bool
	// StopWithParent ends embedded servers with this program, even by kill -9.
	StopWithParent bool
}

// openData starts or finds the servers, migrates, and connects.
func openData(ctx context.Context, c Config, log *slog.Logger, o dataOptions) (*Data, error) {
	d := &Data{DatabaseURL: c.DatabaseURL, RedisURL: c.RedisURL, EduDatabaseURL: c.EduDatabaseURL}
	err := d.open(ctx, c, log, o)
	if err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

func (d *Data) open(ctx context.Context, c Config, log *slog.Logger, o dataOptions) (err error) {
	if c.Embedded() {
		if err := d.openEmbedded(ctx, c, log, o); err != nil {
			return err
		}
	} else if d.Secrets, err = readSecrets(c.SecretFile); err != nil {
		return err
	}
	if d.Migrated, err = pgdb.Migrate(ctx, d.DatabaseURL); err != nil {
		return err
	}
	if d.Pool, err = pgdb.Open(ctx, d.DatabaseURL); err != nil {
		return err
	}
	if err = prepareBank(ctx, d.Pool); err != nil {
		return err
	}
	d.Redis, err = redisdb.Open(ctx, d.RedisURL)
	return err
}

// openEmbedded reads or makes the keys, then starts or finds the servers.
func (d *Data) openEmbedded(ctx context.Context, c Config, log *slog.Logger, o dataOptions) (err error) {
	if err := localservers.MakeDir(c.DataDir); err != nil {
		return err
	}
	if c.SecretFile != "" {
		d.Secrets, err = readSecrets(c.SecretFile)
	} else {
		d.Secrets, err = embeddedSecrets(c.DataDir)
	}
	if err != nil {
		return err
	}
	servers := localservers.New(localservers.Config{
		Dir: c.DataDir, Databases: []string{mainDatabase, eduDatabase}, StopWithParent: o.StopWithParent, Log: log,
	})
	if o.Own || !servers.Answer(ctx) {
		log.Info("starting PostgreSQL and Redis", "data", c.DataDir)
		if err := servers.Start(ctx); err != nil {
			return err
		}
		d.servers = servers
	}
	d.DatabaseURL, d.RedisURL = servers.DatabaseURL(mainDatabase), servers.RedisURL()
	if d.EduDatabaseURL == "" {
		d.EduDatabaseURL = servers.DatabaseURL(eduDatabase)
	}
	return nil
}

// Close closes the pools and stops the servers that are ours. It may be called
// twice.
func (d *Data) Close() error {
	var err error
	if d.Redis != nil {
		err = d.Redis.Close()
		d.Redis = nil
	}
	if d.Pool != nil {
		d.Pool.Close()
		d.Pool = nil
	}
	if d.servers != nil {
		err = errors.Join(err, d.servers.Stop())
		d.servers = nil
	}
	if err != nil {
		return fmt.Errorf("close the data: %w", err)
	}
	return nil
}
