package bank

import (
	"strconv"
	"strings"

	"khaothi/internal/vi"
)

// Level is how much thinking a question asks for.
type Level string

// The levels since letter 7991/BGDĐT-GDTrH of 2024, and Advanced, which older
// banks have above them.
const (
	Know       Level = "biet"
	Understand Level = "hieu"
	Apply      Level = "vandung"
	Advanced   Level = "vandungcao"
)

// Levels lists the levels of today from the lowest.
func Levels() []Level { return []Level{Know, Understand, Apply} }

// Fold maps the old four levels to the three of today.
func (l Level) Fold() Level {
	if l == Advanced {
		return Apply
	}
	return l
}

// Vietnamese returns the level as papers print it.
func (l Level) Vietnamese() string {
	switch l {
	case Know:
		return "Biết"
	case Understand:
		return "Hiểu"
	case Apply:
		return "Vận dụng"
	case Advanced:
		return "Vận dụng cao"
	}
	return ""
}

var levelNames = map[string]Level{
	"biet": Know, "nhan biet": Know, "nb": Know, "b": Know, "know": Know, "knowledge": Know, "remember": Know,
	"hieu": Understand, "thong hieu": Understand, "th": Understand, "h": Understand, "understand": Understand, "comprehension": Understand,
	"van dung": Apply, "vandung": Apply, "vd": Apply, "vd thap": Apply, "van dung thap": Apply, "vdt": Apply, "apply": Apply, "application": Apply,
	"van dung cao": Advanced, "vandungcao": Advanced, "vdc": Advanced, "vd cao": Advanced, "analyse": Advanced, "analyze": Advanced,
}

// ParseLevel reads a level as authors write it. "V" and "T" alone are not read:
// banks disagree about them.
func ParseLevel(s string) (Level, bool) {
	l, ok := levelNames[vi.Fold(s)]
	return l, ok
}

var subjectNames = map[string]string{
	"toan": "toan", "toan hoc": "toan", "math": "toan", "mathematics": "toan", "maths": "toan",
	"vat li": "vatli", "vat ly": "vatli", "vatli": "vatli", "vatly": "vatli", "li": "vatli", "ly": "vatli", "physics": "vatli",
	"hoa hoc": "hoahoc", "hoa": "hoahoc", "hoahoc": "hoahoc", "chemistry": "hoahoc",
	"sinh hoc": "sinhhoc", "sinh": "sinhhoc", "sinhhoc": "sinhhoc", "biology": "sinhhoc",
	"lich su": "lichsu", "su": "lichsu", "lichsu": "lichsu", "history": "lichsu",
	"dia li": "diali", "dia ly": "diali", "dia": "diali", "diali": "diali", "geography": "diali",
	"gdktpl": "gdktpl", "giao duc kinh te va phap luat": "gdktpl", "gd ktpl": "gdktpl", "kinh te va phap luat": "gdktpl",
	"tin hoc": "tinhoc", "tin": "tinhoc", "tinhoc": "tinhoc", "informatics": "tinhoc",
	"cong nghe": "congnghe", "congnghe": "congnghe", "technology": "congnghe",
	"ngoai ngu": "ngoaingu", "ngoaingu": "ngoaingu", "tieng anh": "ngoaingu", "anh": "ngoaingu", "english": "ngoaingu",
	"ngu van": "nguvan", "nguvan": "nguvan", "van": "nguvan", "literature": "nguvan",
	"tieng viet": "tiengviet", "tiengviet": "tiengviet", "ngoai ngu 1": "ngoaingu", "ngoai ngu 2": "ngoaingu2", "ngoaingu2": "ngoaingu2",
	"tieng dan toc thieu so": "tiengdantoc", "tiengdantoc": "tiengdantoc", "dao duc": "daoduc", "daoduc": "daoduc",
	"gdcd": "gdcd", "giao duc cong dan": "gdcd", "tnxh": "tnxh", "tu nhien va xa hoi": "tnxh",
	"khoa hoc": "khoahoc", "khoahoc": "khoahoc", "lich su va dia li": "lsdl", "lich su va dia ly": "lsdl", "lsdl": "lsdl",
	"khtn": "khtn", "khoa hoc tu nhien": "khtn", "thcn": "thcn", "tin hoc va cong nghe": "thcn",
	"gdtc": "gdtc", "giao duc the chat": "gdtc", "am nhac": "amnhac", "amnhac": "amnhac", "mi thuat": "mithuat", "my thuat": "mithuat", "mithuat": "mithuat",
	"gdqpan": "gdqpan", "giao duc quoc phong va an ninh": "gdqpan", "hdtn": "hdtn", "hoat dong trai nghiem": "hdtn", "gddp": "gddp",
}

// ParseSubject returns the code of a subject that the program knows (toan,
// vatli, …) and any other subject as it is written.
func ParseSubject(s string) string {
	if code, ok := subjectNames[vi.Fold(s)]; ok {
		return code
	}
	return NormText(s)
}

// ParseGrade reads a grade 1–12, also "Lớp 12" and "Khối 12". Empty is 0.
func ParseGrade(s string) (int, bool) {
	f := vi.Fold(s)
	for _, word := range []string{"lop", "khoi", "grade"} {
		f = strings.TrimSpace(strings.TrimPrefix(f, word))
	}
	if f == "" {
		return 0, strings.TrimSpace(s) == ""
	}
	n, err := strconv.Atoi(f)
	return n, err == nil && n >= 1 && n <= 12
}
