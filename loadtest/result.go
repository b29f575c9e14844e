package loadtest

import "time"

// Result is what a run found out; its JSON is the output of the command.
// Durations named _ms are milliseconds, _s seconds.
type Result struct {
	Students       int       `json:"students"`
	Generators     int       `json:"generators"` // processes that the candidates were spread over
	Acked          int64     `json:"acked"`      // answers acknowledged with saved
	Lost           int64     `json:"lost"`       // of these, missing in the record or different there
	Duplicated     int64     `json:"duplicated"` // rows of the record beyond the first of an attempt and number
	Unsaved        int64     `json:"unsaved"`    // answers that were never acknowledged, nor called late
	Late           int64     `json:"late"`       // answers that came after the deadline and the grace
	AnswersPerS    float64   `json:"answers_per_s"`
	AckMS          Quantiles `json:"ack_ms"`
	SlowMS         Quantiles `json:"slow_ms"`   // the same of slow readers, who do not count in ack_ms
	ConnectS       float64   `json:"connect_s"` // until all candidates were welcomed
	StartMS        StartMS   `json:"start_ms"`  // from the start of the sitting to the open paper
	SealS          float64   `json:"seal_s"`    // from deadline and grace, or from handing in, to the last attempt sealed in the record
	Sealed         int       `json:"sealed"`
	Scored         int       `json:"scored"`       // results that the node has made by itself
	ScoredS        float64   `json:"scored_s"`     // from when seal_s counts to these standing in PostgreSQL
	Due            time.Time `json:"-"`            // when sealing was due
	DrainLagMS     float64   `json:"drain_lag_ms"` // 99 % of the answers went from saved to archived within this
	FsyncMS        float64   `json:"fsync_ms"`     // median of a small append and fdatasync on the servers' disk, during the work
	FsyncP99MS     float64   `json:"fsync_p99_ms"`
	FsyncMaxMS     float64   `json:"fsync_max_ms"`
	DiskStalled    float64   `json:"disk_stalled"` // share of the time in which the disk stood still for more than 50 ms at once; 0.05 is 5 %
	BackS          float64   `json:"back_s"`       // from when what was broken came up to the first answer made after the fault that was acknowledged and archived
	BackAllS       float64   `json:"back_all_s"`   // and to the last candidate whose connection broke being welcomed again
	Vanished       int64     `json:"vanished"`     // candidates whose machines died with the fault
	ServerRSSMB    float64   `json:"server_rss_mb"`
	BytesPerPerson int64     `json:"bytes_per_student"` // growth of the nodes' memory per candidate, median over the work
	BytesWaiting   int64     `json:"bytes_waiting"`     // the same once all are in the waiting room
	Memory         []Memory  `json:"memory,omitempty"`
	EchoPerS       float64   `json:"echo_per_s"`
	RatioToEcho    float64   `json:"ratio_to_echo"`
	Reconnects     int64     `json:"reconnects"`
	Dropped        int64     `json:"dropped"`   // connections of slow readers that ended while they did not read
	HeldBack       int64     `json:"held_back"` // slow readers who could not even write any more
	Errors         int64     `json:"errors"`
	ErrorKinds     []string  `json:"error_kinds"` // at most 20, for a person
	Timeline       *Timeline `json:"-"`
}

// Memory is what a part of the server takes: early is the second quarter of the
// work, late the last; the first is the warm-up.
type Memory struct {
	Part    string  `json:"part"`
	EarlyMB float64 `json:"early_mb"`
	LateMB  float64 `json:"late_mb"`
	Growth  float64 `json:"growth"`  // 0.05 is 5 %
	KeptMB  float64 `json:"kept_mb"` // of the growth: what is to stay until the seal
}

// Quantiles are durations in milliseconds.
type Quantiles struct {
	P50  float64 `json:"p50"`
	P99  float64 `json:"p99"`
	P999 float64 `json:"p999"`
	Max  float64 `json:"max"`
}

// StartMS are the quantiles of opening the paper.
type StartMS struct {
	P50 float64 `json:"p50"`
	P99 float64 `json:"p99"`
}

// Good reports whether nothing was lost, doubled or wrong and everybody's work
// is sealed.
func (r Result) Good() bool {
	return r.Lost == 0 && r.Duplicated == 0 && r.Errors == 0 && r.Sealed == r.Students
}

// Timeline is the run over time.
type Timeline struct {
	Width  float64 // seconds of an interval
	Slices []Slice
	Marks  []Mark
}

// Mark is an instant that matters, in seconds from the begin of the run.
type Mark struct {
	AtS  float64
	Name string
}
