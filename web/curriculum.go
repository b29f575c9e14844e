package web

import (
	"context"
	"net/http"

	"khaothi/bank"
	"khaothi/bank/curriculum"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
)

// Who reads the curriculum, and who adds to it.
var (
	nodeRoles     = []exam.Role{exam.RoleTeacher, exam.RoleReviewer, exam.RoleBoard, exam.RoleAdmin}
	nodeEditRoles = []exam.Role{exam.RoleReviewer, exam.RoleAdmin}
)

type putNodesInput struct {
	Body struct {
		UnitID string      `json:"unit_id" minLength:"1"`
		Nodes  []bank.Node `json:"nodes" minItems:"1" maxItems:"50000"`
	}
}

type deleteNodeInput struct {
	Code   string `path:"code"`
	UnitID string `query:"unit_id" required:"true" minLength:"1"`
}

type nodeFileView struct {
	Nodes   []bank.Node `json:"nodes" doc:"that the file adds or renames"`
	Same    int         `json:"same" doc:"nodes of the file that are there already as they are"`
	Errors  []bank.Row  `json:"errors"`
	Written bool        `json:"written"`
}

// maxNodeFile bounds a workbook of nodes.
const maxNodeFile = 8 << 20

func curriculumRoutes(d Deps) []Route {
	return []Route{
		get("/api/curriculum", nodeRoles, "The programme, with what my units added", func(ctx context.Context, s identity.Session, _ *none) ([]bank.Node, error) {
			return d.Bank.Nodes(ctx, s.Scope(nodeRoles...))
		}),
		put("/api/curriculum", nodeEditRoles, "Add or rename nodes of a unit", func(ctx context.Context, s identity.Session, in *putNodesInput) (none, error) {
			unit := exam.UnitID(in.Body.UnitID)
			if err := s.Require(nodeEditRoles, unit); err != nil {
				return none{}, err
			}
			return none{}, d.Bank.PutNodes(ctx, s.Actor(), unit, in.Body.Nodes)
		}),
		del("/api/curriculum/{code}", nodeEditRoles, "Remove a node of a unit that has nothing under it", func(ctx context.Context, s identity.Session, in *deleteNodeInput) (none, error) {
			unit := exam.UnitID(in.UnitID)
			if err := s.Require(nodeEditRoles, unit); err != nil {
				return none{}, err
			}
			return none{}, d.Bank.DeleteNode(ctx, s.Actor(), unit, in.Code)
		}),
		download("/api/curriculum.xlsx", nodeRoles, "The programme as a workbook", xlsxType, d.sendNodes),
		upload("/api/curriculum-files/check", nodeEditRoles, "Read a workbook of nodes and say what it would change", maxNodeFile,
			func(ctx context.Context, s identity.Session, _ *http.Request, file Upload) (nodeFileView, error) {
				view, _, err := d.readNodes(ctx, s, file)
				return view, err
			}),
		upload("/api/curriculum-files", nodeEditRoles, "Take the nodes of a workbook, all or none", maxNodeFile, d.importNodes),
	}
}

func (d Deps) sendNodes(w http.ResponseWriter, r *http.Request, s identity.Session) error {
	nodes, err := d.Bank.Nodes(r.Context(), s.Scope(nodeRoles...))
	if err != nil {
		return err
	}
	data, err := curriculum.WriteBook(nodes)
	if err != nil {
		return err
	}
	attach(w, "chuong-trinh.xlsx", xlsxType)
	_, _ = w.Write(data) // the browser is gone
	return nil
}

func (d Deps) readNodes(ctx context.Context, s identity.Session, file Upload) (nodeFileView, exam.UnitID, error) {
	unit := exam.UnitID(file.Fields["unit_id"])
	if unit == "" {
		return nodeFileView{}, unit, fault.New(fault.Invalid, "curriculum.unit")
	}
	if err := s.Require(nodeEditRoles, unit); err != nil {
		return nodeFileView{}, unit, err
	}
	have, err := d.Bank.Nodes(ctx, nil) // codes of other units are taken too
	if err != nil {
		return nodeFileView{}, unit, err
	}
	book := curriculum.ReadBook(file.Data, unit, have)
	return nodeFileView{Nodes: book.Nodes, Same: book.Same, Errors: book.Errors}, unit, nil
}

func (d Deps) importNodes(ctx context.Context, s identity.Session, _ *http.Request, file Upload) (nodeFileView, error) {
	view, unit, err := d.readNodes(ctx, s, file)
	if err != nil || len(view.Errors) > 0 || len(view.Nodes) == 0 {
		return view, err
	}
	view.Written = true
	return view, d.Bank.PutNodes(ctx, s.Actor(), unit, view.Nodes)
}
