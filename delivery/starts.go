package delivery

import "sync"

// startsAtOnce bounds the starts of a node that are on their way to Live: an
// answer waits behind a few of them only, not behind those of a whole sitting.
const startsAtOnce = 1024

// starts hands starts over to Live, a few at a time. What Live takes its time
// for waits here, and the queues stay short for answers.
type starts struct {
	enqueue func(*Op)

	mu      sync.Mutex
	waiting []*Op
	onWay   int
}

// add hands op over as soon as there is room. It does not wait.
func (s *starts) add(op *Op) {
	done := op.Done
	op.Done = func(op *Op) {
		done(op)
		s.next(true)
	}
	s.mu.Lock()
	s.waiting = append(s.waiting, op)
	s.mu.Unlock()
	s.next(false)
}

// next sends the next one on its way if there is room. With ended, one has come
// back.
func (s *starts) next(ended bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ended {
		s.onWay--
	}
	if len(s.waiting) == 0 || s.onWay >= startsAtOnce {
		return
	}
	op := s.waiting[0]
	if s.waiting = s.waiting[1:]; len(s.waiting) == 0 {
		s.waiting = nil // a node between two sittings keeps no array
	}
	s.onWay++
	go s.enqueue(op) // a full queue waits
}
