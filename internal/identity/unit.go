package identity

import (
	"regexp"
	"slices"
	"strings"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
)

// UnitKind is the level of a unit.
type UnitKind string

// The kinds, from the top.
const (
	UnitSo     UnitKind = "so"     // Sở GDĐT: the department of a province
	UnitPhong  UnitKind = "phong"  // Phòng GDĐT: a district or ward office
	UnitTruong UnitKind = "truong" // a school
	UnitLop    UnitKind = "lop"    // a class
)

// SchoolKind is what kind of school a unit is; empty where nobody said it.
type SchoolKind string

// The kinds of schools.
const (
	SchoolPublic     SchoolKind = "public"     // công lập
	SchoolPrivate    SchoolKind = "private"    // tư thục
	SchoolGifted     SchoolKind = "gifted"     // chuyên
	SchoolBoarding   SchoolKind = "boarding"   // dân tộc nội trú
	SchoolContinuing SchoolKind = "continuing" // trung tâm GDTX, GDNN-GDTX
)

// Unit is one node of the tree of units. ParentID is empty at the root.
type Unit struct {
	ID         exam.UnitID
	ParentID   exam.UnitID
	Kind       UnitKind
	SchoolKind SchoolKind // of schools only
	Code       string     // unique; of a school: its code in the national list
	Name       string
}

var unitCodeForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._/-]{0,39}$`)

// rank orders the kinds: a child's is higher than its parent's.
func (k UnitKind) rank() int {
	return slices.Index([]UnitKind{UnitSo, UnitPhong, UnitTruong, UnitLop}, k)
}

// Validate reports what is wrong with the unit itself, before it meets its
// parent.
func (u Unit) Validate() error {
	if u.Kind.rank() < 0 {
		return fault.New(fault.Invalid, "unit.kind")
	}
	if !unitCodeForm.MatchString(u.Code) {
		return fault.New(fault.Invalid, "unit.code")
	}
	if name := strings.TrimSpace(u.Name); name == "" || len(name) > 300 {
		return fault.New(fault.Invalid, "unit.name")
	}
	switch u.SchoolKind {
	case "", SchoolPublic, SchoolPrivate, SchoolGifted, SchoolBoarding, SchoolContinuing:
	default:
		return fault.New(fault.Invalid, "unit.school_kind")
	}
	if u.SchoolKind != "" && u.Kind != UnitTruong {
		return fault.New(fault.Invalid, "unit.school_kind")
	}
	if u.ParentID == "" && u.Kind != UnitSo {
		return fault.New(fault.Invalid, "unit.parent")
	}
	return nil
}

// Tree is an immutable picture of all units.
type Tree struct {
	units map[exam.UnitID]Unit
	codes map[string]exam.UnitID
	order []exam.UnitID
}

// NewTree makes a tree of units. Their order is kept by Under.
func NewTree(units []Unit) *Tree {
	t := &Tree{units: make(map[exam.UnitID]Unit, len(units)), order: make([]exam.UnitID, 0, len(units)), codes: make(map[string]exam.UnitID, len(units))}
	for _, u := range units {
		t.units[u.ID], t.codes[u.Code] = u, u.ID
		t.order = append(t.order, u.ID)
	}
	return t
}

// Get returns the unit with this id.
func (t *Tree) Get(id exam.UnitID) (Unit, bool) {
	u, ok := t.units[id]
	return u, ok
}

// ByCode returns the unit with this code.
func (t *Tree) ByCode(code string) (Unit, bool) {
	return t.Get(t.codes[code])
}

// Within reports whether unit is top or lies under it. An unknown unit lies
// under nothing, not even itself.
func (t *Tree) Within(unit, top exam.UnitID) bool {
	for range len(t.units) { // a circle, which the store refuses, would end here
		u, ok := t.units[unit]
		if !ok {
			return false
		}
		if unit == top {
			return true
		}
		unit = u.ParentID
	}
	return false
}

// Under returns the units that are one of tops or lie under one.
func (t *Tree) Under(tops []exam.UnitID) []Unit {
	var list []Unit
	for _, id := range t.order {
		if slices.ContainsFunc(tops, func(top exam.UnitID) bool { return t.Within(id, top) }) {
			list = append(list, t.units[id])
		}
	}
	return list
}
