package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"time"

	"khaothi/internal/vi"
)

// handClient hands scans in to a server as the person who holds the stage.
type handClient struct {
	server, sitting, user, password string
	http                            *http.Client
	cookie                          *http.Cookie
	csrf                            string
}

// handTime bounds one call: a room's sheets over a slow line.
const handTime = 5 * time.Minute

func newHandClient(server, sitting, user, password string) *handClient {
	return &handClient{server: strings.TrimSuffix(server, "/"), sitting: sitting, user: user, password: password, http: &http.Client{Timeout: handTime}}
}

// answerError is an answer of the server that is not a success.
type answerError struct {
	status  int
	Code    string         `json:"code"`
	Message string         `json:"message"`
	Detail  map[string]any `json:"detail"`
}

func (e *answerError) Error() string { return fmt.Sprintf("%d %s: %s", e.status, e.Code, e.Message) }

// signIn begins a session.
func (c *handClient) signIn(ctx context.Context) error {
	body, err := json.Marshal(map[string]string{"username": c.user, "password": c.password})
	if err != nil {
		return err
	}
	var session struct {
		CSRF string `json:"csrf"`
	}
	cookies, err := c.call(ctx, http.MethodPost, "/api/session", "application/json", body, &session)
	if err != nil {
		return fmt.Errorf("sign in as %s: %w", c.user, err)
	}
	for _, cookie := range cookies {
		if cookie.Name == "kt_session" {
			c.cookie, c.csrf = cookie, session.CSRF
		}
	}
	return nil
}

// rooms are those of the sitting: folded name → id.
func (c *handClient) rooms(ctx context.Context) (map[string]string, error) {
	var status struct {
		Bags []struct {
			Room string `json:"room"`
			Name string `json:"name"`
		} `json:"bags"`
	}
	if _, err := c.call(ctx, http.MethodGet, c.path(""), "", nil, &status); err != nil {
		return nil, fmt.Errorf("read the rooms of sitting %s: %w", c.sitting, err)
	}
	out := map[string]string{}
	for _, b := range status.Bags {
		out[vi.Fold(b.Name)] = b.Room
	}
	return out, nil
}

func (c *handClient) path(rest string) string {
	return "/api/sheets/sittings/" + url.PathEscape(c.sitting) + rest
}

// hand is scanFolder's: it signs in again where the session has ended.
func (c *handClient) hand(ctx context.Context, room, name string, data []byte) error {
	err := c.send(ctx, room, name, data)
	var answer *answerError
	if errors.As(err, &answer) && answer.status == http.StatusUnauthorized {
		if err := c.signIn(ctx); err != nil {
			return err
		}
		err = c.send(ctx, room, name, data)
	}
	if !errors.As(err, &answer) {
		return err
	}
	switch {
	case answer.Code == "omr.scan_twice" && answer.Detail["room"] == room:
		return errTwice
	case answer.Code == "omr.scan_twice":
		return &handError{Do: fmt.Sprintf("Tệp này đã nộp ở phòng khác, tên %v. Xem lại phiếu của hai phòng. / It came in with another room.", answer.Detail["file"])}
	case answer.status == http.StatusUnprocessableEntity || answer.status == http.StatusRequestEntityTooLarge:
		return &handError{Do: answer.Message + " (" + answer.Code + ")"}
	}
	return err
}

func (c *handClient) send(ctx context.Context, room, name string, data []byte) error {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	file, err := func() (io.Writer, error) {
		if err := form.WriteField("room", room); err != nil {
			return nil, err
		}
		return form.CreateFormFile("file", name)
	}()
	if err == nil {
		_, err = file.Write(data)
	}
	if err := errors.Join(err, form.Close()); err != nil {
		return err
	}
	_, err = c.call(ctx, http.MethodPost, c.path("/scans"), form.FormDataContentType(), body.Bytes(), nil)
	return err
}

// call asks the server and reads the answer into out, if given.
func (c *handClient) call(ctx context.Context, method, path, mediaType string, body []byte, out any) ([]*http.Cookie, error) {
	req, err := http.NewRequestWithContext(ctx, method, c.server+path, bytes.NewReader(body)) //nolint:gosec // the address is that of whoever runs the command
	if err != nil {
		return nil, err
	}
	if mediaType != "" {
		req.Header.Set("Content-Type", mediaType)
	}
	if c.cookie != nil {
		req.AddCookie(c.cookie)
		req.Header.Set("X-CSRF-Token", c.csrf)
	}
	res, err := c.http.Do(req) //nolint:gosec // as above
	if err != nil {
		return nil, err
	}
	defer res.Body.Close() //nolint:errcheck // only read
	answer, err := io.ReadAll(io.LimitReader(res.Body, 32<<20))
	if err != nil {
		return nil, err
	}
	if res.StatusCode >= http.StatusMultipleChoices {
		e := &answerError{status: res.StatusCode}
		_ = json.Unmarshal(answer, e) // a proxy answers otherwise: the status says enough
		return nil, e
	}
	if out != nil {
		err = json.Unmarshal(answer, out)
	}
	return res.Cookies(), err
}
