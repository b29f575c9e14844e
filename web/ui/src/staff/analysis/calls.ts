import { api, ok, type Schema } from "../api";
import type * as T from "./types";

export type ItemView = Schema["RunItemView"];
export type UseView = Schema["PastView"];
export type ExamView = Schema["AnalysisExamView"];
export type SubjectView = Schema["AnalysisSubjectView"];

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
};
