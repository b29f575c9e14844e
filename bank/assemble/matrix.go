package assemble

import "khaothi/bank"

// Way is one of the four ways to answer that the matrix of letter 7991 has.
type Way int

// The ways, in the order of the matrix.
const (
	Choice    Way = iota // nhiều lựa chọn
	TrueFalse            // Đúng–Sai: counted in statements
	ShortText            // trả lời ngắn
	Essay                // tự luận
	Ways                 // how many there are
)

// Vietnamese is the heading of the way in the matrix.
func (w Way) Vietnamese() string {
	return [...]string{"Nhiều lựa chọn", "Đúng – Sai", "Trả lời ngắn", "Tự luận"}[w]
}

// Levels is how many levels a matrix has: Biết, Hiểu, Vận dụng.
const Levels = 3

// LevelAt is the level of column i from 0.
func LevelAt(i int) bank.Level { return levels[i] }

// levelAt is the column of a level, or -1.
func levelAt(l bank.Level) int {
	for i, known := range levels {
		if known == l.Fold() {
			return i
		}
	}
	return -1
}

// WayOf is the column of the matrix for a kind of question. What is neither
// chosen nor marked by people is a short answer.
func WayOf(k bank.Kind) Way {
	switch k {
	case bank.Single, bank.Multiple, bank.Hotspot:
		return Choice
	case bank.Cluster:
		return TrueFalse
	case bank.Essay, bank.Upload:
		return Essay
	}
	return ShortText
}

// Matrix is what the first annex of letter 7991 prints. Points are hundredths
// times bank.ClusterSize, so that a statement of any cluster has a whole
// number of them; Points of a cell over all Points is its share.
type Matrix struct {
	Rows  []MatrixRow `json:"rows"`
	Total MatrixRow   `json:"total"`
	// Questions counts whole questions by way: clusters, not statements.
	Questions [Ways]int `json:"questions"`
	// Unplaced is what lies in no column: questions without a level.
	Unplaced int `json:"unplaced,omitempty"`
}

// MatrixRow is one content unit.
type MatrixRow struct {
	Topic    string                `json:"topic"`
	Content  string                `json:"content"`
	Outcomes map[bank.Level]string `json:"outcomes,omitempty"`
	Counts   [Ways][Levels]int     `json:"counts"`
	Points   [Ways][Levels]int     `json:"points"`
	// Competences stand behind the counts.
	Competences [Ways][Levels][]string `json:"competences"`
}

// PointScale is how many of a matrix's points make one hundredth of a mark.
const PointScale = bank.ClusterSize

// Level adds up one level over all ways.
func (r MatrixRow) Level(l int) (count, points int) {
	for w := range Ways {
		count, points = count+r.Counts[w][l], points+r.Points[w][l]
	}
	return count, points
}

// Way adds up one way over all levels.
func (r MatrixRow) Way(w Way) (count, points int) {
	for l := range Levels {
		count, points = count+r.Counts[w][l], points+r.Points[w][l]
	}
	return count, points
}

// AllPoints adds up the row.
func (r MatrixRow) AllPoints() int {
	n := 0
	for w := range Ways {
		_, points := r.Way(w)
		n += points
	}
	return n
}

// Matrix is the blueprint as a matrix. Cells of any level lie in no column and
// are counted in Unplaced.
func (b Blueprint) Matrix() Matrix {
	m := Matrix{Rows: []MatrixRow{}}
	for _, r := range b.Rows {
		row := MatrixRow{Topic: r.Topic, Content: r.Content, Outcomes: r.Outcomes}
		for _, c := range r.Cells {
			if c.Part < 1 || c.Part > len(b.Parts) || c.Count == 0 {
				continue
			}
			p := b.Parts[c.Part-1]
			w, l := p.Way(), levelAt(c.Level)
			if l < 0 {
				m.Unplaced += c.Count
				continue
			}
			row.Counts[w][l] += c.Count
			row.Points[w][l] += c.Count * p.cellPoints(c)
			row.Competences[w][l] = append(row.Competences[w][l], c.Competences...)
		}
		m.Rows = append(m.Rows, row)
	}
	for i, p := range b.Parts {
		if len(p.Kinds) > 0 {
			m.Questions[p.Way()] += b.Size(i + 1)
		}
	}
	m.sum()
	return m
}

// Way is the column of the matrix that the part's questions stand in.
func (p Part) Way() Way {
	if len(p.Kinds) == 0 {
		return Choice
	}
	return WayOf(p.Kinds[0])
}

// cellPoints are the points of one unit that the cell counts, in PointScale.
func (p Part) cellPoints(c Cell) int {
	points := p.Points
	if c.Points > 0 {
		points = c.Points
	}
	if p.Clusters() {
		return points // of ClusterSize statements, each with its share of PointScale
	}
	return points * PointScale
}

func (m *Matrix) sum() {
	m.Total = MatrixRow{}
	for _, r := range m.Rows {
		for w := range Ways {
			for l := range Levels {
				m.Total.Counts[w][l] += r.Counts[w][l]
				m.Total.Points[w][l] += r.Points[w][l]
			}
		}
	}
}
