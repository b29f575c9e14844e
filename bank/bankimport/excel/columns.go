package excel

import (
	"strings"

	"khaothi/bank"
	"khaothi/internal/vi"
)

// column is what a column of the template means.
type column string

// The columns of the template. Option columns are optA…optH.
const (
	colLabel    column = "label"
	colKind     column = "kind"
	colSubject  column = "subject"
	colGrade    column = "grade"
	colTopic    column = "topic"
	colLevel    column = "level"
	colOutcome  column = "outcome"
	colStimulus column = "stimulus"
	colStem     column = "stem"
	colKey      column = "key"
	colFixed    column = "fixed"
	colMax      column = "max"
	colSolution column = "solution"
	colPicture  column = "picture"
	colNumber   column = "number" // a running number, read by nobody
	colOption   column = "opt"

	colContent    column = "content"
	colCompetence column = "competence"
	colFree       column = "free"
	colRows       column = "rows"   // of matching: what gets an option, one a line
	colCredit     column = "credit" // what earns a part, one a line: 50% B
	colFold       column = "fold"
	colWork       column = "work" // what an essay or a file may be
	colRubric     column = "rubric"
)

// Option columns go from A to Z; I to Z only where all letters before them
// stand in the header, so that a column "S" or "X" of somebody is none.
const (
	maxOptions    = 26
	commonOptions = 8
)

// aliases are folded headers; each also stands for itself with a trailing
// remark in brackets removed.
var aliases = map[string]column{
	"ma cau": colLabel, "ma cau hoi": colLabel, "ma": colLabel, "id": colLabel, "code": colLabel, "label": colLabel, "name": colLabel,
	"dang cau": colKind, "dang": colKind, "dang cau hoi": colKind, "loai cau": colKind, "loai cau hoi": colKind, "loai": colKind, "type": colKind, "kind": colKind, "question type": colKind,
	"mon": colSubject, "mon hoc": colSubject, "subject": colSubject,
	"lop": colGrade, "khoi": colGrade, "khoi lop": colGrade, "grade": colGrade, "class": colGrade,
	"chu de": colTopic, "chuong": colTopic, "chuyen de": colTopic, "bai": colTopic, "noi dung": colTopic, "topic": colTopic, "chapter": colTopic,
	"muc do": colLevel, "muc do nhan thuc": colLevel, "cap do": colLevel, "level": colLevel, "difficulty": colLevel,
	"yeu cau can dat": colOutcome, "yccd": colOutcome, "muc tieu": colOutcome, "outcome": colOutcome, "learning outcome": colOutcome,
	"ngu lieu": colStimulus, "ma ngu lieu": colStimulus, "doan van": colStimulus, "stimulus": colStimulus, "passage": colStimulus,
	"cau hoi": colStem, "noi dung cau hoi": colStem, "de bai": colStem, "cau dan": colStem, "loi dan": colStem, "question": colStem, "stem": colStem, "question text": colStem,
	"dap an": colKey, "dap an dung": colKey, "dap so": colKey, "key": colKey, "answer": colKey, "correct answer": colKey, "correct": colKey,
	"co dinh": colFixed, "phuong an co dinh": colFixed, "khong dao": colFixed, "fixed": colFixed,
	"so ky tu": colMax, "so ki tu": colMax, "so ky tu toi da": colMax, "so ki tu toi da": colMax, "max": colMax, "max length": colMax,
	"loi giai": colSolution, "giai thich": colSolution, "huong dan giai": colSolution, "solution": colSolution, "explanation": colSolution,
	"hinh": colPicture, "hinh anh": colPicture, "anh": colPicture, "picture": colPicture, "image": colPicture,
	"don vi kien thuc": colContent, "content": colContent, "nang luc": colCompetence, "competence": colCompetence, "competences": colCompetence,
	"nhan": colFree, "the": colFree, "tag": colFree, "tags": colFree,
	"ve trai": colRows, "cac dong": colRows, "cac y ghep": colRows, "rows": colRows,
	"diem tung phan": colCredit, "diem thanh phan": colCredit, "ti le diem": colCredit, "credit": colCredit,
	"khong phan biet hoa thuong": colFold, "fold": colFold, "ignore case": colFold,
	"bai lam": colWork, "yeu cau bai lam": colWork, "response": colWork,
	"huong dan cham": colRubric, "thang diem": colRubric, "rubric": colRubric,
	"stt": colNumber, "so tt": colNumber, "tt": colNumber, "no": colNumber, "#": colNumber,
}

