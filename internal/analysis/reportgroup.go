package analysis

// Grouping is the differential item functioning between two groups.
type Grouping struct {
	By        string   `json:"by" doc:"gender, region, school_kind, mode or school"`
	Reference string   `json:"reference" doc:"* : everybody else"`
	Focal     string   `json:"focal"`
	Name      string   `json:"name,omitempty" doc:"of the focal group, where it has one"`
	Persons   [2]int   `json:"persons" doc:"reference, focal"`
	Rows      []DIFRow `json:"rows"`
	Purified  bool     `json:"purified" doc:"the anchors of Mantel–Haenszel and logistic regression settled"`
	Note      *Note    `json:"note,omitempty" doc:"why there are no rows"`
	Notes     []Note   `json:"notes,omitempty" doc:"which methods could not be used, and why"`
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
	Lord     *LordRow   `json:"lord,omitempty"`
	Raju     *RajuRow   `json:"raju,omitempty"`
	Ratio    *LordRow   `json:"ratio,omitempty" doc:"likelihood ratio"`
	InAnchor bool       `json:"in_anchor"`
	Curve    []DIFPoint `json:"curve" doc:"mean scores by fifths of the score"`
	Flag     bool       `json:"flag"`
}

// LordRow is a test by calibrations, of Lord or of the likelihood ratio.
type LordRow struct {
	Chi2     Num    `json:"chi2"`
	DF       int    `json:"df"`
	P        Num    `json:"p"`
	Delta    Num    `json:"delta" doc:"−2.35 · mean slope · (b of focal − b of reference)"`
	Class    string `json:"class" doc:"A where p is .05 or more or |delta| below 1; C from 1.5 on"`
	InAnchor bool   `json:"in_anchor"`
	Note     string `json:"note,omitempty"`
}

// RajuRow is the area between the curves of two groups.
type RajuRow struct {
	Signed  Num    `json:"signed" doc:"above 0: harder for the focal group"`
	SignedP Num    `json:"signed_p"`
	Area    Num    `json:"area"`
	P       Num    `json:"p" doc:"of the area"`
	Class   string `json:"class" doc:"by p of the area and delta of Lord's row"`
}

// Logistic is the test by logistic regression, uniform and not.
type Logistic struct {
	Chi2     Num    `json:"chi2"`
	P        Num    `json:"p"`
	DeltaR2  Num    `json:"delta_r2"`
	Class    string `json:"class" doc:"A where p is .05 or more or delta_r2 below .035; C from .07 on"`
	InAnchor bool   `json:"in_anchor"`
	Note     string `json:"note,omitempty"`
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
