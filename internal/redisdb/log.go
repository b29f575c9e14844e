package redisdb

import (
	"context"
	"fmt"
	"log/slog"
	"sync"

	"github.com/redis/go-redis/v9"
)

// useSlog sends what go-redis has to say, which it does for each failed dial,
// to the program's log at debug level: the callers' errors tell the same.
var useSlog = sync.OnceFunc(func() { redis.SetLogger(slogLogger{}) })

// slogLogger is the logger of go-redis on slog.
type slogLogger struct{}

// Printf implements go-redis' logger.
func (slogLogger) Printf(ctx context.Context, format string, v ...any) {
	slog.DebugContext(ctx, "go-redis", "says", fmt.Sprintf(format, v...)) //nolint:sloglint // it has one logger for the whole program
}
