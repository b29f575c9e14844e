package deliverypg

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/jackc/pgx/v5"

	"khaothi/delivery"
	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/pgdb"
)

var _ delivery.Uploads = (*Store)(nil)

// pieceBytes is how much of a file stands in one row.
const pieceBytes = 256 << 10

// KeepUpload implements delivery.Uploads. The file waits on disk until it is
// whole and what it was announced to be: a slow network holds no connection.
func (s *Store) KeepUpload(ctx context.Context, attempt exam.AttemptID, field string, u delivery.Upload, r io.Reader, at time.Time) error {
	file, err := spool(u, r)
	if err != nil {
		return err
	}
	defer func() {
		_ = file.Close() // it was only read since
		_ = os.Remove(file.Name())
	}()
	err = pgdb.InTx(ctx, s.q, func(tx pgx.Tx) error {
		return keepFile(ctx, tx, attempt, field, u, file, at)
	})
	if err != nil && fault.KindOf(err) == "" {
		return fmt.Errorf("keep a file of attempt %s: %w", attempt, err)
	}
	return err
}

// spool writes r to a file and compares it with what was announced.
func spool(u delivery.Upload, r io.Reader) (*os.File, error) {
	file, err := os.CreateTemp("", "khaothi-upload-*")
	if err != nil {
		return nil, fmt.Errorf("keep a file for now: %w", err)
	}
	hash := sha256.New()
	n, err := io.Copy(io.MultiWriter(file, hash), io.LimitReader(r, u.Bytes+1))
	if err == nil {
		if n != u.Bytes || hex.EncodeToString(hash.Sum(nil)) != u.SHA256 {
			err = delivery.ErrUploadDiffer
		} else {
			_, err = file.Seek(0, io.SeekStart)
		}
	} else {
		err = delivery.ErrUploadDiffer.Wrap(err) // the connection broke off
	}
	if err != nil {
		_ = file.Close() // it is thrown away
		_ = os.Remove(file.Name())
		return nil, err
	}
	return file, nil
}

func keepFile(ctx context.Context, tx pgx.Tx, attempt exam.AttemptID, field string, u delivery.Upload, file io.Reader, at time.Time) error {
	type count struct {
		N    int  `db:"n"`
		Have bool `db:"have"`
	}
	// Two files at once wait for each other. The row of the attempt is left to the drain.
	if err := pgdb.Lock(ctx, tx, "upload", string(attempt)); err != nil {
		return err
	}
	c, err := pgdb.One[count](ctx, tx, `
		SELECT count(*) AS n, coalesce(bool_or(sha256 = @sha256), false) AS have FROM upload WHERE attempt_id = @attempt`,
		pgx.StrictNamedArgs{"attempt": attempt, "sha256": u.SHA256})
	if err != nil || c.Have {
		return err
	}
	if c.N >= delivery.MaxUploads {
		return delivery.ErrUploadMany
	}
	n, err := pgdb.Exec(ctx, tx, `
		INSERT INTO upload (attempt_id, sha256, field, name, bytes, stored_at)
		VALUES (@attempt, @sha256, @field, @name, @bytes, @at)
		ON CONFLICT DO NOTHING`,
		pgx.StrictNamedArgs{"attempt": attempt, "sha256": u.SHA256, "field": field, "name": u.Name, "bytes": u.Bytes, "at": at})
	if err != nil || n == 0 {
		return err
	}
	return keepPieces(ctx, tx, attempt, u, file)
}

func keepPieces(ctx context.Context, tx pgx.Tx, attempt exam.AttemptID, u delivery.Upload, file io.Reader) error {
	buf := make([]byte, pieceBytes)
	for no := 0; ; no++ {
		n, err := io.ReadFull(file, buf)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			return fmt.Errorf("read back: %w", err)
		}
		_, err = pgdb.Exec(ctx, tx, `
			INSERT INTO upload_piece (attempt_id, sha256, no, data) VALUES (@attempt, @sha256, @no, @data)`,
			pgx.StrictNamedArgs{"attempt": attempt, "sha256": u.SHA256, "no": no, "data": buf[:n]})
		if err != nil {
			return err
		}
	}
}

// HasUpload implements delivery.Uploads.
func (s *Store) HasUpload(ctx context.Context, attempt exam.AttemptID, u delivery.Upload) (bool, error) {
	type row struct {
		Have bool `db:"have"`
	}
	r, err := pgdb.One[row](ctx, s.q, `
		SELECT EXISTS (SELECT 1 FROM upload WHERE attempt_id = @attempt AND sha256 = @sha256 AND bytes = @bytes) AS have`,
		pgx.StrictNamedArgs{"attempt": attempt, "sha256": u.SHA256, "bytes": u.Bytes})
	if err != nil {
		return false, fmt.Errorf("look for a file of attempt %s: %w", attempt, err)
	}
	return r.Have, nil
}

// CopyUpload implements delivery.Uploads.
func (s *Store) CopyUpload(ctx context.Context, attempt exam.AttemptID, u delivery.Upload, w io.Writer) error {
	type piece struct {
		Data []byte `db:"data"`
	}
	for no := 0; int64(no)*pieceBytes < u.Bytes; no++ {
		p, err := pgdb.One[piece](ctx, s.q, `
			SELECT data FROM upload_piece WHERE attempt_id = @attempt AND sha256 = @sha256 AND no = @no`,
			pgx.StrictNamedArgs{"attempt": attempt, "sha256": u.SHA256, "no": no})
		if err != nil {
			return pgdb.Missing(err, "upload.not_found", u.SHA256)
		}
		if _, err := w.Write(p.Data); err != nil {
			return fmt.Errorf("send a file: %w", err)
		}
	}
	return nil
}