// columnOf reads a header cell, with or without accents, in Vietnamese or
// English; "Đáp án A", "Phương án A", "Ý a" and "A" are option columns.
func columnOf(header string) (column, bool) {
	if i := strings.IndexByte(header, '('); i > 0 {
		header = header[:i]
	}
	f := vi.Fold(header)
	if c, ok := aliases[f]; ok {
		return c, true
	}
	for _, word := range []string{"dap an ", "phuong an ", "lua chon ", "option ", "choice ", "answer ", "y ", "menh de ", ""} {
		rest, ok := strings.CutPrefix(f, word)
		if ok && len(rest) == 1 && rest[0] >= 'a' && rest[0] < 'a'+maxOptions {
			return colOption + column(rest), true
		}
	}
	return "", false
}

var kindNames = map[string]bank.Kind{
	"mot dap an": bank.Single, "mot dap an dung": bank.Single, "nhieu lua chon": bank.Single, "trac nghiem": bank.Single, "tn": bank.Single, "single": bank.Single, "single choice": bank.Single, "phan i": bank.Single,
	"nhieu dap an": bank.Multiple, "nhieu dap an dung": bank.Multiple, "tnn": bank.Multiple, "multiple": bank.Multiple, "multiple response": bank.Multiple,
	"dung sai": bank.Cluster, "ds": bank.Cluster, "cluster": bank.Cluster, "true false": bank.Cluster, "phan ii": bank.Cluster, "dung sai 4 y": bank.Cluster,
	"tra loi ngan": bank.Short, "tln": bank.Short, "short": bank.Short, "short answer": bank.Short, "phan iii": bank.Short,
	"dien so": bank.Numeric, "so": bank.Numeric, "numeric": bank.Numeric, "numerical": bank.Numeric,
	"dien khuyet": bank.Cloze, "dk": bank.Cloze, "cloze": bank.Cloze,
	"ghep doi": bank.Match, "gc": bank.Match, "gn": bank.Match, "match": bank.Match, "matching": bank.Match,
	"phan loai": bank.Categorise, "pl": bank.Categorise, "categorise": bank.Categorise,
	"sap xep": bank.Order, "sx": bank.Order, "order": bank.Order, "ordering": bank.Order,
	"tu luan": bank.Essay, "tl": bank.Essay, "essay": bank.Essay,
	"nop tep": bank.Upload, "nt": bank.Upload, "upload": bank.Upload,
}

// kindTitles are how the template writes the kinds that it has.
var kindTitles = map[bank.Kind]string{
	bank.Single: "Một đáp án", bank.Multiple: "Nhiều đáp án", bank.Cluster: "Đúng/Sai", bank.Short: "Trả lời ngắn", bank.Numeric: "Điền số", bank.Cloze: "Điền khuyết",
	bank.Match: "Ghép đôi", bank.Categorise: "Phân loại", bank.Order: "Sắp xếp", bank.Essay: "Tự luận", bank.Upload: "Nộp tệp",
}

// Sheets that hold no questions.
var otherSheets = map[string]bool{"huong dan": true, "guide": true, "danh muc": true, "lists": true, "ngu lieu": true, "stimuli": true}

// stimulusSheets hold codes and texts of stimuli.
var stimulusSheets = map[string]bool{"ngu lieu": true, "stimuli": true}
