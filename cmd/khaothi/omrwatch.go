package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/spf13/cobra"
)

type omrWatchOptions struct {
	server, sitting, user string
	every                 time.Duration
	once                  bool
}

// omrWatchCmd hands in what a scanner writes to a folder.
func omrWatchCmd() *cobra.Command {
	var o omrWatchOptions
	cmd := &cobra.Command{
		Use:   "watch --server URL --sitting ID --user NAME FOLDER",
		Short: "hand in what a scanner writes, a folder for each room",
		Long: `Watches FOLDER on the machine of the scanner: it has a folder for each room of the
sitting, with the room's name. Files that have not changed between two looks are
handed in as the person who holds the stage scan (password in KHAOTHI_PASSWORD)
and moved to da-nop beside them; a file that is not taken stays, with the reason in
NAME.loi.txt. Files that are still being written (and .part, .tmp, ~…) are left
alone. Start it again at any time: the same bytes come in once.

It ends when the stage is sealed, or with --once when nothing is left to hand in.
Exit code 2: some files were refused.`,
		Example: `  KHAOTHI_PASSWORD=… khaothi omr watch --server https://thi.example.vn --sitting 38g4… --user quet01 D:\scan`,
		Args:    cobra.ExactArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return o.run(cmd, args[0]) },
	}
	f := cmd.Flags()
	f.StringVar(&o.server, "server", "", "address of the server (required)")
	f.StringVar(&o.sitting, "sitting", "", "the sitting: the last part of the address of its page (required)")
	f.StringVar(&o.user, "user", "", "who holds the stage scan (required)")
	f.DurationVar(&o.every, "every", 3*time.Second, "time between two looks")
	f.BoolVar(&o.once, "once", false, "end when nothing is left to hand in")
	for _, name := range []string{"server", "sitting", "user"} {
		_ = cmd.MarkFlagRequired(name) // fails only for a flag that does not exist
	}
	return cmd
}

func (o omrWatchOptions) run(cmd *cobra.Command, dir string) error {
	password := os.Getenv("KHAOTHI_PASSWORD")
	if password == "" {
		return errors.New("KHAOTHI_PASSWORD is empty: set it to the password of --user")
	}
	if o.every <= 0 {
		return errors.New("--every: want a time above 0, such as 3s")
	}
	ctx := cmd.Context()
	client := newHandClient(o.server, o.sitting, o.user, password)
	if err := client.signIn(ctx); err != nil {
		return err
	}
	rooms, err := client.rooms(ctx)
	if err != nil {
		return err
	}
	folder := &scanFolder{
		dir: dir, rooms: rooms, hand: client.hand, refused: map[string]omrStamp{},
		say: func(format string, args ...any) { _, _ = fmt.Fprintf(cmd.ErrOrStderr(), format+"\n", args...) },
	}
	if err := o.watch(ctx, folder); err != nil {
		return err
	}
	if wantsJSON(cmd) {
		err = printJSON(cmd.OutOrStdout(), folder.watchReport)
	}
	if err == nil && folder.Refused > 0 {
		err = exitError{code: exitRefused, err: fmt.Errorf("%d files were refused: NAME%s beside each says why", folder.Refused, problemName)}
	}
	return err
}

// watch looks again and again. A server that is away is waited for; a stage that
// is sealed ends it.
func (o omrWatchOptions) watch(ctx context.Context, folder *scanFolder) error {
	tick := time.NewTicker(o.every)
	defer tick.Stop()
	for {
		switch err := folder.look(ctx); {
		case ctx.Err() != nil:
			return nil
		case final(err):
			return err
		case err != nil:
			folder.say("%v; tried again", err)
		case o.once && folder.Waiting == 0:
			return nil
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// final reports whether an error does not go away by waiting.
func final(err error) bool {
	var answer *answerError
	if errors.As(err, &answer) {
		return answer.status < http.StatusInternalServerError && answer.status != http.StatusTooManyRequests
	}
	return errors.Is(err, os.ErrNotExist) || errors.Is(err, os.ErrPermission)
}
