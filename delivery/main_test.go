package delivery

import (
	"testing"

	"khaothi/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m, "khaothi/delivery") }
