package omrpg_test

import (
	"testing"

	"khaothi/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m, "khaothi/omr") }
