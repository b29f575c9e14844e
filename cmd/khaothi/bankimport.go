package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"khaothi/bank"
	"khaothi/bank/bankimport"
	"khaothi/bank/bankimport/itemjson"
	"khaothi/bank/bankpg"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
)

// maxImportFile bounds one file of questions; the readers have bounds of their
// own inside it.
const maxImportFile = 64 << 20

type importOptions struct {
	format, as, pool, itemsOut string
	dryRun                     bool
}

// importReport is what bank import --json prints.
type importReport struct {
	DryRun bool         `json:"dry_run"`
	Files  []fileReport `json:"files"`
}

// fileReport is what an import has to say about one file. Items are those that
// were understood; Imported of them are in the bank now.
type fileReport struct {
	File     string            `json:"file"`
	Format   string            `json:"format"`
	SHA256   string            `json:"sha256"`
	Found    int               `json:"found"`
	Items    int               `json:"items"`
	ByKind   map[bank.Kind]int `json:"by_kind"`
	Media    int               `json:"media"`
	Imported int               `json:"imported"`
	Batch    string            `json:"batch,omitempty"`
	Errors   []bank.Row        `json:"errors"`
	Warnings []bank.Row        `json:"warnings"`
}

// bankImportCmd reads files of questions, checks them, and imports those that
// are without error.
func bankImportCmd() *cobra.Command {
	c := DefaultConfig()
	var o importOptions
	cmd := &cobra.Command{
		Use:   "import FILE… [--dry-run | --as USER --pool POOL]",
		Short: "check files of questions and import them",
		Long: `Reads .xlsx (the template), Word, Moodle XML, GIFT, Aiken, LaTeX ex_test, QTI and the
program's own JSON, and reports every error and warning with its place. A file with an error imports nothing of
itself; the others are imported whole, as a batch that can be undone. --dry-run
needs no database. Exit code 2: at least one file was refused. See docs/import.md.`,
		Example: `  khaothi bank import de-toan.xlsx --dry-run
  khaothi bank import de-toan.xlsx cu.gift --as hoa --pool "Toán 12"`,
		Args: cobra.MinimumNArgs(1),
	}
	f := cmd.Flags()
	f.StringVar(&o.format, "format", bankimport.Auto, "format of the files: auto, "+strings.Join(bankimport.Formats(), ", "))
	f.BoolVar(&o.dryRun, "dry-run", false, "only check and report")
	f.StringVar(&o.as, "as", "", "user name of the person who imports")
	f.StringVar(&o.pool, "pool", "", "pool of the bank that takes the questions")
	f.StringVar(&o.itemsOut, "items-out", "", "also write the questions of files without error as JSON")
	envErr := c.Bind(loadEnv, f, dataFlags...)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := o.check(); err != nil {
			return err
		}
		files, err := o.read(args, cmd.ErrOrStderr())
		if err != nil {
			return err
		}
		report := importReport{DryRun: o.dryRun}
		for _, in := range files {
			r := reportOf(in)
			if o.dryRun {
				r.Warnings = append(r.Warnings, in.Near(in.AlikeWithin())...)
			}
			report.Files = append(report.Files, r)
		}
		if !o.dryRun {
			err := withData(cmd, c, envErr, func(d *Data) error { return o.store(cmd.Context(), d, files, report.Files) })
			if err != nil {
				return err
			}
		}
		return o.finish(cmd, files, report)
	}
	return cmd
}

// check refuses flags that do not go together, before anything is read.
func (o importOptions) check() error {
	known := o.format == bankimport.Auto
	for _, f := range bankimport.Formats() {
		known = known || f == o.format
	}
	switch {
	case !known:
		return fmt.Errorf("--format %s: want auto, %s", o.format, strings.Join(bankimport.Formats(), ", "))
	case o.dryRun && (o.as != "" || o.pool != ""):
		return errors.New("--dry-run imports nothing: leave --as and --pool out")
	case !o.dryRun && (o.as == "" || strings.TrimSpace(o.pool) == ""):
		return errors.New("give --dry-run to check only, or --as USER and --pool POOL to import")
	}
	return nil
}

func (o importOptions) read(paths []string, progress io.Writer) ([]bank.Imported, error) {
	out := make([]bank.Imported, 0, len(paths))
	for i, path := range paths {
		data, err := readBounded(path)
		if err != nil {
			return nil, err
		}
		if len(paths) > 1 {
			_, _ = fmt.Fprintf(progress, "%d/%d %s\n", i+1, len(paths), path) // nobody listens
		}
		in := bankimport.Read(path, data, o.format)
		in.File = path
		out = append(out, in)
	}
	return out, nil
}

