package analysis

import "khaothi/psychometrics/stat"

// Num is a number that may not exist: null in JSON, never NaN.
type Num = *float64

// num is v, or nil where it does not exist.
func num(v stat.Value) Num {
	v = stat.Of(float64(v))
	if !v.Known() {
		return nil
	}
	x := float64(v)
	return &x
}

func nums(vs []stat.Value) []Num {
	out := make([]Num, len(vs))
	for i, v := range vs {
		out[i] = num(v)
	}
	return out
}

// Report is what one run found. It is kept as JSON and never changes.
type Report struct {
	V           int         `json:"v"` // of this shape: 1
	Thresholds  Thresholds  `json:"thresholds"`
	Overview    Overview    `json:"overview"`
	Items       []Item      `json:"items"`
	Calibration Calibration `json:"calibration"`
	Test        Test        `json:"test"`
	Pairs       []Pair      `json:"pairs"`
	DIF         []Grouping  `json:"dif"`
	Province    School      `json:"province" doc:"everybody, to compare with"`
	Schools     []School    `json:"schools" doc:"by code"`
}

// Overview is the exam as a whole.
type Overview struct {
	Persons  int         `json:"persons"`
	Paper    int         `json:"paper"`
	Screen   int         `json:"screen"`
	Items    int         `json:"items"`
	LeftOut  []LeftOut   `json:"left_out" doc:"items that nothing can be said about"`
	Marks    Marks       `json:"marks"`
	Booklets []Booklet   `json:"booklets" doc:"one for each set of items that persons were presented, the most persons first"`
	Codes    []GroupRow  `json:"codes" doc:"marks by form code"`
	Groups   []GroupRow  `json:"groups" doc:"marks by gender, region, kind of school, mode and school"`
	Flags    []FlagCount `json:"flags" doc:"how many items have each flag"`
	Notes    []Note      `json:"notes" doc:"what could not be computed, and why"`
}

// LeftOut is an item that the analysis, or the calibration, leaves out.
type LeftOut struct {
	Key  string `json:"key"`
	Name string `json:"name"`
	Code string `json:"code" doc:"item.cancelled, item.empty, item.constant …"`
	What string `json:"what,omitempty"`
}

// Note is something that a reader must know. The page has a sentence for Code,
// into which it puts Args; Text and Do say the same in English.
type Note struct {
	Code string         `json:"code"`
	Item string         `json:"item,omitempty" doc:"key of an item"`
	Args map[string]any `json:"args,omitempty" doc:"names and numbers of the sentence"`
	Text string         `json:"text"`
	Do   string         `json:"do,omitempty"`
}

// Marks are the points of persons, in points.
type Marks struct {
	Max       float64 `json:"max"`
	Mean      Num     `json:"mean"`
	SD        Num     `json:"sd"`
	Low       Num     `json:"low"`
	Quartile1 Num     `json:"quartile1"`
	Median    Num     `json:"median"`
	Quartile3 Num     `json:"quartile3"`
	High      Num     `json:"high"`
	Skewness  Num     `json:"skewness"`
	Kurtosis  Num     `json:"kurtosis" doc:"3 for the normal"`
	Histogram []Bin   `json:"histogram"`
}

// Bin counts the persons with From ≤ mark < To; the last bin has To too.
type Bin struct {
	From  float64 `json:"from"`
	To    float64 `json:"to"`
	Count int     `json:"count"`
}

// GroupRow is the marks of one group.
type GroupRow struct {
	By      string `json:"by" doc:"code, gender, region, school_kind, mode or school"`
	Group   string `json:"group"`
	Name    string `json:"name,omitempty"`
	Persons int    `json:"persons"`
	Mean    Num    `json:"mean"`
	SD      Num    `json:"sd"`
}

// FlagCount counts items by flag.
type FlagCount struct {
	Code  string `json:"code"`
	Items int    `json:"items"`
}

