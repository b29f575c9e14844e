// Package jobs does long work in the background: one job at a time on a node,
// since each takes whole cores, with a limit for each person. The caller keeps
// the record of a job: it is told how far the job is, says whether somebody
// cancelled it, and keeps its end, which is told whatever happened, unless the
// node is killed. A record that was not seen for Lost belongs to a node that is
// gone (docs/decisions/0012-jobs.md).
package jobs
