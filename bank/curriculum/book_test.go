package curriculum_test

import (
	"slices"
	"testing"

	"khaothi/bank"
	"khaothi/bank/curriculum"
)

func TestTheBookComesBackAsItWent(t *testing.T) {
	t.Parallel()
	nodes := slices.Clone(curriculum.National().Nodes)
	own := bank.Node{Code: "so.x", Parent: "toan.12.D", Kind: bank.NodeTopic, Name: "=cộng thêm", Grades: []int{10, 12}, Unit: "so"}
	nodes = append(nodes, own)
	data, err := curriculum.WriteBook(nodes)
	if err != nil {
		t.Fatal(err)
	}
	if book := curriculum.ReadBook(data, "so", nodes); len(book.Errors) > 0 || len(book.Nodes) != 0 || book.Same != len(nodes) {
		t.Errorf("unchanged: %d nodes, %d the same of %d, errors %+v", len(book.Nodes), book.Same, len(nodes), book.Errors)
	}
	book := curriculum.ReadBook(data, "so", nodes[:len(nodes)-1])
	if len(book.Errors) > 0 || len(book.Nodes) != 1 || book.Nodes[0].Name != own.Name || !slices.Equal(book.Nodes[0].Grades, own.Grades) || book.Nodes[0].Unit != "so" {
		t.Errorf("one new: %+v", book)
	}
}

func TestABookSaysWhatIsWrongWhere(t *testing.T) {
	t.Parallel()
	have := []bank.Node{
		{Code: "toan", Kind: bank.NodeSubject, Name: "Toán"}, {Code: "b.x", Parent: "toan", Kind: bank.NodeStrand, Name: "Của B", Unit: "b"},
	}
	data, err := curriculum.WriteBook([]bank.Node{
		{Code: "toan", Kind: bank.NodeSubject, Name: "Toán sửa"},                    // row 2: not ours
		{Code: "b.x", Parent: "toan", Kind: bank.NodeStrand, Name: "Chiếm"},         // row 3: another unit's
		{Code: "a.1", Parent: "none", Kind: bank.NodeStrand, Name: "Không cha"},     // row 4
		{Code: "a.2", Parent: "toan", Kind: bank.NodeStrand, Name: "Được"},          // row 5
		{Code: "a.2", Parent: "toan", Kind: bank.NodeStrand, Name: "Hai lần"},       // row 6
		{Code: "Sai mã", Parent: "toan", Kind: bank.NodeStrand, Name: "Mã xấu"},     // row 7
		{Code: "a.3", Parent: "toan", Kind: "", Name: "Không loại"},                 // row 8
		{Code: "a.4", Parent: "a.2", Kind: bank.NodeSubject, Name: "Môn dưới mạch"}, // row 9
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"Chương trình!2": "node.foreign", "Chương trình!3": "node.foreign", "Chương trình!4": "node.parent", "Chương trình!6": "node.twice",
		"Chương trình!7": "node.code", "Chương trình!8": "node.kind", "Chương trình!9": "node.parent",
	}
	for _, r := range curriculum.ReadBook(data, "a", have).Errors {
		switch want[r.Where] {
		case "":
			t.Errorf("unexpected: %+v", r)
		case r.Code:
			delete(want, r.Where)
		}
	}
	if len(want) > 0 {
		t.Errorf("not said: %v", want)
	}
	if book := curriculum.ReadBook([]byte("PK\x03\x04 no"), "a", have); len(book.Errors) != 1 || book.Errors[0].Where != "tệp" {
		t.Errorf("no workbook: %+v", book)
	}
}
