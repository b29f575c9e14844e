package archtest

import (
	"encoding/json"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// pkg is what go list says of one package.
type pkg struct {
	ImportPath   string
	Doc          string
	Imports      []string
	TestImports  []string
	XTestImports []string
	Deps         []string
	Error        *struct{ Err string }
}

func listPackages(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-e", "-json=ImportPath,Doc,Imports,TestImports,XTestImports,Deps,Error", module+"/...")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []pkg
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := dec.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("read go list: %v", err)
		}
		all = append(all, p)
	}
	if len(all) < 5 {
		t.Fatalf("go list names only %d packages", len(all))
	}
	return all
}

func TestImportTable(t *testing.T) {
	t.Parallel()
	for _, p := range listPackages(t) {
		if p.Error != nil {
			t.Errorf("%s: %s", p.ImportPath, p.Error.Err)
		}
		for _, fault := range check(table, p) {
			t.Error(fault)
		}
	}
}

// check returns what is wrong with the imports of one package.
func check(table []row, p pkg) []string {
	name, ok := ours(p.ImportPath)
	if !ok {
		return []string{p.ImportPath + ": not a package of this module"}
	}
	r, ok := rowOf(table, name)
	if !ok {
		return []string{name + ": no row in internal/archtest/table.go"}
	}
	var faults []string
	for _, imp := range p.Imports {
		faults = append(faults, forbidden(name, imp, r.may, false)...)
		if imp == "testing" && !matchesAny(testHelpers, name) {
			faults = append(faults, name+": production code imports testing")
		}
	}
	forTests := slices.Concat(r.may, r.test, testMay, []string{name, partOf(name) + "/..."})
	for _, imp := range slices.Concat(p.TestImports, p.XTestImports) {
		for _, f := range forbidden(name, imp, forTests, true) {
			faults = append(faults, f+" (in a test)")
		}
	}
	for _, n := range never {
		if !matches(n.pkg, name) {
			continue
		}
		for _, dep := range p.Deps {
			if d, ok := ours(dep); ok && matchesAny(n.may, d) {
				faults = append(faults, name+" reaches "+d+", which nothing that a candidate reaches may import")
			}
		}
	}
	return faults
}

// forbidden says what is wrong with one import of the package name.
func forbidden(name, imp string, may []string, test bool) []string {
	if o, ok := ours(imp); ok {
		if matchesAny(may, o) {
			return nil
		}
		return []string{name + " imports " + o + ", which its row does not allow"}
	}
	for _, o := range owners {
		free := test && handedOut[o.vendor]
		if matches(o.vendor, imp) && !matchesAny(o.may, name) && !free {
			return []string{name + " imports " + imp + ", which belongs to " + strings.Join(o.may, ", ")}
		}
	}
	return nil
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	t.Parallel()
	for _, p := range listPackages(t) {
		if len(p.Doc) < 20 {
			t.Errorf("%s has no package comment", p.ImportPath)
		}
	}
}

// TestCheckFindsFaults plants one breach of each rule.
func TestCheckFindsFaults(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		p    pkg
		want string
	}{
		{"no row", pkg{ImportPath: "khaothi/util"}, "no row"},
		{"part imports part", pkg{ImportPath: "khaothi/scoring", Imports: []string{"khaothi/bank"}}, "row does not allow"},
		{"candidate page imports bank", pkg{ImportPath: "khaothi/web/candidate", Imports: []string{"khaothi/bank"}}, "row does not allow"},
		{"delivery reaches scoring through a third", pkg{ImportPath: "khaothi/delivery/deliveryws", Deps: []string{"khaothi/scoring"}}, "candidate reaches"},
		{"web imports a store", pkg{ImportPath: "khaothi/web", Imports: []string{"khaothi/bank/bankpg"}}, "row does not allow"},
		{"vendor", pkg{ImportPath: "khaothi/bank", Imports: []string{"github.com/jackc/pgx/v5"}}, "belongs to"},
		{"vendor below its root", pkg{ImportPath: "khaothi/bank", Imports: []string{"github.com/jackc/pgx/v5/pgxpool"}}, "belongs to"},
		{"testing", pkg{ImportPath: "khaothi/bank", Imports: []string{"testing"}}, "imports testing"},
		{"helper in production", pkg{ImportPath: "khaothi/web", Imports: []string{"khaothi/internal/testenv"}}, "row does not allow"},
		{"other part in a test", pkg{ImportPath: "khaothi/scoring", XTestImports: []string{"khaothi/bank"}}, "(in a test)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := strings.Join(check(table, tt.p), "\n")
			if !strings.Contains(got, tt.want) {
				t.Errorf("check = %q, want something with %q", got, tt.want)
			}
		})
	}
	clean := pkg{ImportPath: "khaothi/bank/bankpg", Imports: []string{"khaothi/bank", "khaothi/internal/pgdb", "github.com/jackc/pgx/v5", "context"}}
	if got := check(table, clean); got != nil {
		t.Errorf("check of a clean package = %v", got)
	}
}
