package curriculum

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"khaothi/bank"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/sheet"
	"khaothi/internal/vi"
)

// sheetName is the sheet that holds nodes, one a row.
const sheetName = "Chương trình"

// kindWords are the kinds as the workbook has them.
var kindWords = map[bank.NodeKind]string{
	bank.NodeSubject: "Môn", bank.NodeStrand: "Mạch nội dung", bank.NodeTopic: "Chủ đề", bank.NodeContent: "Đơn vị kiến thức", bank.NodeOutcome: "Yêu cầu cần đạt",
}

// columns of the workbook, with other names that are read too.
var columns = [][]string{
	{"Mã", "code"}, {"Mã cha", "parent"}, {"Loại", "kind"}, {"Tên", "name"}, {"Tiếng Anh", "english"}, {"Lớp", "grades", "khoi"}, {"Thêm bởi", "unit"},
}

// WriteBook returns nodes as a workbook that ReadBook reads.
func WriteBook(nodes []bank.Node) ([]byte, error) {
	w := sheet.NewWriter()
	s := w.Sheet(sheetName,
		sheet.Column{Title: columns[0][0], Width: 20}, sheet.Column{Title: columns[1][0], Width: 16}, sheet.Column{Title: columns[2][0], Width: 18},
		sheet.Column{Title: columns[3][0], Width: 80, Kind: sheet.Wrap}, sheet.Column{Title: columns[4][0], Width: 24},
		sheet.Column{Title: columns[5][0], Width: 12}, sheet.Column{Title: columns[6][0], Width: 24})
	choices := make([]string, 0, len(kindWords))
	for _, k := range bank.NodeKinds() {
		choices = append(choices, kindWords[k])
	}
	s.List(2, 5000, choices...)
	for _, n := range nodes {
		by := string(n.Unit)
		if by == "" {
			by = "Bộ GDĐT"
		}
		s.Row(n.Code, n.Parent, kindWords[n.Kind], n.Name, n.English, gradesText(n.Grades), by)
	}
	return w.Bytes()
}

// gradesText writes 6, 7, 8, 9 as 6-9.
func gradesText(grades []int) string {
	var parts []string
	for i := 0; i < len(grades); {
		j := i
		for j+1 < len(grades) && grades[j+1] == grades[j]+1 {
			j++
		}
		part := strconv.Itoa(grades[i])
		if j > i {
			part += "-" + strconv.Itoa(grades[j])
		}
		parts = append(parts, part)
		i = j + 1
	}
	return strings.Join(parts, ", ")
}

// Book is what a workbook of nodes says.
type Book struct {
	Nodes  []bank.Node // that it adds or renames
	Same   int         // that are there as they are
	Errors []bank.Row
}

// ReadBook reads what a unit adds to nodes that there are. Rows of what others
// own must be as they are: a workbook that was sent out may come back whole.
func ReadBook(data []byte, unit exam.UnitID, have []bank.Node) Book {
	book, err := sheet.Open(data, sheet.DefaultLimits())
	if err != nil {
		return Book{Errors: []bank.Row{{Severity: bank.Error, Where: "tệp", Code: fault.CodeOf(err), Message: "Không đọc được tệp .xlsx.", Fix: "Tải mẫu từ trang Chương trình, điền rồi lưu lại dạng .xlsx."}}}
	}
	r := bookReader{unit: unit, have: map[string]bank.Node{}}
	for _, n := range have {
		r.have[n.Code] = n
	}
	for _, s := range book.Sheets {
		if !s.Hidden {
			r.sheet(s)
			break
		}
	}
	others := slices.DeleteFunc(slices.Clone(have), func(n bank.Node) bool { return n.Unit == unit && r.mine[n.Code] })
	r.out.Errors = append(r.out.Errors, bank.CheckNodes(others, r.out.Nodes, func(i int) string { return r.rows[i] })...)
	return r.out
}

type bookReader struct {
	unit exam.UnitID
	have map[string]bank.Node
	mine map[string]bool
	rows []string // where each of out.Nodes stands
	out  Book
}

