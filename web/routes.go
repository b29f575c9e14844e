package web

import (
	"slices"

	"khaothi/internal/exam"
)

// Role sets that several nouns use.
var (
	adminRoles = []exam.Role{exam.RoleAdmin}
	auditRoles = []exam.Role{exam.RoleAuditor}
	watchRoles = []exam.Role{exam.RoleInvigilator, exam.RoleBoard}
)

// routes is the table of everything that staff can call. Each noun's file has
// a function that returns its rows; a row says who may, and the handler asks
// Session.May for the unit of the object.
func routes(d Deps, a *App) []Route {
	return slices.Concat(
		docRoutes(a),
		sessionRoutes(d, a.cfg),
		unitRoutes(d),
		accountRoutes(d),
		trailRoutes(d),
		resultRoutes(d),
		analysisRoutes(d),
		findingRoutes(d),
		markingRoutes(d),
		sheetRoutes(d), checkRoutes(d),
		liveRoutes(a.live),
		rescueRoutes(d),
		boardRoutes(d),
		itemRoutes(d),
		findRoutes(d),
		curriculumRoutes(d),
		reviewRoutes(d),
		vaultRoutes(d),
		exportRoutes(d),
		benchRoutes(d),
		importRoutes(d),
		formRoutes(d),
		blueprintRoutes(d),
		drawRoutes(d, a.drawer),
		matrixRoutes(d),
		paperRoutes(d),
	)
}
