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
	Groups   []GroupRow  `json:"groups" doc:"marks by gender, region, mode and school"`
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

// Note is something that a reader must know. Text is English; Code is for the
// words of the page.
type Note struct {
	Code string `json:"code"`
	Item string `json:"item,omitempty" doc:"key of an item"`
	Text string `json:"text"`
	Do   string `json:"do,omitempty"`
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
	By      string `json:"by" doc:"code, gender, region, mode or school"`
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

// Item is what is known of one item.
type Item struct {
	Key       string  `json:"key" doc:"version id: names the item in the addresses of a run"`
	ItemID    string  `json:"item_id"`
	Hash      string  `json:"hash" doc:"of the version"`
	Name      string  `json:"name" doc:"its place in the base order of a form: p1_3"`
	Part      int     `json:"part"`
	No        int     `json:"no"`
	Kind      string  `json:"kind"`
	Label     string  `json:"label"`
	Stem      string  `json:"stem,omitempty" doc:"HTML; empty for items of confidential pools"`
	Topic     string  `json:"topic"`
	Content   string  `json:"content"`
	Level     string  `json:"level"`
	Max       int     `json:"max" doc:"highest score"`
	MaxPoints float64 `json:"max_points"`

	Presented  int `json:"presented"`
	Answered   int `json:"answered"`
	Omitted    int `json:"omitted"`
	NotReached int `json:"not_reached"`

	Booklet        int `json:"booklet" doc:"place in overview.booklets of the persons behind the correlations"`
	P              Num `json:"p" doc:"mean score / highest score, of all persons who reached it"`
	PPoints        Num `json:"p_points" doc:"mean points / highest points"`
	PAboveFloor    Num `json:"p_above_floor" doc:"p corrected for guessing"`
	Floor          Num `json:"floor" doc:"p of pure guessing"`
	Mean           Num `json:"mean"`
	SD             Num `json:"sd"`
	RTotal         Num `json:"r_total"`
	RRest          Num `json:"r_rest" doc:"corrected point-biserial"`
	RRestLow       Num `json:"r_rest_low" doc:"95 % bootstrap interval"`
	RRestHigh      Num `json:"r_rest_high"`
	Biserial       Num `json:"biserial"`
	D27            Num `json:"d27"`
	AlphaIfDeleted Num `json:"alpha_if_deleted"`

	Options    []Option    `json:"options" doc:"of one choice: its options; of several scores: the scores"`
	Statements []Statement `json:"statements" doc:"of clusters and other questions of several fields"`

	Parameters *Parameters `json:"parameters,omitempty"`
	Fit        *ItemFit    `json:"fit,omitempty"`
	Curve      *ItemCurve  `json:"curve,omitempty"`
	Flags      []Flag      `json:"flags"`
}

// Option is one option of an item, one of its scores, or what was left blank.
type Option struct {
	ID        string `json:"id" doc:"option id, a score, OM: omitted, ??: not one clear mark"`
	Letter    string `json:"letter" doc:"in the order of the author"`
	HTML      string `json:"html,omitempty"`
	Key       bool   `json:"key"`
	N         int    `json:"n"`
	Share     Num    `json:"share"`
	RTotal    Num    `json:"r_total"`
	RRest     Num    `json:"r_rest"`
	MeanTotal Num    `json:"mean_total"`
	Trace     []Num  `json:"trace" doc:"the share that chose it in each fifth of the scores, lowest first"`
}

// Statement is one field of an item of several.
type Statement struct {
	Field  string `json:"field" doc:"a, b, c …"`
	N      int    `json:"n"`
	P      Num    `json:"p" doc:"share of right answers"`
	RTotal Num    `json:"r_total" doc:"with the score of the whole test"`
}

// Parameters are those of one item, in the logistic metric, D = 1.
type Parameters struct {
	Model     string      `json:"model"`
	Values    []Parameter `json:"values"`
	Collapsed []int       `json:"collapsed,omitempty" doc:"of each score the category that it became, where scores were joined"`
}

// Parameter is one value with its standard error.
type Parameter struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	SE    Num     `json:"se"`
}

