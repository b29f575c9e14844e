package main

import (
	"context"
	"fmt"
	"math"
	"net"
	"net/http"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"khaothi/delivery"
	"khaothi/internal/redisdb"
)

// gauge is one number that is read when somebody asks.
type gauge struct {
	desc *prometheus.Desc
	kind prometheus.ValueType
	read func() float64
}

// gauges is a collector of numbers that the parts count anyway.
type gauges []gauge

// Describe implements prometheus.Collector.
func (g gauges) Describe(ch chan<- *prometheus.Desc) {
	for _, one := range g {
		ch <- one.desc
	}
}

// Collect implements prometheus.Collector.
func (g gauges) Collect(ch chan<- prometheus.Metric) {
	for _, one := range g {
		ch <- prometheus.MustNewConstMetric(one.desc, one.kind, one.read())
	}
}

func counted[N int | int32 | int64](kind prometheus.ValueType, name, help string, read func() N) gauge {
	return gauge{prometheus.NewDesc("khaothi_"+name, help, nil, nil), kind, func() float64 { return float64(read()) }}
}

func timed(name, help string, read func() time.Duration) gauge {
	return gauge{prometheus.NewDesc("khaothi_"+name, help, nil, nil), prometheus.GaugeValue, func() float64 { return read().Seconds() }}
}

// histogram is a delivery.Histogram under a name.
type histogram struct {
	desc *prometheus.Desc
	of   *delivery.Histogram
}

// histograms is a collector of them.
type histograms []histogram

// Describe implements prometheus.Collector.
func (h histograms) Describe(ch chan<- *prometheus.Desc) {
	for _, one := range h {
		ch <- one.desc
	}
}

// Collect implements prometheus.Collector.
func (h histograms) Collect(ch chan<- prometheus.Metric) {
	for _, one := range h {
		n, sum, upTo := one.of.Counts()
		ch <- prometheus.MustNewConstHistogram(one.desc, n, sum, upTo)
	}
}

func measured(name, help string, of *delivery.Histogram) histogram {
	return histogram{prometheus.NewDesc("khaothi_"+name, help, nil, nil), of}
}

// histograms are the stages of an answer, of a sign-in and of a seal.
func (d *delivering) histograms() histograms {
	live, node, ws := d.live.Stats(), d.node.Histograms(), d.ws.Stats()
	return histograms{
		measured("queue_wait_seconds", "how long the oldest answer of a flush waited for it", live.Wait),
		measured("redis_flush_seconds", "one flush: script, fsync and the way there and back", live.Flush),
		measured("redis_flush_ops", "operations that one flush carries", live.Batch),
		measured("drain_turn_seconds", "one turn of the drain: transaction in PostgreSQL and trim in Redis", node.DrainTook),
		measured("drain_batch_entries", "log entries that one turn of the drain carries", node.DrainBatch),
		measured("drain_age_seconds", "age of the oldest entry of a turn of the drain when it is committed", node.DrainAge),
		measured("seal_late_seconds", "how long after deadline and grace the server sealed an attempt", node.SealLate),
		measured("door_wait_seconds", "how long a sign-in waited for its turn", ws.DoorWait),
		measured("sign_in_seconds", "how long a sign-in took after its turn had come", ws.SignIn),
	}
}

// scriptSeconds asks Redis how long it has spent in scripts; what a flush takes
// beyond it is the fsync and the way. Not a number when Redis does not answer.
func scriptSeconds(client redisdb.Client) gauge {
	return gauge{
		prometheus.NewDesc("khaothi_redis_script_seconds_total", "time that Redis spent in scripts, of all nodes", nil, nil),
		prometheus.CounterValue, func() float64 {
			ctx, cancel := context.WithTimeout(context.Background(), time.Second)
			defer cancel()
			spent, err := redisdb.ScriptTime(ctx, client)
			if err != nil {
				return math.NaN() // 0 would look like a Redis that began anew
			}
			return spent.Seconds()
		},
	}
}

