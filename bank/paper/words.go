package paper

import (
	"errors"

	"khaothi/internal/formula"
)

// vietnamese says why a formula could not be read.
func vietnamese(err error) string {
	var f *formula.Error
	if errors.As(err, &f) {
		return "(" + f.Vietnamese() + ")"
	}
	return ""
}
