package word

import (
	"fmt"
	"os"
	"testing"
)

func TestTry(t *testing.T) {
	name := os.Getenv("TRY")
	if name == "" {
		t.Skip()
	}
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	in := Read(name, data)
	fmt.Println(describe(in))
}
