package web

import (
	"context"
	"encoding/json"
	"net/http"

	"khaothi/bank"
	"khaothi/bank/assemble"
	"khaothi/bank/assemble/matrixfile"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
)

// maxMatrixFile bounds a matrix that is sent as a file.
const maxMatrixFile = 8 << 20

// wordType is the media type of Word documents.
const wordType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

type matrixInput struct {
	ID        string `path:"id"`
	Blueprint string `query:"blueprint" maxLength:"40" doc:"compare with this blueprint"`
}

// matrixView is a form as a matrix.
type matrixView struct {
	Body       json.RawMessage      `json:"body" doc:"the form as a blueprint: docs/blueprint.schema.json"`
	Deviations []assemble.Deviation `json:"deviations" doc:"from the blueprint that was named"`
	Compared   bool                 `json:"compared"`
}

// matrixFileView is what was read from a file.
type matrixFileView struct {
	Body     json.RawMessage `json:"body" doc:"docs/blueprint.schema.json; null where there is an error"`
	Errors   []bank.Row      `json:"errors"`
	Warnings []bank.Row      `json:"warnings"`
}

func matrixRoutes(d Deps) []Route {
	file := func(path, summary, name, mediaType string, write func(assemble.Blueprint) ([]byte, error)) Route {
		return download(path, itemRoles, summary, mediaType, func(w http.ResponseWriter, r *http.Request, s identity.Session) error {
			saved, err := d.blueprintFor(r.Context(), s, r.PathValue("id"))
			if err != nil {
				return err
			}
			b, err := assemble.Read(saved.Body)
			if err != nil {
				return fault.New(fault.Invalid, "blueprint.syntax").Wrap(err)
			}
			data, err := write(b)
			if err != nil {
				return err
			}
			attach(w, name, mediaType)
			_, _ = w.Write(data) // the browser is gone
			return nil
		})
	}
	return []Route{
		get("/api/forms/{id}/matrix", itemRoles, "A form as its matrix, with the deviations from a blueprint", d.formMatrix),
		upload("/api/blueprint-files", itemRoles, "Read a matrix from .xlsx, .docx or .json", maxMatrixFile, d.readMatrix),
		file("/api/blueprints/{id}/matrix.xlsx", "The matrix as a workbook", "ma-tran.xlsx", xlsxType, matrixfile.MatrixXLSX),
		file("/api/blueprints/{id}/matrix.docx", "The matrix (annex 1 of letter 7991) as a Word document", "ma-tran.docx", wordType, matrixfile.MatrixDocx),
		file("/api/blueprints/{id}/specification.docx", "The specification (annex 2 of letter 7991) as a Word document", "ban-dac-ta.docx", wordType, matrixfile.SpecificationDocx),
		file("/api/blueprints/{id}/blueprint.json", "The blueprint as JSON", "ma-tran.json", "application/json", assemble.Write),
	}
}

func (d Deps) readMatrix(_ context.Context, _ identity.Session, _ *http.Request, file Upload) (matrixFileView, error) {
	b, report := matrixfile.Read(file.Name, file.Data)
	view := matrixFileView{Body: json.RawMessage("null"), Errors: report.Of(bank.Error), Warnings: report.Of(bank.Warning)}
	if len(view.Errors) > 0 && len(b.Rows) == 0 {
		return view, nil
	}
	body, err := json.Marshal(b)
	view.Body = body
	return view, err
}

// usualPoints are the points of a question of each way since 2025, in
// hundredths, for forms, which have none of their own.
func usualPoints(f bank.Form) []int {
	var out []int
	for _, p := range f.Parts {
		points := 25
		if len(p.Pins) > 0 {
			switch w := assemble.WayOf(p.Pins[0].Body.Question.Kind); {
			case w == assemble.TrueFalse, w == assemble.Essay:
				points = 100
			case w == assemble.ShortText && f.Subject == "toan":
				points = 50
			}
		}
		out = append(out, points)
	}
	return out
}

func (d Deps) formMatrix(ctx context.Context, s identity.Session, in *matrixInput) (matrixView, error) {
	f, err := d.formFor(ctx, s, in.ID)
	if err != nil {
		return matrixView{}, err
	}
	b := assemble.Of(f.Name, assemble.PartsOf(f, usualPoints(f)))
	b.Subject, b.DurationS = f.Subject, f.DurationS
	var v matrixView
	if in.Blueprint != "" {
		saved, err := d.blueprintFor(ctx, s, in.Blueprint)
		if err != nil {
			return matrixView{}, err
		}
		want, err := assemble.Read(saved.Body)
		if err != nil {
			return matrixView{}, fault.New(fault.Invalid, "blueprint.syntax").Wrap(err)
		}
		v.Deviations, v.Compared = assemble.Deviations(want.Matrix(), b.Matrix()), true
	}
	v.Body, err = json.Marshal(b)
	return v, err
}
