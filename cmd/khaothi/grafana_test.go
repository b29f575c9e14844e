package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// dashboard is what Grafana reads of docs/grafana/khaothi.json, as far as we check.
type dashboard struct {
	UID        string `json:"uid"`
	Title      string `json:"title"`
	Templating struct {
		List []struct {
			Name  string          `json:"name"`
			Query json.RawMessage `json:"query"`
		} `json:"list"`
	} `json:"templating"`
	Panels []struct {
		ID      int    `json:"id"`
		Title   string `json:"title"`
		Type    string `json:"type"`
		GridPos struct {
			X, Y, W, H int
		} `json:"gridPos"`
		Targets []struct {
			Expr string `json:"expr"`
		} `json:"targets"`
	} `json:"panels"`
}

var (
	metricName   = regexp.MustCompile(`\b(?:khaothi|process|go)_[a-z_]+`)
	histogramEnd = regexp.MustCompile(`_(bucket|sum|count)$`)
)

// TestTheDashboardNamesWhatIsExported reads the dashboard as Grafana does and
// asks a running node for each metric that it names.
func TestTheDashboardNamesWhatIsExported(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "grafana", "khaothi.json"))
	if err != nil {
		t.Fatal(err)
	}
	var d dashboard
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatal(err)
	}
	if d.UID == "" || len(d.Panels) < 10 || len(d.Templating.List) != 2 {
		t.Fatalf("dashboard %q has %d panels, %d variables", d.UID, len(d.Panels), len(d.Templating.List))
	}
	c, _, _ := ownServers(t)
	c.MetricsAddr = "127.0.0.1:0"
	m := start(t, c)
	_, body := get(t, "http://"+m.metrics.Addr+"/metrics")
	exported := map[string]string{}
	for line := range strings.Lines(string(body)) {
		if f := strings.Fields(line); len(f) == 4 && f[1] == "TYPE" {
			exported[f[2]] = f[3]
		}
	}
	named := map[string]bool{}
	ids := map[int]bool{}
	for _, p := range d.Panels {
		if ids[p.ID] || !strings.Contains(p.Title, " / ") || len(p.Targets) == 0 || p.GridPos.X+p.GridPos.W > 24 {
			t.Errorf("panel %d %q: number, title in both languages, place or query is wrong", p.ID, p.Title)
		}
		ids[p.ID] = true
		for _, target := range p.Targets {
			found := metricName.FindAllString(target.Expr, -1)
			if len(found) == 0 {
				t.Errorf("panel %q asks for no metric: %s", p.Title, target.Expr)
			}
			for _, name := range found {
				base := histogramEnd.ReplaceAllString(name, "")
				named[base] = true
				if exported[name] == "" && exported[base] != "histogram" {
					t.Errorf("panel %q names %s, which is not exported", p.Title, name)
				}
			}
		}
	}
	for name, kind := range exported {
		if kind == "histogram" && strings.HasPrefix(name, "khaothi_") && !named[name] {
			t.Errorf("no panel shows %s", name)
		}
	}
}