// poolGauges are the connections to PostgreSQL.
func poolGauges(pool *pgxpool.Pool) gauges {
	return gauges{
		counted(prometheus.GaugeValue, "db_connections", "open connections to PostgreSQL", func() int32 { return pool.Stat().TotalConns() }),
		counted(prometheus.GaugeValue, "db_connections_busy", "connections at work", func() int32 { return pool.Stat().AcquiredConns() }),
		counted(prometheus.CounterValue, "db_waits_total", "times that somebody waited for a connection", func() int64 { return pool.Stat().EmptyAcquireCount() }),
	}
}

// gauges are the numbers of the delivery: what is acknowledged, how far the
// record is behind, and the alarms.
func (d *delivering) gauges() gauges {
	live, node := d.live.Stats(), d.node.Stats
	const gaugeKind, total = prometheus.GaugeValue, prometheus.CounterValue
	return gauges{
		counted(gaugeKind, "candidates", "candidates connected to this node", func() int { return node().Holders }),
		counted(gaugeKind, "connections", "open websockets", d.ws.Connections),
		counted(gaugeKind, "door_waiting", "sign-ins that wait for their turn", d.ws.AtDoor),
		counted(total, "answers_saved_total", "events acknowledged", func() int64 { return node().Saved }),
		counted(total, "answers_late_total", "events after deadline and grace", func() int64 { return node().Late }),
		counted(total, "answers_conflict_total", "events with a number taken by another", func() int64 { return node().Conflicts }),
		counted(total, "answers_refused_total", "events that were not valid", func() int64 { return node().Refused }),
		counted(total, "attempts_sealed_total", "attempts sealed by this node", func() int64 { return node().Sealed }),
		counted(total, "drained_total", "log entries carried to PostgreSQL", func() int64 { return node().Drained }),
		timed("drain_lag_seconds", "age of the oldest entry that the last drain took", func() time.Duration { return node().DrainLag }),
		timed("clock_skew_seconds", "clock of Redis minus clock of this node", func() time.Duration { return node().ClockSkew }),
		counted(total, "alarm_diverged_total", "ALARM: the record holds another event under the number", func() int64 { return node().Diverged }),
		counted(total, "alarm_put_aside_total", "ALARM: entries that the record did not take, see refused_entry", func() int64 { return node().PutAside }),
		counted(total, "alarm_incomplete_total", "ALARM: attempts sealed with events missing", func() int64 { return node().Incomplete }),
		counted(total, "loop_errors_total", "turns of background loops that failed", func() int64 { return node().LoopErrors }),
		counted(total, "redis_flushes_total", "script calls that carry answers", live.Flushes.Load),
		counted(total, "redis_ops_total", "operations carried by flushes", live.Ops.Load),
		counted(total, "redis_retries_total", "flushes sent again", live.Retries.Load),
		timed("redis_flush_slowest_seconds", "the slowest flush since the start", func() time.Duration { return time.Duration(live.SlowNS.Load()) }),
	}
}

// serveMetrics answers GET /metrics on an address of its own, which is not for
// candidates.
func (m *Main) serveMetrics(ctx context.Context, list ...prometheus.Collector) error {
	if m.Config.MetricsAddr == "" {
		return nil
	}
	registry := prometheus.NewRegistry()
	list = append(list, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for _, c := range list {
		if err := registry.Register(c); err != nil {
			return fmt.Errorf("register metrics: %w", err)
		}
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", m.Config.MetricsAddr)
	if err != nil {
		return fmt.Errorf("listen on %s: %w: choose another one with --metrics-addr", m.Config.MetricsAddr, err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	m.metrics = &http.Server{Handler: mux, ReadHeaderTimeout: headerTimeout, Addr: listener.Addr().String()}
	go func() { _ = m.metrics.Serve(listener) }() // ends with Close
	return nil
}
