package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"khaothi/loadtest"
)

// loadTLS is the certificate of a run over TLS, made for it. The zero value is
// a run without.
type loadTLS struct {
	cert, key string // files
	roots     string // PEM of what a client trusts
}

// newLoadTLS makes a certificate for this machine, of the kind that is cheapest
// to sign with and most used.
func newLoadTLS(dir string) (t loadTLS, err error) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return t, fmt.Errorf("make a certificate: %w", err)
	}
	one := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "khaothi loadtest"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(7 * 24 * time.Hour), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err1 := x509.CreateCertificate(rand.Reader, one, one, private.Public(), private)
	secret, err2 := x509.MarshalPKCS8PrivateKey(private)
	if err := errors.Join(err1, err2); err != nil {
		return t, fmt.Errorf("make a certificate: %w", err)
	}
	t.cert, t.key = filepath.Join(dir, "loadtest-cert.pem"), filepath.Join(dir, "loadtest-key.pem")
	t.roots = string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	return t, errors.Join(
		os.WriteFile(t.cert, []byte(t.roots), 0o600),
		os.WriteFile(t.key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), 0o600))
}

// scheme is that of the nodes' URLs.
func (t loadTLS) scheme() string {
	if t.cert == "" {
		return "http://"
	}
	return "https://"
}

// env tells a node of it.
func (t loadTLS) env() []string {
	return []string{"KHAOTHI_TLS_CERT=" + t.cert, "KHAOTHI_TLS_KEY=" + t.key}
}

// client asks nodes.
func (t loadTLS) client() *http.Client {
	return &http.Client{Transport: &http.Transport{TLSClientConfig: loadtest.Trusting(t.roots), DisableKeepAlives: true}}
}
