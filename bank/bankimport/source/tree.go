package source

import (
	"html"
	"regexp"
	"strings"
)

// Node is one piece of a text in the subset: an element with its children, a
// formula, or characters.
type Node struct {
	Tag  string // element, or "" for characters and Math or Display for a formula
	Text string // of characters and formulas, without escapes
	Attr map[string]string
	Kids []Node
}

// The tags of formulas.
const (
	Math    = "\\("
	Display = "\\["
)

var (
	treeTag  = regexp.MustCompile(`^<(/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+="[^"]*")*)\s*/?>`)
	treeAttr = regexp.MustCompile(`([a-z-]+)="([^"]*)"`)
)

// Tree parses a text that CleanHTML has made. Tags that close nothing are
// passed over, those left open close with their parent.
func Tree(s string) []Node {
	stack := []Node{{}}
	add := func(n Node) {
		top := &stack[len(stack)-1]
		if k := len(top.Kids); n.Tag == "" && k > 0 && top.Kids[k-1].Tag == "" {
			top.Kids[k-1].Text += n.Text
			return
		}
		top.Kids = append(top.Kids, n)
	}
	closeTop := func() {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		add(n)
	}
	for s != "" {
		n, rest := piece(s)
		s = rest
		switch {
		case n.Tag == "" || n.Tag == Math || n.Tag == Display || n.Tag == "br" || n.Tag == "img":
			add(n)
		case n.Tag[0] != '/':
			if len(stack) < maxTree {
				stack = append(stack, n)
			}
		default:
			for i := len(stack) - 1; i > 0; i-- {
				if stack[i].Tag != n.Tag[1:] {
					continue
				}
				for len(stack) > i {
					closeTop()
				}
				break
			}
		}
	}
	for len(stack) > 1 {
		closeTop()
	}
	return stack[0].Kids
}

// maxTree bounds how deep elements nest; deeper ones are passed over.
const maxTree = 64

// piece reads the first tag, formula or run of characters.
func piece(s string) (n Node, rest string) {
	if s[0] == '<' {
		if m := treeTag.FindStringSubmatch(s); m != nil {
			n.Tag = m[1] + m[2]
			for _, a := range treeAttr.FindAllStringSubmatch(m[3], -1) {
				if n.Attr == nil {
					n.Attr = map[string]string{}
				}
				n.Attr[a[1]] = html.UnescapeString(a[2])
			}
			return n, s[len(m[0]):]
		}
		return Node{Text: "<"}, s[1:]
	}
	for _, open := range []string{Math, Display} {
		shut := map[string]string{Math: `\)`, Display: `\]`}[open]
		if body, ok := strings.CutPrefix(s, open); ok {
			if i := strings.Index(body, shut); i >= 0 {
				return Node{Tag: open, Text: html.UnescapeString(body[:i])}, body[i+2:]
			}
		}
	}
	end := strings.IndexAny(s[1:], `<\`)
	if end < 0 {
		end = len(s) - 1
	}
	return Node{Text: html.UnescapeString(s[:end+1])}, s[end+1:]
}
