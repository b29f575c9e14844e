package curriculum

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"

	"khaothi/bank"
)

//go:embed gdpt2018.json
var file []byte

// Programme is a version of the national programme.
type Programme struct {
	Version string      `json:"version"`
	Source  string      `json:"source"`
	Nodes   []bank.Node `json:"nodes"` // parents before children
	ID6     []Chapter   `json:"id6"`
}

// Chapter is one chapter as ID6 numbers it.
type Chapter struct {
	Grade   int               `json:"grade"`
	Part    string            `json:"part"` // D, H or C
	Chapter string            `json:"chapter"`
	Name    string            `json:"name"`
	Lessons map[string]string `json:"lessons"` // by the character of the code
}

// National returns the programme that is built in. Callers must not change it.
func National() Programme { return national() }

var national = sync.OnceValue(func() Programme {
	var p Programme
	if err := json.Unmarshal(file, &p); err != nil {
		panic(fmt.Sprintf("curriculum: the embedded programme: %v", err)) // a test reads it
	}
	return p
})
