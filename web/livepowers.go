package web

import (
	"context"
	"slices"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/identity"
)

// powerView is one kind of action that I may do, so that the page shows only
// that.
type powerView struct {
	Kind       string   `json:"kind"`
	Scopes     []string `json:"scopes" doc:"candidate, room, sitting"`
	MaxAmountS int      `json:"max_amount_s" doc:"grant: most at a time; 0: no limit"`
}

type powersView struct {
	Me     string      `json:"me" doc:"my account: nobody decides on their own proposal"`
	Powers []powerView `json:"powers"`
}

// rolesIn are the roles that count for actions which the person holds for unit.
func rolesIn(s identity.Session, unit exam.UnitID) []exam.Role {
	return slices.DeleteFunc(slices.Clone(watchRoles), func(r exam.Role) bool {
		return !s.May([]exam.Role{r}, unit)
	})
}

func (d *liveDesk) powers(ctx context.Context, s identity.Session, in *sittingPath) (powersView, error) {
	_, e, err := d.sitting(ctx, s, in.ID)
	if err != nil {
		return powersView{}, err
	}
	return powersView{Me: string(s.Account.ID), Powers: viewPowers(rolesIn(s, e.UnitID))}, nil
}

// viewPowers are the rows of the power table for roles, one a kind; where two
// roles differ, the wider power is told.
func viewPowers(roles []exam.Role) []powerView {
	var list []powerView
	place := map[delivery.ActionKind]int{}
	for _, p := range delivery.Powers() {
		if !slices.Contains(roles, p.Role) {
			continue
		}
		at, known := place[p.Kind]
		if !known {
			at = len(list)
			place[p.Kind] = at
			list = append(list, powerView{Kind: string(p.Kind), MaxAmountS: int(p.Most.Seconds())})
		}
		v := &list[at]
		if !slices.Contains(v.Scopes, string(p.Reach)) {
			v.Scopes = append(v.Scopes, string(p.Reach))
		}
		if p.Most == 0 {
			v.MaxAmountS = 0
		}
	}
	return list
}
