package redisdb

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"

	"khaothi/internal/fault"
)

const (
	dialTimeout = 2 * time.Second
	// ioTimeout bounds one reply. With appendfsync always a reply waits for the
	// disk, and a disk under load has been seen to take a second.
	ioTimeout = 5 * time.Second
)

// Client is one server or a cluster: what Open returns, for those who only
// hand it on.
type Client = redis.UniversalClient

// Open connects to the Redis at rawURL and asks it once. One server is
// redis://[user:password@]host:port/db, rediss://… or unix:///path/redis.sock;
// a cluster is redis-cluster://[user:password@]host:port,host:port,… or a
// redis:// URL with further nodes as ?addr=host:port.
func Open(ctx context.Context, rawURL string) (redis.UniversalClient, error) {
	client, err := newClient(rawURL)
	if err != nil {
		return nil, err
	}
	if err := client.Ping(ctx).Err(); err != nil {
		_ = client.Close() // the ping's error is the one to tell
		return nil, fmt.Errorf("open redis: %w", fault.New(fault.Unavailable, "redis.unavailable").Wrap(err))
	}
	return client, nil
}

// IsCluster reports whether rawURL names a cluster.
func IsCluster(rawURL string) bool {
	if strings.HasPrefix(rawURL, "redis-cluster://") {
		return true
	}
	u, err := url.Parse(rawURL)
	return err == nil && u.Query().Has("addr")
}

// newClient makes the client without connecting.
func newClient(rawURL string) (redis.UniversalClient, error) {
	useSlog()
	if IsCluster(rawURL) {
		opt, err := clusterOptions(rawURL)
		if err != nil {
			return nil, fmt.Errorf("read redis URL: %w", withoutSecret(err))
		}
		return redis.NewClusterClient(opt), nil
	}
	opt, err := redis.ParseURL(rawURL)
	if err != nil {
		return nil, fmt.Errorf("read redis URL: %w", withoutSecret(err))
	}
	opt.DialTimeout, opt.ReadTimeout, opt.WriteTimeout = dialTimeout, ioTimeout, ioTimeout
	// Callers try again themselves: a retry that they do not know of hides an
	// interruption, and delivery prolongs the grace by those.
	opt.MaxRetries = -1
	opt.DisableIdentity = true
	opt.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	return redis.NewClient(opt), nil
}

// clusterOptions reads both forms of a cluster's URL.
func clusterOptions(rawURL string) (*redis.ClusterOptions, error) {
	if rest, ok := strings.CutPrefix(rawURL, "redis-cluster://"); ok {
		userinfo := ""
		if at := strings.LastIndex(rest, "@"); at >= 0 {
			userinfo, rest = rest[:at+1], rest[at+1:]
		}
		hosts := strings.Split(strings.TrimSuffix(rest, "/"), ",")
		rawURL = "redis://" + userinfo + hosts[0]
		for i, h := range hosts[1:] {
			sep := "&"
			if i == 0 {
				sep = "?"
			}
			rawURL += sep + "addr=" + url.QueryEscape(h)
		}
	}
	opt, err := redis.ParseClusterURL(rawURL)
	if err != nil {
		return nil, err
	}
	opt.DialTimeout, opt.ReadTimeout, opt.WriteTimeout = dialTimeout, ioTimeout, ioTimeout
	opt.DisableIdentity = true
	opt.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	return opt, nil
}

// withoutSecret keeps the reason of a parse error and drops the URL, which may
// hold a password.
func withoutSecret(err error) error {
	if u, ok := err.(*url.Error); ok { //nolint:errorlint // url.Parse returns it unwrapped
		return u.Err
	}
	return err
}