// ItemFit is how well the model describes the answers to an item.
type ItemFit struct {
	Infit   Num `json:"infit"`
	ZInfit  Num `json:"z_infit"`
	Outfit  Num `json:"outfit"`
	ZOutfit Num `json:"z_outfit"`
	SX2     Num `json:"s_x2"`
	DF      int `json:"df"`
	P       Num `json:"p"`
	RMSEA   Num `json:"rmsea"`
}

// ItemCurve is an item over the abilities of Test.Theta.
type ItemCurve struct {
	Expected    []float64        `json:"expected" doc:"expected score"`
	Information []float64        `json:"information"`
	Categories  [][]float64      `json:"categories" doc:"probability of each category"`
	Empirical   []EmpiricalPoint `json:"empirical"`
}

// EmpiricalPoint is persons of like ability: what they scored and what the model
// expects.
type EmpiricalPoint struct {
	Theta    Num `json:"theta"`
	N        int `json:"n"`
	Observed Num `json:"observed"`
	Expected Num `json:"expected"`
	Residual Num `json:"residual" doc:"in standard errors"`
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

// Grouping is the differential item functioning between two groups.
type Grouping struct {
	By        string   `json:"by" doc:"gender, region, mode or school"`
	Reference string   `json:"reference" doc:"* : everybody else"`
	Focal     string   `json:"focal"`
	Name      string   `json:"name,omitempty" doc:"of the focal group, where it has one"`
	Persons   [2]int   `json:"persons" doc:"reference, focal"`
	Rows      []DIFRow `json:"rows"`
	Purified  bool     `json:"purified" doc:"the anchors settled"`
	Note      *Note    `json:"note,omitempty" doc:"why there are no rows"`
}

// DIFRow is one item in a grouping.
type DIFRow struct {
	Key      string     `json:"key"`
	Name     string     `json:"name"`
	Class    string     `json:"class" doc:"A, B, C, or empty where it cannot be told"`
	Against  string     `json:"against" doc:"focal or reference: for whom it is harder; empty: neither"`
	Chi2     Num        `json:"chi2" doc:"Mantel–Haenszel"`
	P        Num        `json:"p"`
	Alpha    Num        `json:"alpha"`
	Delta    Num        `json:"delta" doc:"−2.35 ln alpha"`
	DeltaSE  Num        `json:"delta_se"`
	StdPDif  Num        `json:"std_p_dif" doc:"in points of the item's score, focal minus reference"`
	StdSize  Num        `json:"std_size"`
	Logistic *Logistic  `json:"logistic,omitempty"`
	InAnchor bool       `json:"in_anchor"`
	Curve    []DIFPoint `json:"curve" doc:"mean scores by fifths of the score"`
	Flag     bool       `json:"flag"`
}

// Logistic is the test by logistic regression, uniform and not.
type Logistic struct {
	Chi2    Num    `json:"chi2"`
	P       Num    `json:"p"`
	DeltaR2 Num    `json:"delta_r2"`
	Class   string `json:"class"`
	Note    string `json:"note,omitempty"`
}

// DIFPoint is the share of the score that both groups earned at like totals.
type DIFPoint struct {
	Low       int `json:"low" doc:"lowest total in the group"`
	High      int `json:"high"`
	Reference Num `json:"reference"`
	Focal     Num `json:"focal"`
	NRef      int `json:"n_reference"`
	NFocal    int `json:"n_focal"`
}

// School is what the pupils of one school did; Share is the part of the points
// that were to be had.
type School struct {
	Code     string  `json:"code"`
	Name     string  `json:"name"`
	Persons  int     `json:"persons"`
	Marks    Marks   `json:"marks"`
	Quarters []Num   `json:"quarters" doc:"shares of the pupils in each quarter of the province, lowest first"`
	Topics   []Share `json:"topics"`
	Levels   []Share `json:"levels"`
	Kinds    []Share `json:"kinds"`
	Furthest []Share `json:"furthest" doc:"the items where the school is furthest below the province; Name is the item's"`
}

// Share is the part of the points that a group earned.
type Share struct {
	Key      string `json:"key,omitempty" doc:"of an item"`
	Name     string `json:"name"`
	Items    int    `json:"items"`
	School   Num    `json:"school"`
	Province Num    `json:"province"`
	Kind     string `json:"kind,omitempty"`
	Topic    string `json:"topic,omitempty"`
}