func readBounded(path string) ([]byte, error) {
	f, err := os.Open(path) //nolint:gosec // the person at the keyboard named it
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	defer func() { _ = f.Close() }() // read only
	data, err := io.ReadAll(io.LimitReader(f, maxImportFile+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return data, nil // one byte too many is for the reader to refuse, with its code
}

func reportOf(in bank.Imported) fileReport {
	return fileReport{
		File: in.File, Format: in.Format, SHA256: in.SHA256, Found: in.Found, Items: len(in.Items), ByKind: in.ByKind(),
		Media: len(in.Media), Errors: in.Report.Of(bank.Error), Warnings: in.Report.Of(bank.Warning),
	}
}

// store imports every file without error, each in one transaction.
func (o importOptions) store(ctx context.Context, d *Data, files []bank.Imported, reports []fileReport) error {
	s, err := o.person(ctx, newIdentity(d))
	if err != nil {
		return err
	}
	store := bankpg.New(d.Pool).Keyed(d.Secrets.Vault())
	home := bank.Home{Unit: s.Account.UnitID, Pool: bank.NormText(o.pool)}
	for i, in := range files {
		if in.Report.Errors() > 0 {
			continue
		}
		known, err := store.Known(ctx, in.SHA256, in.Fingerprints())
		if err != nil {
			return err
		}
		reports[i].Warnings = append(reports[i].Warnings, in.Known(known)...)
		alike := in.AlikeWithin()
		if known.Batch == nil { // else every question of it is there, of course
			items, err := store.Alike(ctx, s.Scope(exam.RoleTeacher, exam.RoleReviewer, exam.RoleBoard), in.Sketches())
			if err != nil {
				return err
			}
			alike = append(alike, in.AlikeBank(items)...)
		}
		reports[i].Warnings = append(reports[i].Warnings, in.Near(alike)...)
		batch, err := store.Import(ctx, s.Actor(), home, in)
		if fault.CodeOf(err) == "import.same_file" {
			reports[i].Errors = append(reports[i].Errors, bank.Row{
				Severity: bank.Error, Where: "tệp", Code: "import.same_file", Message: "Tệp này đã được nhập vào kho “" + home.Pool + "” rồi.",
				Fix: "Hoàn tác lần nhập trước nếu muốn nhập lại.",
			})
			continue
		}
		if err != nil {
			return fmt.Errorf("import %s: %w", in.File, err)
		}
		reports[i].Imported, reports[i].Batch = batch.Items, batch.ID
	}
	return nil
}

// person is who imports: an account with a role that may.
func (o importOptions) person(ctx context.Context, s *identity.Service) (identity.Session, error) {
	session, err := s.Account(ctx, o.as)
	if fault.KindOf(err) == fault.NotFound {
		return session, fmt.Errorf("--as %s: there is no such account", o.as)
	}
	if err != nil {
		return session, err
	}
	if !session.Has(exam.RoleTeacher, exam.RoleReviewer, exam.RoleBoard) {
		return session, fmt.Errorf("--as %s: this account is no teacher, reviewer or board", o.as)
	}
	return session, nil
}

// finish writes the items, prints the report, and sets the exit code.
func (o importOptions) finish(cmd *cobra.Command, files []bank.Imported, report importReport) error {
	refused := 0
	var good []bank.Imported
	for i, f := range report.Files {
		if len(f.Errors) > 0 {
			refused++
			continue
		}
		good = append(good, files[i])
	}
	if o.itemsOut != "" {
		data, err := itemjson.Write(good...)
		if err != nil {
			return err
		}
		if err := os.WriteFile(o.itemsOut, data, 0o600); err != nil { // it holds keys
			return fmt.Errorf("write the items: %w", err)
		}
	}
	if wantsJSON(cmd) {
		if err := printJSON(cmd.OutOrStdout(), report); err != nil {
			return err
		}
	} else if err := printImport(cmd.OutOrStdout(), report); err != nil {
		return err
	}
	if refused > 0 {
		return exitError{code: exitRefused, err: fmt.Errorf("%d of %d files were refused; nothing of them was imported", refused, len(report.Files))}
	}
	return nil
}

func printImport(w io.Writer, report importReport) error {
	var b strings.Builder
	for _, f := range report.Files {
		fmt.Fprintf(&b, "%s (%s): %d câu, đọc được %d", f.File, f.Format, f.Found, f.Items)
		for _, k := range bank.Kinds() {
			if n := f.ByKind[k]; n > 0 {
				fmt.Fprintf(&b, ", %s %d", k, n)
			}
		}
		fmt.Fprintf(&b, "; %d hình; %d lỗi, %d cảnh báo\n", f.Media, len(f.Errors), len(f.Warnings))
		for _, r := range append(append([]bank.Row{}, f.Errors...), f.Warnings...) {
			sign := map[bank.Severity]string{bank.Error: "LỖI", bank.Warning: "lưu ý"}[r.Severity]
			fmt.Fprintf(&b, "  %s %s [%s] %s %s\n", sign, r.Where, r.Code, r.Message, r.Fix)
		}
		if f.Imported > 0 {
			fmt.Fprintf(&b, "  đã nhập %d câu, lần nhập %s\n", f.Imported, f.Batch)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
