package web

import (
	"context"

	"khaothi/internal/exam"
	"khaothi/internal/identity"
)

type unitView struct {
	ID       string `json:"id"`
	ParentID string `json:"parent_id"`
	Kind     string `json:"kind" enum:"so,phong,truong,lop"`
	Code     string `json:"code"`
	Name     string `json:"name"`
	School   string `json:"school_kind" enum:",public,private,gifted,boarding,continuing" doc:"of schools; empty: not said"`
}

func viewUnit(u identity.Unit) unitView {
	return unitView{
		ID: string(u.ID), ParentID: string(u.ParentID), Kind: string(u.Kind), Code: u.Code, Name: u.Name, School: string(u.SchoolKind),
	}
}

type unitsView struct {
	Units []unitView `json:"units"`
}

type unitsInput struct {
	Role string `query:"role" enum:"admin,teacher,reviewer,board,invigilator,analyst,auditor" doc:"only where I hold this role"`
}

type newUnitInput struct {
	Body struct {
		ParentID string `json:"parent_id"`
		Kind     string `json:"kind" enum:"so,phong,truong,lop"`
		Code     string `json:"code" maxLength:"40"`
		Name     string `json:"name" maxLength:"300"`
		School   string `json:"school_kind,omitempty" enum:",public,private,gifted,boarding,continuing"`
	}
}

type unitInput struct {
	ID   string `path:"id"`
	Body struct {
		Code   string  `json:"code" maxLength:"40"`
		Name   string  `json:"name" maxLength:"300"`
		School *string `json:"school_kind,omitempty" enum:",public,private,gifted,boarding,continuing" doc:"of a school; left out: as it is"`
	}
}

func unitRoutes(d Deps) []Route {
	return []Route{
		get("/api/units", signedIn, "The units of the signed-in account and everything under them",
			func(_ context.Context, s identity.Session, in *unitsInput) (unitsView, error) {
				roles := identity.Roles()
				if in.Role != "" {
					roles = []exam.Role{exam.Role(in.Role)}
				}
				var out unitsView
				for _, u := range s.Units(roles...) {
					out.Units = append(out.Units, viewUnit(u))
				}
				return out, nil
			}),
		post("/api/units", adminRoles, "Add a unit",
			func(ctx context.Context, s identity.Session, in *newUnitInput) (unitView, error) {
				u, err := d.Identity.CreateUnit(ctx, s, identity.Unit{
					ParentID: exam.UnitID(in.Body.ParentID), Kind: identity.UnitKind(in.Body.Kind),
					Code: in.Body.Code, Name: in.Body.Name, SchoolKind: identity.SchoolKind(in.Body.School),
				})
				return viewUnit(u), err
			}),
		put("/api/units/{id}", adminRoles, "Change a unit's code, name and kind of school",
			func(ctx context.Context, s identity.Session, in *unitInput) (none, error) {
				u, _ := s.Unit(exam.UnitID(in.ID)) // what is not there is told by the service
				u.ID, u.Code, u.Name = exam.UnitID(in.ID), in.Body.Code, in.Body.Name
				if in.Body.School != nil {
					u.SchoolKind = identity.SchoolKind(*in.Body.School)
				}
				return none{}, d.Identity.UpdateUnit(ctx, s, u)
			}),
	}
}
