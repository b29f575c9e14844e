package analysis

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
	HTML   string `json:"html,omitempty" doc:"empty for items of confidential pools"`
	Key    string `json:"key,omitempty" doc:"D (Đúng) or S (Sai) of a Đúng–Sai statement"`
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
