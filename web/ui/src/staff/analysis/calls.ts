import { api, ok, type Schema } from "../api";
import type * as T from "./types";

export type ItemView = Schema["RunItemView"];
export type UseView = Schema["PastView"];
export type ExamView = Schema["AnalysisExamView"];
export type SubjectView = Schema["AnalysisSubjectView"];
export type LinkView = Schema["LinkView"];
export type AnchorView = Schema["AnalysisAnchor"];
export type SchoolView = Schema["SchoolView"];
export type FindingsView = Schema["FindingsView"];
export type FindingView = Schema["FindingView"];
export type Method = LinkView["link"]["method"];

const of = (run: string) => ({ params: { path: { run } } });

/** What the pages ask the server for. */
export const calls = {
  exams: () => ok(api.GET("/api/analysis/exams")),
  runs: (exam: string, subject: string) =>
    ok(
      api.GET("/api/analysis/exams/{exam}/runs", {
        params: { path: { exam }, query: { subject } },
      }),
    ),
  start: (exam: string, subject: string, spec: T.Spec) =>
    ok(
      api.POST("/api/analysis/exams/{exam}/runs", {
        params: { path: { exam } },
        body: { subject, spec },
      }),
    ),
  run: (run: string) => ok(api.GET("/api/analysis/runs/{run}", of(run))),
  cancel: (run: string) => ok(api.POST("/api/analysis/runs/{run}/cancel", of(run))),
  again: (run: string) => ok(api.POST("/api/analysis/runs/{run}/again", of(run))),
  overview: (run: string) => ok(api.GET("/api/analysis/runs/{run}/overview", of(run))),
  items: (run: string) => ok(api.GET("/api/analysis/runs/{run}/items", of(run))),
  item: (run: string, key: string) =>
    ok(api.GET("/api/analysis/runs/{run}/items/{key}", { params: { path: { run, key } } })),
  test: (run: string) => ok(api.GET("/api/analysis/runs/{run}/test", of(run))),
  dif: (run: string) => ok(api.GET("/api/analysis/runs/{run}/dif", of(run))),
  ownSchools: () => ok(api.GET("/api/analysis/schools")),
  schools: (run: string) => ok(api.GET("/api/analysis/runs/{run}/schools", of(run))),
  school: (run: string, code: string) =>
    ok(api.GET("/api/analysis/runs/{run}/schools/{code}", { params: { path: { run, code } } })),
  parameters: (run: string) => ok(api.GET("/api/analysis/runs/{run}/parameters", of(run))),
  apply: (run: string, keys: string[], reason: string) =>
    ok(api.POST("/api/analysis/runs/{run}/apply", { ...of(run), body: { keys, reason } })),
  link: (from: string, to: string, method: Method, without: string) =>
    ok(
      api.GET("/api/analysis/link", {
        params: { query: { from, to, method, ...(without === "" ? {} : { without }) } },
      }),
    ),
};
