// Command khaothi is the examination and question-bank engine: one program
// that serves, imports, assembles, scores, and runs its own load test.
//
// main.go starts it, root.go has the flags that all commands share, config.go
// the configuration, serve.go the server from start to stop, wire.go what the
// server is made of; each command family has a file of its own.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// version is set by the linker: make build.
var version = "unknown"

func main() {
	keepHeapRoom()
	os.Exit(run(os.Args[1:]))
}

// run runs one command line. The first Ctrl-C or SIGTERM ends the context, and
// with it the command in an orderly way; the second one ends the program.
func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	root := rootCmd()
	root.SetArgs(args)
	return exitCode(root.ExecuteContext(ctx), os.Stderr)
}
