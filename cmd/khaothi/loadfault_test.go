package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"khaothi/loadtest"
)

// TestFaultsOfServers breaks real processes under candidates who work. What
// was acknowledged is in the record once, and the work goes on.
func TestFaultsOfServers(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		fault    string
		duration time.Duration
		servers  loadServers
		vanished int64
	}{
		{"redis wiped", faultWipe, 9 * time.Second, loadServers{}, 0},
		{"one of two nodes killed", faultNode, 9 * time.Second, loadServers{nodes: 2, faultFor: 3 * time.Second}, 0},
		{"postgres down", faultPostgres, 9 * time.Second, loadServers{faultFor: 3 * time.Second}, 0},
		{"network cut", faultNet, 9 * time.Second, loadServers{faultFor: 2 * time.Second, nodes: 2}, 0},
		{"master of a cluster killed", faultRedis, 12 * time.Second, loadServers{redis: redisCluster, faultAt: 3 * time.Second, faultFor: 5 * time.Second}, 0},
		{"power cut", faultPower, 9 * time.Second, loadServers{faultFor: time.Second}, 10},
		{"power cut at the deadline", faultPower, 5 * time.Second, loadServers{faultFor: time.Second, faultAt: -time.Second}, 10},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.servers.grace = 20 * time.Second // on a busy machine a node takes seconds to start
			res := runLoad(t, loadOptions{
				students: 20, rate: 60, profile: "steady", duration: tt.duration, fault: tt.fault, servers: tt.servers,
			})
			if !res.Good() || res.Sealed != 20 || res.Scored != 20 || res.Late != 0 || res.Vanished != tt.vanished || res.Acked < 60 {
				t.Errorf("result %+v", res)
			}
			if answersAfter := tt.servers.faultAt >= 0; answersAfter && (res.BackS <= 0 || res.BackS > 30) {
				t.Errorf("back after %v s", res.BackS)
			}
		})
	}
}

// TestThePowerCutFindsWhatIsNotSynced is the control of the power cut: where
// Redis syncs each second only, those who vanish with the power lose answers
// that were acknowledged, and the run says so.
func TestThePowerCutFindsWhatIsNotSynced(t *testing.T) {
	t.Parallel()
	o := loadOptions{
		students: 40, rate: 800, profile: "steady", duration: 8 * time.Second, fault: faultPower,
		servers: loadServers{fsync: "everysec", faultFor: time.Second}, data: t.TempDir(),
	}
	if os.Getuid() == 0 {
		openToServers(t, o.data)
	}
	var out, progress bytes.Buffer
	err := o.run(t.Context(), true, &out, &progress)
	var res loadtest.Result
	if jsonErr := json.Unmarshal(out.Bytes(), &res); jsonErr != nil {
		t.Fatalf("%v, output %q\n%s", err, out.String(), progress.String())
	}
	if err == nil || exitCode(err, io.Discard) != exitRefused || res.Lost == 0 || res.Vanished != 20 {
		t.Errorf("run = %v, result %+v\n%s", err, res, progress.String())
	}
	if res.Duplicated != 0 || res.Sealed != 40 {
		t.Errorf("result %+v: those who stayed send again, and all are sealed", res)
	}
}

func TestFlagsOfTheServers(t *testing.T) {
	t.Parallel()
	for want, o := range map[string]loadOptions{
		"--nodes 21":      {students: 1, fault: faultNone, servers: loadServers{nodes: 21}},
		"--redis \"two\"": {students: 1, fault: faultNone, servers: loadServers{redis: "two"}},
		"--redis-wait 1":  {students: 1, fault: faultNone, servers: loadServers{wait: 1}},
		"--appendfsync":   {students: 1, fault: faultNone, servers: loadServers{fsync: "sometimes"}},
		"--redis single":  {students: 1, fault: faultPower, servers: loadServers{redis: redisCluster}},
		"--target away":   {students: 1, fault: faultNone, target: "http://127.0.0.1:1", servers: loadServers{nodes: 2}},
	} {
		if err := o.validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("validate = %v, want something with %q", err, want)
		}
	}
}
