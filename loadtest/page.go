package loadtest

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"math"
	"strings"
	"time"
)

//go:embed page.tmpl.html
var pageText string

var pageTemplate = template.Must(template.New("page").Parse(pageText))

// Conditions are under what a run was made.
type Conditions struct {
	Version string
	Command string
	At      time.Time
	Cores   int
	System  string
	Load    string // average of the last minute when it ended
}

// Page is the run as one HTML page that needs nothing else: latency,
// throughput and connections over time, the instants that matter, every figure
// and the conditions.
func Page(r Result, c Conditions) ([]byte, error) {
	p := page{R: r, C: c, Students: grouped(int64(r.Students)), At: c.At.UTC().Format("2006-01-02 15:04 UTC"), Good: r.Good()}
	p.Tiles, p.Groups = tiles(r), figures(r)
	if r.Timeline != nil {
		p.Charts = charts(*r.Timeline)
	}
	var b bytes.Buffer
	if err := pageTemplate.Execute(&b, p); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

type page struct {
	R        Result
	C        Conditions
	Students string
	At       string
	Good     bool
	Tiles    []tile
	Groups   []figureGroup
	Charts   []chart
}

// tile is one of the figures at the top.
type tile struct {
	Value, Label string
	Bad          bool
}

func tiles(r Result) []tile {
	return []tile{
		{grouped(r.Acked), "câu trả lời đã xác nhận · acknowledged", false},
		{grouped(r.Lost), "mất · lost", r.Lost > 0},
		{grouped(r.Duplicated), "trùng · duplicated", r.Duplicated > 0},
		{inMS(r.AckMS.P99), "xác nhận, p99 · acknowledgement", false},
		{grouped(int64(r.AnswersPerS)) + " /s", "câu trả lời mỗi giây · per second", false},
	}
}

// figureGroup is a block of the table.
type figureGroup struct {
	Title string
	Rows  []figure
}

type figure struct{ Label, Field, Value string }

// figures are all figures in words, Vietnamese first.
func figures(r Result) []figureGroup {
	n := func(v int64) string { return grouped(v) }
	s := func(v float64) string { return decimal("%.1f s", v) }
	groups := []figureGroup{
		{"Câu trả lời · Answers", []figure{
			{"Đã xác nhận · acknowledged", "acked", n(r.Acked)},
			{"Mất · lost", "lost", n(r.Lost)},
			{"Trùng · duplicated", "duplicated", n(r.Duplicated)},
			{"Đến muộn · late", "late", n(r.Late)},
			{"Chưa được xác nhận · never acknowledged", "unsaved", n(r.Unsaved)},
			{"Mỗi giây · per second", "answers_per_s", n(int64(r.AnswersPerS))},
			{"Xác nhận · acknowledgement, p50", "ack_ms.p50", inMS(r.AckMS.P50)},
			{"99 % trong vòng · p99", "ack_ms.p99", inMS(r.AckMS.P99)},
			{"99,9 % · p99.9", "ack_ms.p999", inMS(r.AckMS.P999)},
			{"Lâu nhất · longest", "ack_ms.max", inMS(r.AckMS.Max)},
			{"Vào cơ sở dữ liệu · saved to archived, p99", "drain_lag_ms", inMS(r.DrainLagMS)},
		}},
		{"Ca thi · The sitting", []figure{
			{"Thí sinh · candidates", "students", n(int64(r.Students))},
			{"Tiến trình mô phỏng · generators", "generators", n(int64(r.Generators))},
			{"Vào hết phòng chờ · all connected", "connect_s", s(r.ConnectS)},
			{"Mở đề sau hiệu lệnh · paper open", "start_ms", "p50 " + grouped(int64(math.Round(r.StartMS.P50))) + " · p99 " + grouped(int64(math.Round(r.StartMS.P99))) + " ms"},
			{"Niêm phong xong · last one sealed", "seal_s", s(r.SealS)},
			{"Chấm xong · scored", "scored_s", s(r.ScoredS)},
			{"Đã niêm phong, đã chấm · sealed, scored", "sealed, scored", n(int64(r.Sealed)) + ", " + n(int64(r.Scored))},
		}},
		{"Máy chủ · The server", []figure{
			{"Bộ nhớ cao nhất · peak memory", "server_rss_mb", fmt.Sprintf("%.0f MB", r.ServerRSSMB)},
			{"Bộ nhớ mỗi thí sinh · memory a candidate", "bytes_per_student", n(r.BytesPerPerson) + " B"},
			{"Một lần fsync · one fsync", "fsync_ms", decimal("%.2f ms", r.FsyncMS)},
			{"fsync, 99 % trong vòng · p99", "fsync_p99_ms", inMS(r.FsyncP99MS)},
			{"fsync lâu nhất · longest", "fsync_max_ms", inMS(r.FsyncMaxMS)},
			{"Đĩa đứng yên quá 50 ms · the disk stood still", "disk_stalled", decimal("%.1f %%", 100*r.DiskStalled)},
		}},
	}
	return append(groups, figureGroup{"Sự cố và lỗi · Trouble", troubleFigures(r)})
}

// troubleFigures are those that only some runs have.
func troubleFigures(r Result) []figure {
	rows := []figure{
		{"Kết nối lại · reconnects", "reconnects", grouped(r.Reconnects)},
		{"Lỗi · errors", "errors", grouped(r.Errors)},
	}
	if r.BackS > 0 {
		rows = append(rows, figure{"Trở lại sau sự cố · back to work", "back_s", decimal("%.1f s", r.BackS)})
	}
	if r.BackAllS > 0 {
		rows = append(rows, figure{"Người cuối cùng trở lại · the last one back", "back_all_s", decimal("%.1f s", r.BackAllS)})
	}
	if r.SlowMS.Max > 0 {
		rows = append(rows, figure{"Máy không đọc · slow readers, p99", "slow_ms.p99", inMS(r.SlowMS.P99)})
	}
	if r.EchoPerS > 0 {
		rows = append(rows, figure{"Máy chủ echo trống · bare echo", "echo_per_s", grouped(int64(r.EchoPerS)) + " /s"},
			figure{"Tỉ lệ so với echo · ratio", "ratio_to_echo", decimal("%.2f", r.RatioToEcho)})
	}
	for _, m := range r.Memory {
		rows = append(rows, figure{"Bộ nhớ · memory, " + m.Part, "memory", decimal("%.1f → %.1f MB (%+.1f %%)", m.EarlyMB, m.LateMB, 100*m.Growth)})
	}
	return rows
}

// decimal writes numbers with the decimal comma of Vietnamese.
func decimal(format string, v ...any) string {
	return strings.ReplaceAll(fmt.Sprintf(format, v...), ".", ",")
}

// inMS writes milliseconds, long ones as seconds.
func inMS(v float64) string {
	if v >= 10_000 {
		return decimal("%.1f s", v/1000)
	}
	return decimal("%.1f ms", v)
}

// grouped writes a number with thin spaces between thousands.
func grouped(v int64) string {
	text := fmt.Sprint(v)
	out := ""
	for i, c := range text {
		if i > 0 && (len(text)-i)%3 == 0 && text[i-1] != '-' {
			out += "\u202f"
		}
		out += string(c)
	}
	return out
}
