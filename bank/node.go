package bank

import (
	"fmt"
	"regexp"
	"slices"

	"khaothi/internal/exam"
)

// NodeKind is what a node of the curriculum is.
type NodeKind string

// The kinds of nodes, from the root.
const (
	NodeSubject NodeKind = "subject" // môn
	NodeStrand  NodeKind = "strand"  // mạch nội dung
	NodeTopic   NodeKind = "topic"   // chủ đề, chương
	NodeContent NodeKind = "content" // đơn vị kiến thức
	NodeOutcome NodeKind = "outcome" // yêu cầu cần đạt
)

// NodeKinds lists the kinds from the root.
func NodeKinds() []NodeKind {
	return []NodeKind{NodeSubject, NodeStrand, NodeTopic, NodeContent, NodeOutcome}
}

// Node is one place of the curriculum: a subject, or something under one. Its
// name is what questions are tagged with, so that a tag reads on a printed
// matrix as the regulation has it.
type Node struct {
	Code    string      `json:"code"`
	Parent  string      `json:"parent,omitempty"`
	Kind    NodeKind    `json:"kind" enum:"subject,strand,topic,content,outcome"`
	Name    string      `json:"name"`
	English string      `json:"en,omitempty"`
	Grades  []int       `json:"grades"`
	Unit    exam.UnitID `json:"unit_id,omitempty"` // who added it; empty: the national programme
}

// Bounds of a curriculum, far above the 10,000 nodes that all subjects make.
const (
	MaxNodes     = 50_000
	maxNodeName  = 1000
	nodeCodeHelp = "Dùng chữ không dấu, số, dấu chấm hoặc gạch nối, ví dụ toan.12.D.9."
)

var nodeCode = regexp.MustCompile(`^[a-z][A-Za-z0-9]*([.-][A-Za-z0-9]+)*$`)

// CheckNodes says what is wrong with nodes that stand on top of others: each
// fault of each node. Where names a node by its place in nodes.
func CheckNodes(base, nodes []Node, where func(i int) string) []Row {
	c := nodeCheck{kinds: map[string]NodeKind{}, where: where}
	for _, n := range base {
		c.kinds[n.Code] = n.Kind
	}
	for i, n := range nodes {
		c.one(i, n)
	}
	for i, n := range nodes {
		c.parent(i, n)
	}
	return c.rows
}

type nodeCheck struct {
	kinds map[string]NodeKind
	where func(i int) string
	rows  []Row
}

func (c *nodeCheck) say(i int, code, message, fix, excerpt string) {
	c.rows = append(c.rows, Row{Severity: Error, Where: c.where(i), Code: code, Message: message, Fix: fix, Excerpt: clip(excerpt)})
}

func (c *nodeCheck) one(i int, n Node) {
	switch {
	case len(n.Code) > 80 || !nodeCode.MatchString(n.Code):
		c.say(i, "node.code", "Mã của mục không hợp lệ.", nodeCodeHelp, n.Code)
	case c.kinds[n.Code] != "":
		c.say(i, "node.twice", "Mã này đã có.", "Đổi mã, hoặc xoá dòng thừa.", n.Code)
	default:
		c.kinds[n.Code] = n.Kind
	}
	if NormText(n.Name) == "" || len(n.Name) > maxNodeName {
		c.say(i, "node.name", "Tên trống hoặc quá dài.", "Ghi tên của mục, không quá 1.000 byte.", n.Name)
	}
	if !slices.Contains(NodeKinds(), n.Kind) {
		c.say(i, "node.kind", "Không rõ loại của mục.", "Ghi môn, mạch, chủ đề, đơn vị kiến thức hoặc yêu cầu cần đạt.", string(n.Kind))
	}
	for _, g := range n.Grades {
		if g < 1 || g > 12 {
			c.say(i, "node.grade", fmt.Sprintf("Không có lớp %d.", g), "Ghi các lớp từ 1 đến 12.", n.Name)
		}
	}
}

// parent wants the kind above, or one further up where the programme skips a
// step. So there is no circle.
func (c *nodeCheck) parent(i int, n Node) {
	if n.Kind == NodeSubject {
		if n.Parent != "" {
			c.say(i, "node.parent", "Môn học đứng đầu cây, không có mục cha.", "Để trống mã cha.", n.Parent)
		}
		return
	}
	if !slices.Contains(NodeKinds(), n.Kind) {
		return // said already
	}
	kind, ok := c.kinds[n.Parent]
	if !ok {
		c.say(i, "node.parent", "Không có mục cha này.", "Ghi mã của một mục đã có hoặc có trong tệp.", n.Parent)
		return
	}
	if slices.Index(NodeKinds(), kind) >= slices.Index(NodeKinds(), n.Kind) {
		c.say(i, "node.order", "Mục cha phải ở cấp trên trong cây.", "Thứ tự: môn, mạch, chủ đề, đơn vị kiến thức, yêu cầu cần đạt.", n.Name)
	}
}
