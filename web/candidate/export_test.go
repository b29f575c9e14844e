package candidate

// Addresses says how many addresses the throttle remembers.
func Addresses(h *Handler) int {
	h.checks.mu.Lock()
	defer h.checks.mu.Unlock()
	return len(h.checks.due)
}