func (r *bookReader) sheet(s sheet.Sheet) {
	r.mine = map[string]bool{}
	if len(s.Rows) == 0 {
		r.fault("tệp", "node.empty", "Trang tính trống.", "Điền từ dòng 2, mỗi dòng một mục.", "")
		return
	}
	at, ok := r.header(s.Rows[0])
	if !ok {
		return
	}
	for _, row := range s.Rows[1:] {
		if len(r.out.Nodes) > bank.MaxNodes {
			r.fault("tệp", "node.many", "Quá nhiều dòng.", "Chia tệp theo môn.", "")
			return
		}
		r.row(s.Name, row, at)
	}
}

func (r *bookReader) header(row sheet.Row) (map[string]int, bool) {
	at := map[string]int{}
	for i, cell := range row.Cells {
		for _, names := range columns {
			if slices.ContainsFunc(names, func(n string) bool { return vi.Fold(n) == vi.Fold(cell) }) {
				at[names[0]] = i
			}
		}
	}
	for _, need := range []string{"Mã", "Mã cha", "Loại", "Tên"} {
		if _, ok := at[need]; !ok {
			r.fault("dòng 1", "node.column", "Thiếu cột “"+need+"”.", "Giữ nguyên dòng tiêu đề của tệp mẫu.", "")
		}
	}
	return at, len(r.out.Errors) == 0
}

func (r *bookReader) row(name string, row sheet.Row, at map[string]int) {
	cell := func(column string) string {
		if i, ok := at[column]; ok {
			return row.Cell(i)
		}
		return ""
	}
	where := fmt.Sprintf("%s!%d", name, row.N)
	n := bank.Node{Code: cell("Mã"), Parent: cell("Mã cha"), Name: bank.NormText(cell("Tên")), English: cell("Tiếng Anh"), Unit: r.unit}
	for kind, word := range kindWords {
		if w := vi.Fold(cell("Loại")); w == vi.Fold(word) || w == string(kind) {
			n.Kind = kind
		}
	}
	var ok bool
	if n.Grades, ok = readGrades(cell("Lớp")); !ok {
		r.fault(where, "node.grade", "Không đọc được cột Lớp.", "Ghi như 12, hoặc 10-12, hoặc 6, 7.", cell("Lớp"))
	}
	if old, there := r.have[n.Code]; there {
		same := old.Name == n.Name && old.Parent == n.Parent && old.Kind == n.Kind && slices.Equal(old.Grades, n.Grades) && old.English == n.English
		switch {
		case same:
			r.out.Same++
			return
		case old.Unit != r.unit:
			r.fault(where, "node.foreign", "Mục này không phải của đơn vị mình, không sửa được.", "Khôi phục dòng này như cũ, hoặc thêm mục mới với mã khác.", n.Code)
			return
		}
	}
	if r.mine[n.Code] {
		r.fault(where, "node.twice", "Mã này có hai dòng trong tệp.", "Xoá dòng thừa.", n.Code)
		return
	}
	r.mine[n.Code] = true
	r.out.Nodes, r.rows = append(r.out.Nodes, n), append(r.rows, where)
}

func (r *bookReader) fault(where, code, message, fix, excerpt string) {
	r.out.Errors = append(r.out.Errors, bank.Row{Severity: bank.Error, Where: where, Code: code, Message: message, Fix: fix, Excerpt: excerpt})
}

// readGrades reads "10-12", "6, 7" and "Lớp 9".
func readGrades(s string) ([]int, bool) {
	grades := []int{}
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ',' || r == ';' }) {
		from, to, isRange := strings.Cut(strings.ReplaceAll(part, "–", "-"), "-")
		if !isRange {
			to = from
		}
		a, ok := bank.ParseGrade(from)
		b, ok2 := bank.ParseGrade(to)
		if !ok || !ok2 || a == 0 || b < a {
			return grades, false
		}
		for g := a; g <= b; g++ {
			grades = append(grades, g)
		}
	}
	return grades, true
}
