package web_test

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"khaothi/delivery"
	"khaothi/delivery/deliverypg"
	"khaothi/delivery/deliveryredis"
	"khaothi/internal/board"
	"khaothi/internal/board/boardpg"
	"khaothi/internal/exam"
	"khaothi/internal/pgdb"
	"khaothi/internal/testenv"
	"khaothi/web"
	"khaothi/web/webtest"
)

// liveApp is the app with one open sitting of two rooms at UnitSchool, and a
// node that serves it.
type liveApp struct {
	*webtest.App
	node      *delivery.Node
	organizer *delivery.Organizer
}

func newLiveApp(t *testing.T) *liveApp {
	t.Helper()
	client, prefix := testenv.Redis(t)
	live := deliveryredis.New(client, deliveryredis.Options{Prefix: prefix, Shards: 2, Now: time.Now})
	t.Cleanup(live.Close)
	keys, err := delivery.NewKeys(bytes.Repeat([]byte{7}, 64))
	if err != nil {
		t.Fatal(err)
	}
	out := &liveApp{}
	out.App = webtest.New(t, func(db pgdb.Querier, d *web.Deps) {
		record := deliverypg.New(db)
		out.node = delivery.NewNode(delivery.Config{
			Name: "n", Live: live, Archive: record, Register: record, Keys: keys, Now: time.Now,
		})
		d.Board, d.SeatRecord, d.Act = boardpg.New(db), record, out.node.Act
		d.Rescue = (&delivery.Rescuer{Record: record, Keys: keys}).Import
		d.Watch = func(ctx context.Context, id exam.SittingID, room exam.RoomID) ([]delivery.SeatStatus, error) {
			return out.node.Watch(ctx, record, id, room)
		}
		d.Outline = func(ctx context.Context, hash string) (*delivery.Outline, error) {
			return delivery.ReadOutline(ctx, record, keys, hash)
		}
	})
	e := liveExam(t, out.App)
	out.organizer = delivery.NewOrganizer(deliverypg.New(out.DB), keys, time.Now)
	if _, err := out.organizer.Prepare(t.Context(), liveSitting(e)); err != nil {
		t.Fatal(err)
	}
	if err := out.node.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(out.node.Stop)
	return out
}

// liveExam makes an exam of UnitSchool.
func liveExam(t *testing.T, app *webtest.App) exam.ExamID {
	t.Helper()
	store := boardpg.New(app.DB)
	profile, err := board.ProfileByName("thptqg-2025")
	if err != nil {
		t.Fatal(err)
	}
	e, err := store.CreateExam(t.Context(), exam.System(), board.Exam{
		Name: "Kỳ thi", UnitID: webtest.UnitSchool, Profile: profile.Name, SchoolYear: "2026-2027", Settings: profile.Settings,
	})
	if err != nil {
		t.Fatal(err)
	}
	return e.ID
}

// heardTwice is a sound that may be started twice.
var heardTwice = strings.Repeat("a", 64)

func liveSitting(e exam.ExamID) *delivery.Prepared {
	paper := &delivery.Paper{V: 1, FormCode: "0101", Title: "Đề", Subject: "Toán", DurationS: 600, Parts: []delivery.PaperPart{
		{Part: 1, Questions: []delivery.Question{{
			No: 1, Kind: delivery.KindSingle, Field: "p1_1", Stem: `<audio src="media:` + heardTwice + `"></audio>`,
			Options: []delivery.Option{{ID: "aaaa", HTML: "1"}, {ID: "bbbb", HTML: "2"}},
		}}},
		{Part: 3, Questions: []delivery.Question{{No: 1, Kind: delivery.KindShort, Field: "p3_1", Max: 4}}},
	}, Media: map[string]delivery.Media{heardTwice: {MIME: "audio/wav", Plays: 2}}}
	p := &delivery.Prepared{
		ID: "sitting-1", ExamID: e, Name: "Toán ca 1", Subject: "Toán", Duration: 10 * time.Minute, Grace: 10 * time.Second,
		Papers: []*delivery.Paper{paper},
	}
	for _, seat := range []struct{ number, room, no string }{
		{"01000001", "P01", "1"}, {"01000002", "P01", "2"}, {"01000003", "P02", "1"},
	} {
		p.Seats = append(p.Seats, delivery.SeatPlan{
			Candidate: exam.CandidateID("c" + seat.number), Number: seat.number, Name: "Thí sinh", FormCode: "0101",
			RoomID: exam.RoomID("room-" + seat.room), Room: seat.room, Seat: seat.no,
		})
	}
	return p
}