// Booklet is the classical analysis of the persons who were presented one set of
// items. Scores are sums of item scores: 0 and 1, of a cluster its right
// statements.
type Booklet struct {
	Name        string       `json:"name" doc:"the form codes in it"`
	Persons     int          `json:"persons"`
	Items       int          `json:"items"`
	Max         int          `json:"max"`
	Floor       Num          `json:"floor" doc:"the score of pure guessing"`
	Mean        Num          `json:"mean"`
	SD          Num          `json:"sd"`
	Skewness    Num          `json:"skewness"`
	Kurtosis    Num          `json:"kurtosis"`
	Alpha       Num          `json:"alpha"`
	AlphaLow    Num          `json:"alpha_low" doc:"95 % bootstrap interval"`
	AlphaHigh   Num          `json:"alpha_high"`
	KR20        Num          `json:"kr20"`
	KR21        Num          `json:"kr21"`
	Lambda      []Num        `json:"lambda" doc:"Guttman's λ1 … λ6"`
	Omega       Num          `json:"omega"`
	SEM         Num          `json:"sem"`
	Conditional []ScoreError `json:"conditional_sem"`
	Classes     *Classes     `json:"classification,omitempty"`
	Histogram   []ScoreCount `json:"histogram"`
}

// ScoreError is the standard error of measurement at one score.
type ScoreError struct {
	Score   int `json:"score"`
	Persons int `json:"persons"`
	SEM     Num `json:"sem"`
}

// ScoreCount is how many persons have one score.
type ScoreCount struct {
	Score   int `json:"score"`
	Persons int `json:"persons"`
}

// Classes is how consistently persons are put into classes by their score.
type Classes struct {
	Cuts        []float64 `json:"cuts" doc:"the score from which each class begins"`
	Consistency Num       `json:"consistency"`
	Kappa       Num       `json:"kappa"`
	Accuracy    Num       `json:"accuracy"`
}

// Calibration is how the parameters came about, or why there are none.
type Calibration struct {
	Model      string    `json:"model" doc:"of items scored right or wrong; empty: none"`
	Polytomous string    `json:"polytomous,omitempty"`
	Asked      string    `json:"asked" doc:"what was asked for: auto, none, rasch, 2pl, 3pl"`
	Done       bool      `json:"done"`
	Persons    int       `json:"persons"`
	Items      int       `json:"items"`
	Parameters int       `json:"parameters"`
	LogLik     Num       `json:"loglik"`
	AIC        Num       `json:"aic"`
	BIC        Num       `json:"bic"`
	Gradient   Num       `json:"max_gradient"`
	Passes     int       `json:"iterations"`
	Mean       Num       `json:"latent_mean"`
	Variance   Num       `json:"latent_var"`
	Global     *Global   `json:"global,omitempty"`
	LeftOut    []LeftOut `json:"left_out"`
	Notes      []Note    `json:"notes" doc:"refusals with their reasons, warnings"`
}

// Global is a limited-information test of the whole model.
type Global struct {
	Kind      string `json:"kind"`
	Statistic Num    `json:"statistic"`
	DF        int    `json:"df"`
	P         Num    `json:"p"`
	RMSEA     Num    `json:"rmsea"`
	RMSEALow  Num    `json:"rmsea_low"`
	RMSEAHigh Num    `json:"rmsea_high"`
	SRMSR     Num    `json:"srmsr"`
	CFI       Num    `json:"cfi"`
	TLI       Num    `json:"tli"`
}

// Test is the calibrated test as a whole, and the map of persons and items.
type Test struct {
	Theta       []float64    `json:"theta" doc:"the abilities of all curves"`
	Information []float64    `json:"information"`
	SE          []Num        `json:"se"`
	Expected    []float64    `json:"expected" doc:"expected score"`
	Persons     []Bin        `json:"persons" doc:"the persons by ability (EAP)"`
	Locations   []Location   `json:"locations" doc:"the items by difficulty"`
	ScoreTable  []ScoreTheta `json:"score_table" doc:"of the first booklet"`
	Mean        Num          `json:"mean" doc:"of the persons' abilities"`
	SD          Num          `json:"sd"`
	Reliability Num          `json:"reliability" doc:"of the EAP"`
}

// Location is where an item stands on the scale of ability.
type Location struct {
	Key        string    `json:"key"`
	Name       string    `json:"name"`
	Difficulty float64   `json:"difficulty" doc:"the mean of its thresholds"`
	Thresholds []float64 `json:"thresholds"`
}

// ScoreTheta is the ability that a score stands for.
type ScoreTheta struct {
	Score int     `json:"score"`
	Theta float64 `json:"theta"`
	SE    float64 `json:"se"`
}

// Pair is two items that go together more than ability explains.
type Pair struct {
	A     string  `json:"a" doc:"key of an item"`
	B     string  `json:"b"`
	Q3    float64 `json:"q3"`
	Above float64 `json:"above" doc:"above the mean of all pairs"`
	Flag  bool    `json:"flag"`
}
