package edudbpg

import (
	"context"

	"github.com/jackc/pgx/v5"

	"khaothi/internal/pgdb"
	"khaothi/scoring"
)

// directory finds the pupils that results are about.
type directory struct {
	byCode, byCitizen map[string]pupil
}

func newDirectory(list []pupil) directory {
	d := directory{byCode: map[string]pupil{}, byCitizen: map[string]pupil{}}
	for _, p := range list {
		d.byCode[p.Code] = p
		if p.CitizenID != "" {
			d.byCitizen[p.CitizenID] = p
		}
	}
	return d
}

// find returns the pupil of a code, or of a person id where there is no code,
// or the reason why there is none.
func (d directory) find(code, citizen string) (pupil, string) {
	if code == "" && citizen == "" {
		return pupil{}, scoring.EduNoCode
	}
	p, ok := d.byCode[code]
	if code == "" {
		p, ok = d.byCitizen[citizen]
	}
	if !ok {
		return pupil{}, scoring.EduUnknownPupil
	}
	if citizen != "" && p.CitizenID != "" && citizen != p.CitizenID {
		return pupil{}, scoring.EduOtherPerson
	}
	return p, ""
}

// pupilsOf reads the pupils that the results name, cancelled ones left out.
func pupilsOf(ctx context.Context, q pgdb.Querier, results []scoring.EduResult) (directory, error) {
	var codes, citizens []string
	for i := range results {
		if c := results[i].PupilCode; c != "" {
			codes = append(codes, c)
		} else if c := results[i].CitizenID; c != "" {
			citizens = append(citizens, c)
		}
	}
	list, err := pgdb.List[pupil](ctx, q, `
		SELECT mahocsinh, sodinhdanh, matruong, malop, makhoi
		FROM pupil
		WHERE sukien <> 'CANCEL' AND (mahocsinh = ANY(@codes) OR sodinhdanh = ANY(@citizens))`,
		pgx.StrictNamedArgs{"codes": codes, "citizens": citizens})
	return newDirectory(list), err
}
