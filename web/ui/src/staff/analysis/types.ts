import type { Schema } from "../api";

// The shapes of the API under the names of this part.
export type Overview = Schema["AnalysisOverview"];
export type LeftOut = Schema["AnalysisLeftOut"];
export type Note = Schema["AnalysisNote"];
export type Marks = Schema["AnalysisMarks"];
export type GroupRow = Schema["AnalysisGroupRow"];
export type Item = Schema["AnalysisItem"];
export type Option = Schema["AnalysisOption"];
export type Statement = Schema["AnalysisStatement"];
export type Parameter = Schema["AnalysisParameter"];
export type ItemCurve = Schema["AnalysisItemCurve"];
export type EmpiricalPoint = Schema["AnalysisEmpiricalPoint"];
export type Calibration = Schema["AnalysisCalibration"];
export type Test = Schema["AnalysisTest"];
export type ScoreTheta = Schema["AnalysisScoreTheta"];
export type Pair = Schema["AnalysisPair"];
export type Grouping = Schema["AnalysisGrouping"];
export type DIFRow = Schema["AnalysisDIFRow"];
export type Flag = Schema["AnalysisFlag"];
export type Thresholds = Schema["AnalysisThresholds"];
export type School = Schema["AnalysisSchool"];
export type Share = Schema["AnalysisShare"];
export type RunView = Schema["RunView"];
export type Spec = Schema["AnalysisSpec"];