func TestLiveRoomShowsItsSeats(t *testing.T) {
	t.Parallel()
	app := newLiveApp(t)
	c := app.Login(t, exam.RoleInvigilator)
	var sittings struct {
		Sittings []struct {
			ID       string
			State    string
			ExamName string `json:"exam_name"`
		}
	}
	c.Do(t, http.MethodGet, "/api/live/sittings", nil).Want(t, http.StatusOK, &sittings)
	if len(sittings.Sittings) != 1 || sittings.Sittings[0].State != "open" || sittings.Sittings[0].ExamName != "Kỳ thi" {
		t.Fatalf("sittings = %+v", sittings)
	}
	var rooms struct {
		Rooms []struct {
			ID    string
			Seats int
		}
	}
	c.Do(t, http.MethodGet, "/api/live/sittings/sitting-1/rooms", nil).Want(t, http.StatusOK, &rooms)
	if len(rooms.Rooms) != 2 || rooms.Rooms[0].ID != "room-P01" || rooms.Rooms[0].Seats != 2 {
		t.Fatalf("rooms = %+v", rooms)
	}
	saveOne(t, app.App, "01000002")
	got := seatsOf(t, c, "room-P01")
	if len(got) != 2 {
		t.Fatalf("seats = %+v", got)
	}
	if s := got[0]; s.Number != "01000001" || s.State != "waiting" || s.Connected || s.Total != 2 || s.SavedAgeMS != -1 {
		t.Errorf("a seat that nobody took = %+v", s)
	}
	if age := got[1].SavedAgeMS; age < 59_000 || age > 120_000 {
		t.Errorf("an answer was saved a minute ago, the page says %d ms", age)
	}
	if all := seatsOf(t, c, ""); len(all) != 3 {
		t.Errorf("%d seats in all rooms, want 3", len(all))
	}
}

type seat struct {
	Number, State string
	Connected     bool
	Total         int
	SavedAgeMS    int64 `json:"saved_age_ms"`
}

func seatsOf(t *testing.T, c *webtest.Client, room string) []seat {
	t.Helper()
	var out struct{ Seats []seat }
	c.Do(t, http.MethodGet, "/api/live/sittings/sitting-1/seats?room="+room, nil).Want(t, http.StatusOK, &out)
	return out.Seats
}

// saveOne puts an answer into the record as the drain does, a minute ago.
func saveOne(t *testing.T, app *webtest.App, number string) {
	t.Helper()
	_, err := app.DB.Exec(t.Context(), `
		WITH a AS (UPDATE attempt SET last_seq = 1 WHERE number = $1 RETURNING id)
		INSERT INTO answer_log (attempt, seq, field, value, at, epoch, prev, hash)
		SELECT id, 1, 'p1_1', 'aaaa', now() - interval '1 minute', 1, sha256('x'), sha256('y') FROM a`, number)
	if err != nil {
		t.Fatal(err)
	}
}

func TestLiveRoomOfOthersDoesNotExist(t *testing.T) {
	t.Parallel()
	app := newLiveApp(t)
	if _, err := app.DB.Exec(t.Context(), `UPDATE exam SET unit_id = $1`, string(webtest.UnitOther)); err != nil {
		t.Fatal(err)
	}
	c := app.LoginAs(t, "school", webtest.Password)
	for _, path := range []string{"/rooms", "/seats"} {
		c.Do(t, http.MethodGet, "/api/live/sittings/sitting-1"+path, nil).
			WantCode(t, http.StatusNotFound, "sitting.not_live")
	}
	var out struct{ Sittings []any }
	c.Do(t, http.MethodGet, "/api/live/sittings", nil).Want(t, http.StatusOK, &out)
	if len(out.Sittings) != 0 {
		t.Errorf("a school sees the sitting of another one: %v", out.Sittings)
	}
}

func TestLiveRoomTellsPracticeFromTheRealThing(t *testing.T) {
	t.Parallel()
	app := newLiveApp(t)
	p := liveSitting(liveExam(t, app.App))
	p.ID, p.Name, p.Practice = "sitting-2", "Thi thử", true
	if _, err := app.organizer.Prepare(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	var out struct {
		Sittings []struct {
			ID       string
			Practice bool
		}
	}
	app.Login(t, exam.RoleInvigilator).Do(t, http.MethodGet, "/api/live/sittings", nil).Want(t, http.StatusOK, &out)
	practice := map[string]bool{}
	for _, s := range out.Sittings {
		practice[s.ID] = s.Practice
	}
	if len(practice) != 2 || practice["sitting-1"] || !practice["sitting-2"] {
		t.Errorf("practice by sitting = %v", practice)
	}
}
