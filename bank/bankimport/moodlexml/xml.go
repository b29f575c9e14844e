package moodlexml

// xmlText is a text with its files.
type xmlText struct {
	Format string    `xml:"format,attr"`
	Text   string    `xml:"text"`
	Files  []xmlFile `xml:"file"`
}

type xmlFile struct {
	Name     string `xml:"name,attr"`
	Encoding string `xml:"encoding,attr"`
	Data     string `xml:",chardata"`
}

type xmlAnswer struct {
	xmlText
	Fraction  string  `xml:"fraction,attr"`
	Tolerance string  `xml:"tolerance"`
	Feedback  xmlText `xml:"feedback"`
}

// xmlQuestion holds the elements of all types of questions.
type xmlQuestion struct {
	Type     string      `xml:"type,attr"`
	Name     xmlText     `xml:"name"`
	Text     xmlText     `xml:"questiontext"`
	General  xmlText     `xml:"generalfeedback"`
	Category xmlText     `xml:"category"`
	IDNumber string      `xml:"idnumber"`
	Grade    string      `xml:"defaultgrade"`
	Tags     []xmlText   `xml:"tags>tag"`
	Comment  string      `xml:",comment"`
	Single   string      `xml:"single"`
	Shuffle  string      `xml:"shuffleanswers"`
	UseCase  string      `xml:"usecase"`
	Answers  []xmlAnswer `xml:"answer"`
	Hints    []xmlText   `xml:"hint"`
	Image    string      `xml:"image_base64"` // Moodle 1.x

	Units       []xmlUnit `xml:"units>unit"`
	UnitGrading string    `xml:"unitgradingtype"`

	Pairs []xmlPair `xml:"subquestion"` // matching

	Select string      `xml:"selecttype"` // ordering
	Words  []xmlChoice `xml:"selectoption"`
	Boxes  []xmlChoice `xml:"dragbox"`

	Files []xmlFile  `xml:"file"` // ddmarker: the picture
	Drags []xmlDrag  `xml:"drag"`
	Drops []xmlPlace `xml:"drop"`

	Response    string  `xml:"responseformat"` // essay
	Lines       string  `xml:"responsefieldlines"`
	MaxWords    string  `xml:"maxwordlimit"`
	Attachments string  `xml:"attachments"`
	MaxBytes    string  `xml:"maxbytes"`
	FileTypes   string  `xml:"filetypeslist"`
	Grader      xmlText `xml:"graderinfo"`
}

type xmlUnit struct {
	Name string `xml:"unit_name"`
}

type xmlPair struct {
	xmlText
	Answer xmlText `xml:"answer"`
}

// xmlChoice is a word of a gap: a selectoption or a dragbox.
type xmlChoice struct {
	Text  string `xml:"text"`
	Group string `xml:"group"`
}

type xmlDrag struct {
	No    string `xml:"no"`
	Text  string `xml:"text"`
	Count string `xml:"noofdrags"`
}

type xmlPlace struct {
	Shape  string `xml:"shape"`
	Coords string `xml:"coords"`
	Choice string `xml:"choice"`
}
