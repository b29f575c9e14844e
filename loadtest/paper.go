package loadtest

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// maxPaper bounds what is read of a paper, packed or not.
const maxPaper = 64 << 20

// field is one place where a candidate answers, with values to choose from.
type field struct {
	name   string
	values []string
}

// paper is the part of docs/paper.schema.json that a simulated candidate reads.
type paper struct {
	Parts []struct {
		Questions []struct {
			Kind    string `json:"kind"`
			Field   string `json:"field"`
			Charset string `json:"charset"`
			Max     int    `json:"max"`
			Options []struct {
				ID string `json:"id"`
			} `json:"options"`
			Statements []struct {
				Field string `json:"field"`
			} `json:"statements"`
		} `json:"questions"`
	} `json:"parts"`
}

// fetchPaper downloads the encrypted paper and checks that it is the one that
// its name promises.
func fetchPaper(ctx context.Context, client *http.Client, base, hash string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/papers/"+hash, nil)
	if err != nil {
		return nil, err
	}
	res, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close() //nolint:errcheck // read only
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("paper: HTTP %d", res.StatusCode)
	}
	blob, err := io.ReadAll(io.LimitReader(res.Body, maxPaper))
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(blob); hex.EncodeToString(sum[:]) != hash {
		return nil, errors.New("paper: the bytes are not those that the hash names")
	}
	return blob, nil
}

// openPaper decrypts a paper and returns its fields.
func openPaper(blob []byte, key string) ([]field, error) {
	raw, err := base64.StdEncoding.DecodeString(key)
	if err != nil {
		return nil, fmt.Errorf("paper key: %w", err)
	}
	block, err := aes.NewCipher(raw)
	if err != nil {
		return nil, fmt.Errorf("paper key: %w", err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	if len(blob) < gcm.NonceSize() {
		return nil, errors.New("paper: too short")
	}
	packed, err := gcm.Open(nil, blob[:gcm.NonceSize()], blob[gcm.NonceSize():], nil)
	if err != nil {
		return nil, fmt.Errorf("paper: %w", err)
	}
	unpack, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("paper: %w", err)
	}
	var p paper
	if err := json.NewDecoder(io.LimitReader(unpack, maxPaper)).Decode(&p); err != nil {
		return nil, fmt.Errorf("paper: %w", err)
	}
	fields := p.fields()
	if len(fields) == 0 {
		return nil, errors.New("paper: nothing to answer in it")
	}
	return fields, nil
}

func (p paper) fields() []field {
	var all []field
	for _, part := range p.Parts {
		for _, q := range part.Questions {
			switch q.Kind {
			case "single", "multiple":
				var ids []string
				for _, o := range q.Options {
					ids = append(ids, o.ID)
				}
				values := slices.Clone(ids)
				if q.Kind == "multiple" && len(ids) > 1 {
					slices.Sort(ids)
					values = append(values, strings.Join(ids[:2], ","), strings.Join(ids, ","))
				}
				all = append(all, field{q.Field, values})
			case "cluster":
				for _, s := range q.Statements {
					all = append(all, field{s.Field, []string{"D", "S"}})
				}
			case "short":
				all = append(all, field{q.Field, shortValues(q.Charset, q.Max)})
			}
		}
	}
	return slices.DeleteFunc(all, func(f field) bool { return f.name == "" || len(f.values) == 0 })
}

// shortValues makes up typed answers of the characters and the length that the
// paper allows.
func shortValues(charset string, limit int) []string {
	if charset == "" {
		charset = "0123456789"
	}
	if limit <= 0 {
		limit = 4
	}
	letters := []rune(charset)
	rng := rand.New(rand.NewPCG(uint64(len(letters)), uint64(limit))) //nolint:gosec // answers to choose from, no secret
	values := make([]string, 16)
	for i := range values {
		v := make([]rune, 1+i%limit)
		for k := range v {
			v[k] = letters[rng.IntN(len(letters))]
		}
		values[i] = string(v)
	}
	return values
}

// papers opens each paper once: the machine that runs the simulation stands
// for thousands of machines that open one each.
type papers struct {
	mu   sync.Mutex
	open map[string]*openedPaper
}

type openedPaper struct {
	once   sync.Once
	fields []field
	err    error
}

func (p *papers) fields(hash string, blob []byte, key string) ([]field, error) {
	p.mu.Lock()
	if p.open == nil {
		p.open = map[string]*openedPaper{}
	}
	o := p.open[hash+key]
	if o == nil {
		o = &openedPaper{}
		p.open[hash+key] = o
	}
	p.mu.Unlock()
	o.once.Do(func() { o.fields, o.err = openPaper(blob, key) })
	return o.fields, o.err
}
