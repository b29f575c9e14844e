package mip

import "slices"

// node is a part of the space that is still to be looked at.
type node struct {
	parent  *node
	changes []change
	bound   float64
	depth   int
	serial  int
	basis   *basis
	// How it came to be, for the pseudocosts.
	branch int // variable, or -1
	up     bool
	frac   float64
}

// change is a pair of bounds that hold in a node and below it.
type change struct {
	j            int
	lower, upper float64
}

// basis is what is needed to begin where the parent ended.
type basis struct {
	head    []int
	atUpper []bool
}

type nodeHeap []*node

func (h nodeHeap) Len() int { return len(h) }

func (h nodeHeap) Less(i, j int) bool {
	if h[i].bound != h[j].bound {
		return h[i].bound < h[j].bound
	}
	return h[i].serial > h[j].serial
}

func (h nodeHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }

// Push is for container/heap.
func (h *nodeHeap) Push(x any) { *h = append(*h, x.(*node)) } //nolint:forcetypeassert,errcheck // only nodes are pushed

// Pop is for container/heap.
func (h *nodeHeap) Pop() any {
	old := *h
	n := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	return n
}

func (s *simplex) setBasis(b *basis) {
	for j := range s.where {
		s.where[j] = -1
	}
	copy(s.head, b.head)
	copy(s.atUpper, b.atUpper)
	for pos, j := range s.head {
		s.where[j] = pos
		s.weight[pos] = 1
	}
	s.refactor()
}

func (s *simplex) basis() *basis {
	return &basis{head: slices.Clone(s.head), atUpper: slices.Clone(s.atUpper)}
}
