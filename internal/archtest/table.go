package archtest

// row says what one package, or several, may import of our own packages. Names
// are relative to the module. `x/...` is x and all below it; `*` stands for a
// part of one path element.
type row struct {
	pkg  string
	may  []string
	test []string // what its tests may import on top of may and testMay
}

// The roots that stand for parts.
var (
	base   = []string{"internal/exam", "internal/fault", "internal/vi"}
	store  = join(base, "internal/pgdb", "internal/audit")
	part   = join(base, "internal/seal")
	roots  = []string{"bank", "delivery", "scoring", "omr", "psychometrics"}
	people = join(base, "internal/identity", "internal/board")

	psychometrics = []string{"psychometrics", "psychometrics/stat", "psychometrics/irt", "psychometrics/classical", "psychometrics/dif", "psychometrics/link", "psychometrics/cat", "psychometrics/fit"}
)

// testMay is what every test may import: fixtures, and what fixtures hand out.
var testMay = []string{"internal/testenv", "internal/pgdb", "internal/redisdb", "internal/exam", "internal/fault", "internal/audit"}

// table is searched from the top; the first row that fits a package counts.
var table = []row{
	// Nothing of ours.
	{pkg: "internal/fault"},
	{pkg: "internal/vi"}, // Vietnamese text: folding, collation; the zone of times
	{pkg: "internal/mip"},
	{pkg: "internal/seal"},
	{pkg: "internal/localservers"},
	{pkg: "internal/archtest"},
	{pkg: "internal/testcount"},
	{pkg: "internal/tools/..."},
	{pkg: "delivery/protocol"},
	{pkg: "psychometrics/...", may: psychometrics}, // reference: tests only
	{pkg: "omr/layout"},
	{pkg: "omr/qr"},
	{pkg: "omr/pages/greyjpeg"},
	{pkg: "omr/pages", may: []string{"omr/layout", "omr/pages/greyjpeg"}},
	{pkg: "omr/align", may: []string{"omr/layout", "omr/pages"}},
	{pkg: "omr/roster", may: []string{"internal/vi", "omr/layout"}}, // how a list of candidates is written
	{pkg: "omr/measure", may: []string{"omr/layout", "omr/pages", "omr/align"}},
	{pkg: "web/ui"}, // the embedded front end

	// The ground floor.
	{pkg: "internal/exam", may: []string{"internal/fault"}},
	{pkg: "internal/sheet", may: []string{"internal/fault", "internal/vi"}},
	{pkg: "internal/pdf", may: []string{"internal/fault"}},
	{pkg: "internal/safezip", may: []string{"internal/fault"}},                   // zips of strangers
	{pkg: "internal/ooxml", may: []string{"internal/fault", "internal/safezip"}}, // reads Word documents
	{pkg: "internal/formula", may: []string{"internal/fault"}},                   // LaTeX, OMML, MathML
	{pkg: "internal/docx", may: []string{"internal/fault", "internal/formula"}},  // writes Word documents
	{pkg: "internal/pgdb", may: []string{"internal/fault"}},
	{pkg: "internal/redisdb", may: []string{"internal/fault"}},
	{pkg: "internal/jobs", may: base}, // knows no database: the record of a job is its owner's
	{pkg: "internal/audit", may: join(base, "internal/pgdb", "internal/seal")},

	// Parts.
	{pkg: "bank", may: part},
	{pkg: "bank/bankimport/...", may: join(base, "bank", "bank/bankimport/...", "bank/curriculum", "internal/sheet", "internal/safezip", "internal/ooxml", "internal/formula", "internal/docx")},
	{pkg: "bank/curriculum", may: join(base, "bank", "internal/sheet")}, // the programme as data, and its workbook
	{pkg: "bank/banktest", may: join(base, "bank")},                     // random questions for tests
	{pkg: "bank/paper", may: join(base, "bank", "internal/sheet", "internal/pdf", "internal/docx", "internal/formula")},
	{pkg: "bank/assemble", may: join(base, "bank", "internal/mip")},
	{pkg: "bank/assemble/matrixfile", may: join(base, "bank", "bank/assemble", "bank/paper", "internal/sheet", "internal/ooxml")}, // matrices of letter 7991 from and to files
	{pkg: "bank/bankpg", may: join(store, "bank"), test: []string{"internal/seal"}},                                               // its tests hold an escrow key
	{pkg: "delivery", may: part},
	{pkg: "delivery/deliverytest", may: join(base, "delivery", "internal/seal")},
	{pkg: "delivery/deliveryredis", may: join(base, "delivery", "internal/redisdb", "internal/seal")},               // seal: the type of a chain's hash,
	{pkg: "delivery/deliverypg", may: join(store, "delivery"), test: []string{"internal/seal"}},                     // its tests sign proofs
	{pkg: "delivery/deliveryws", may: join(base, "delivery", "delivery/protocol"), test: []string{"internal/seal"}}, // its tests follow the chain
	{pkg: "delivery/deliverypdf", may: join(base, "delivery", "internal/pdf")},                                      // what the people of a room sign
	{pkg: "scoring", may: part},
	{pkg: "scoring/sheets", may: join(base, "scoring", "internal/sheet")},
	{pkg: "scoring/scoringpg", may: join(store, "scoring")},
	{pkg: "scoring/edudbpg", may: join(store, "scoring")},
	{pkg: "omr", may: join(part, "omr/layout", "omr/roster", "omr/pages", "omr/align", "omr/measure", "omr/qr"), test: []string{"omr/omrtest", "omr/omrpdf"}}, // its tests read what it prints
	{pkg: "omr/omrtest/fillsheets", may: []string{"omr/layout", "omr/omrtest"}},                                                                               // makes scans for the browser tests
	{pkg: "omr/omrtest", may: join(base, "omr", "omr/layout", "omr/pages")},
	{pkg: "omr/omrpdf", may: join(base, "omr/layout", "omr/roster", "omr/qr", "internal/pdf")}, // prints the sheets
	{pkg: "omr/omrbook", may: join(base, "omr", "omr/layout", "internal/sheet")},               // the report of a check
	{pkg: "omr/omrpg", may: join(store, "omr", "internal/seal")},

	// What no part owns.
	{pkg: "internal/board", may: join(part, "internal/mip")},
	{pkg: "internal/board/boardpg", may: join(store, "internal/board")},
	{pkg: "internal/board/roster", may: join(base, "internal/board", "internal/sheet")}, // rosters in and out
	{pkg: "internal/board/boardpdf", may: join(base, "internal/board", "internal/pdf")}, // what a board prints
	{pkg: "internal/analysis", may: join(base, psychometrics...)},                       // what an exam says about its items
	{pkg: "internal/analysis/analysispg", may: join(store, "internal/analysis")},
	{pkg: "internal/analysis/analysisbook", may: join(base, "internal/analysis", "internal/sheet")}, // as a workbook
	{pkg: "internal/analysis/analysispdf", may: join(base, "internal/analysis", "internal/pdf")},    // what a school gets
	{pkg: "internal/identity", may: part},
	{pkg: "internal/identity/identitypg", may: join(store, "internal/identity")},

	// Where parts meet.
	{pkg: "internal/workflow", may: join(people, append(roots, "internal/jobs", "internal/seal", "internal/analysis")...), test: []string{"internal/workflow/...", "bank/...", "delivery/...", "scoring/...", "psychometrics/irt"}},
	{pkg: "internal/workflow/workflowpg", may: join(people, append(roots, "internal/workflow", "internal/pgdb", "internal/audit", "*/*pg", "internal/*/*pg")...)},
	{pkg: "web", may: join(people, append(roots, "internal/workflow", "internal/jobs", "internal/analysis/...", "internal/audit", "omr/omrbook", "internal/board/roster", "internal/board/boardpdf", "delivery/deliverypdf", "bank/curriculum", "bank/assemble/...", "bank/paper", "bank/assemble/...", "web/ui", "web/candidate")...), test: []string{"web/webtest", "internal/testenv", "internal/pgdb", "internal/board/boardpg", "bank/bankpg", "bank/bankimport/...", "bank/banktest", "delivery/deliverypg", "delivery/deliveryredis", "internal/seal"}},
	{pkg: "web/candidate", may: join(base, "delivery", "delivery/protocol", "internal/identity")},
	{pkg: "web/webtest", may: join(base, "web", "internal/identity/...", "internal/audit", "internal/pgdb", "internal/testenv")},
	{pkg: "loadtest", may: []string{"delivery/protocol"}},
	{pkg: "internal/testenv", may: join(base, "internal/pgdb", "internal/redisdb", "internal/localservers")},
	{pkg: "cmd/...", may: []string{"..."}},
}

// testHelpers are made for tests: they may import testing, and production code
// may not import them.
var testHelpers = []string{"bank/banktest", "internal/testenv", "web/webtest", "delivery/deliverytest", "omr/omrtest", "omr/omrtest/fillsheets", "psychometrics/reference"}

// nowMay may ask the clock. Everything else is given a func() time.Time, so
// that a test can hold the time.
var nowMay = []string{"cmd/...", "loadtest", "internal/localservers", "internal/testenv", "web/webtest", "delivery/deliverytest", "internal/testcount"}

// never is what stays forbidden whatever the table says, through any number of
// steps.
var never = []row{
	{pkg: "delivery/...", may: []string{"bank/...", "scoring/...", "internal/workflow/..."}},
	{pkg: "web/candidate", may: []string{"bank/...", "scoring/...", "internal/workflow/..."}},
	{pkg: "loadtest", may: []string{"bank/...", "scoring/...", "delivery"}},
}

func join(a []string, b ...string) []string { return append(append([]string{}, a...), b...) }
