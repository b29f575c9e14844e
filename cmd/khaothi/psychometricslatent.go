package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// calibrationOf is the report of the calibration beside a file of parameters, nil
// where there is none. One that belongs to other parameters is an error.
func calibrationOf(params string) (*calibrateReport, error) {
	path := reportPath(params)
	data, err := os.ReadFile(path) //nolint:gosec // G304: beside the file that its user named
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var fit calibrateReport
	if err == nil {
		err = json.Unmarshal(data, &fit)
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	own, err := os.ReadFile(params) //nolint:gosec // G304: the file that its user named
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(own); hex.EncodeToString(sum[:]) != fit.SHA256 || len(fit.Groups) == 0 {
		return nil, fmt.Errorf("%s belongs to other parameters than %s: remove it, or say --latent-mean and --latent-var", path, params)
	}
	return &fit, nil
}

// estimatedLatent is how many of the mean and the variance of the one group of a
// calibration were estimated.
func (c *calibrateReport) estimatedLatent(unitSlopes bool) int {
	switch {
	case c.Fixed != "":
		return 2
	case unitSlopes:
		return 1
	}
	return 0
}
