package protocol

import (
	"bytes"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the generated TypeScript")

var typeScriptFile = filepath.Join("..", "..", "web", "ui", "src", "candidate", "protocol.gen.ts")

// TestTypeScript compares the TypeScript of the candidate's page with what
// this package says; -update writes it.
func TestTypeScript(t *testing.T) {
	want, err := typeScript()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.MkdirAll(filepath.Dir(typeScriptFile), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(typeScriptFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(typeScriptFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what delivery/protocol says: run go generate ./delivery/protocol", typeScriptFile)
	}
}

var (
	fromClient = []string{"Hello", "Answer", "Submit", "Focus"}
	fromServer = []string{
		"Queue", "Welcome", "Saved", "Archived", "Resend", "Conflict", "Refused", "Late", "Have", "Start", "Time",
		"Replays", "Sealed", "Error",
	}
	// inMessages are the structs that messages hold.
	inMessages = []string{"Display"}
)

// typeScript reads the Go source, so that the comments go along.
func typeScript() ([]byte, error) {
	files := token.NewFileSet()
	messages, err := parser.ParseFile(files, "messages.go", nil, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	codes, err := parser.ParseFile(files, "codes.go", nil, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fmt.Fprintln(&b, "// Code generated from delivery/protocol by go generate; DO NOT EDIT.")
	fmt.Fprintf(&b, "\nexport const protocolVersion = %d;\nexport const maxMessage = %d;\nexport const maxValue = %d;\nexport const maxEssay = %d;\n",
		Version, MaxMessage, MaxValue, MaxEssay)
	fmt.Fprintf(&b, "\nexport type State = %s;\n", union(constants(messages, "State")))
	fmt.Fprintf(&b, "\nexport type SealedBy = %s;\n", union(constants(messages, "SealedBy")))
	fmt.Fprintf(&b, "\nexport type Code =\n  | %s;\n", strings.Join(constants(codes, "Code"), "\n  | "))
	writeCloseCodes(&b)
	for _, name := range slices.Concat(inMessages, suffixed(fromClient), suffixed(fromServer)) {
		if err := writeInterface(&b, messages, name); err != nil {
			return nil, err
		}
	}
	fmt.Fprintf(&b, "\nexport type ClientMessage = %s;\n", union(suffixed(fromClient)))
	fmt.Fprintf(&b, "\nexport type ServerMessage =\n  | %s;\n", strings.Join(suffixed(fromServer), "\n  | "))
	return b.Bytes(), nil
}

func union(s []string) string { return strings.Join(s, " | ") }

func suffixed(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = n + "Message"
	}
	return out
}

// constants returns the values of the constants of a type, in their order.
func constants(f *ast.File, typeName string) []string {
	var out []string
	ast.Inspect(f, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if id, ok := spec.Type.(*ast.Ident); ok && id.Name == typeName {
			out = append(out, tsString(spec.Values[0].(*ast.BasicLit).Value))
		}
		return true
	})
	return out
}

func tsString(goLiteral string) string {
	s, _ := strconv.Unquote(goLiteral)
	return "'" + s + "'"
}

func writeCloseCodes(b *bytes.Buffer) {
	codes := make([]Code, 0, len(closeCodes))
	for c := range closeCodes {
		codes = append(codes, c)
	}
	slices.SortFunc(codes, func(x, y Code) int { return closeCodes[x] - closeCodes[y] })
	fmt.Fprint(b, "\n/** Close codes: 4000-4499 connect again, 4500-4999 do not. */\n")
	fmt.Fprint(b, "export const closeCodes: Record<number, Code> = {\n")
	for _, c := range codes {
		fmt.Fprintf(b, "  %d: '%s',\n", closeCodes[c], c)
	}
	fmt.Fprint(b, "};\n")
}

// writeInterface writes a message, whose name ends in Message, or what one holds.
func writeInterface(b *bytes.Buffer, f *ast.File, tsName string) error {
	name := strings.TrimSuffix(tsName, "Message")
	spec, doc := findStruct(f, name)
	if spec == nil {
		return fmt.Errorf("no struct %s", name)
	}
	fmt.Fprintf(b, "\n/** %s */\nexport interface %s {\n", oneLine(doc), tsName)
	for _, field := range spec.Fields.List {
		tag, _ := strconv.Unquote(field.Tag.Value)
		tag = strings.TrimSuffix(strings.TrimPrefix(tag, `json:"`), `"`)
		member, optional, _ := strings.Cut(tag, ",")
		if optional != "" {
			member += "?"
		}
		if field.Doc != nil {
			fmt.Fprintf(b, "  /** %s */\n", oneLine(field.Doc.Text()))
		}
		fmt.Fprintf(b, "  %s: %s;\n", member, tsType(field.Type, name))
	}
	fmt.Fprint(b, "}\n")
	return nil
}

func findStruct(f *ast.File, name string) (*ast.StructType, string) {
	for _, d := range f.Decls {
		decl, ok := d.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, s := range decl.Specs {
			spec, ok := s.(*ast.TypeSpec)
			if !ok || spec.Name.Name != name {
				continue
			}
			st, _ := spec.Type.(*ast.StructType)
			return st, decl.Doc.Text()
		}
	}
	return nil, ""
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func tsType(e ast.Expr, message string) string {
	if m, ok := e.(*ast.MapType); ok {
		return "Record<string, " + tsType(m.Value, message) + ">"
	}
	switch id := e.(*ast.Ident).Name; id {
	case "Type":
		return "'" + strings.ToLower(message) + "'"
	case "State", "SealedBy", "Code", "string", "Display":
		return id
	case "bool":
		return "boolean"
	default:
		return "number"
	}
}
