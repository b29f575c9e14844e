package main

import (
	"context"
	"slices"
	"time"

	"khaothi/omr"
	"khaothi/omr/pages"
)

// feed hands out the pages that the journal does not have. Files that may be
// written still come last, when they have been quiet; what goes on changing is
// left alone.
func (b *omrBatch) feed(ctx context.Context, list pages.Listing, tasks chan<- omrTask) (files, left []string) {
	busy := make([]look, len(list.Busy))
	for i, name := range list.Busy {
		busy[i] = lookAt(name)
	}
	for _, name := range list.Files {
		if b.failure() != nil || ctx.Err() != nil {
			return files, left
		}
		b.feedFile(name, tasks)
		files = append(files, name)
	}
	for i, name := range list.Busy {
		if !settled(ctx, busy[i]) {
			left = append(left, name)
			b.say("%s is still being written: it was left alone; run again later\n", name)
			continue
		}
		b.feedFile(name, tasks)
		files = append(files, name)
	}
	slices.Sort(files[len(list.Files):])
	return files, left
}

// look is a file as it was at some time.
type look struct {
	stamp omrStamp
	at    time.Time
}

func lookAt(name string) look { return look{stampOf(name), time.Now()} }

// settled waits until a file has stayed as it is between two looks, three times
// as long at most. Its own time says little: the clock of a scanner may be wrong.
func settled(ctx context.Context, before look) bool {
	for range 3 {
		select {
		case <-ctx.Done():
			return false
		case <-time.After(time.Until(before.at.Add(pages.Quiet))):
		}
		now := lookAt(before.stamp.Name)
		if now.stamp == before.stamp {
			return true
		}
		before = now
	}
	return false
}

// feedFile opens a file and hands out its pages. It waits until they are taken,
// so that only a few files are open at once.
func (b *omrBatch) feedFile(name string, tasks chan<- omrTask) {
	stamp := stampOf(name)
	if b.journal.whole(stamp) {
		return
	}
	f, err := pages.Open(name)
	if err != nil {
		reading := omr.Rejected(pages.CodeOf(err))
		b.keep(omrEntry{Stamp: stamp, Page: 0, Of: 1}, &reading)
		b.say("%s: %v\n", name, err)
		return
	}
	file := &omrFile{File: f, stamp: stamp}
	for n := 1; n <= f.Pages; n++ {
		if b.journal.has(stamp, n) {
			continue
		}
		file.left.Add(1)
		tasks <- omrTask{file: file, page: n}
		if b.failure() != nil {
			break
		}
	}
	go func() {
		file.left.Wait()
		_ = f.Close() // only read
	}()
}
