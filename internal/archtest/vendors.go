package archtest

// owners says which packages may import a library that has one place in the
// house. Libraries without a row here are free; the standard library is free.
var owners = []struct {
	vendor string
	may    []string
}{
	{"github.com/jackc/pgx/v5/...", []string{"*/*pg", "internal/*/*pg", "internal/pgdb", "internal/audit", "internal/jobs", "internal/testenv", "cmd/..."}},
	{"github.com/redis/go-redis/v9/...", []string{"delivery/deliveryredis", "internal/redisdb", "internal/testenv"}},
	{"github.com/gofiber/fiber/v2/...", []string{"web/..."}},
	{"github.com/valyala/fasthttp/...", []string{"web/..."}},
	{"github.com/danielgtaylor/huma/v2/...", []string{"web/..."}},
	{"github.com/gorilla/websocket", []string{"delivery/deliveryws", "loadtest"}},
	{"gonum.org/v1/gonum/...", []string{"psychometrics/...", "internal/mip"}},
	{"github.com/xuri/excelize/v2", []string{"internal/sheet"}},
	{"github.com/chromedp/...", []string{"internal/pdf"}},
	{"codeberg.org/go-pdf/fpdf/...", []string{"internal/pdf"}},
	{"github.com/riverqueue/river/...", []string{"internal/jobs"}},
	{"filippo.io/age/...", []string{"internal/seal"}},
	{"github.com/coreos/go-oidc/v3/...", []string{"internal/identity"}},
	{"golang.org/x/crypto/chacha20poly1305", []string{"delivery", "delivery/deliverypg", "web", "cmd/..."}}, // what browsers keep; outside of delivery only tests make it
	{"golang.org/x/crypto/argon2", []string{"internal/identity"}},
	{"github.com/microcosm-cc/bluemonday", []string{"bank"}},
	{"github.com/makiuchi-d/gozxing/...", []string{"omr/qr"}},
	{"github.com/spf13/cobra", []string{"cmd/..."}},
}

// handedOut are libraries whose types testenv hands to any test.
var handedOut = map[string]bool{"github.com/jackc/pgx/v5/...": true, "github.com/redis/go-redis/v9/...": true}
