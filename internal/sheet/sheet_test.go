package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

func TestWriteThenOpenKeepsText(t *testing.T) {
	t.Parallel()
	w := NewWriter()
	s := w.Sheet("Điểm", Column{Title: "Số báo danh"}, Column{Title: "Họ tên", Width: 30}, Column{Title: "Điểm", Kind: Points})
	s.Row("01000001", "=HYPERLINK(\"http://x\")", int64(875))
	s.Row("-2", "'=x", int64(5))
	s.Row("", "@cmd", nil)
	data, err := w.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	got, err := Open(data, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	want := []Sheet{{Name: "Điểm", Rows: []Row{
		{N: 1, Cells: []string{"Số báo danh", "Họ tên", "Điểm"}},
		{N: 2, Cells: []string{"01000001", "=HYPERLINK(\"http://x\")", "8.75"}},
		{N: 3, Cells: []string{"-2", "'=x", "0.05"}},
		{N: 4, Cells: []string{"", "@cmd"}},
	}}}
	if d := cmp.Diff(want, got.Sheets); d != "" {
		t.Error(d)
	}
}

func TestOpenReadsTypesAsStored(t *testing.T) {
	t.Parallel()
	f := excelize.NewFile()
	for cell, v := range map[string]any{"A1": true, "B1": false, "C1": 0.1 + 0.2, "D1": 1e-3, "E1": "012", "F1": 44096, "A3": "dòng ba"} {
		if err := f.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	got, err := Open(b.Bytes(), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	want := []Row{{N: 1, Cells: []string{"TRUE", "FALSE", "0.3", "0.001", "012", "44096"}}, {N: 3, Cells: []string{"dòng ba"}}}
	if d := cmp.Diff(want, got.Sheets[0].Rows); d != "" {
		t.Error(d)
	}
	day, ok := Date("44096")
	if !ok || day.Format("2006-01-02") != "2020-09-22" {
		t.Errorf("Date(44096) = %v, %v", day, ok)
	}
}

func zipOf(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range files {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	far := excelize.NewFile()
	if err := far.SetCellStr("Sheet1", "ZZ1", "x"); err != nil {
		t.Fatal(err)
	}
	var wide bytes.Buffer
	if err := far.Write(&wide); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		data []byte
		want error
	}{
		{"text", []byte("Câu hỏi,Đáp án"), ErrNotXLSX},
		{"old workbook", append([]byte{0xD0, 0xCF, 0x11, 0xE0}, make([]byte, 512)...), ErrOldFormat},
		{"zip without a workbook", zipOf(t, map[string]string{"a.txt": "x"}), ErrNotXLSX},
		{"bomb", zipOf(t, map[string]string{"xl/workbook.xml": strings.Repeat(" ", 8<<20)}), ErrTooLarge.With("limit", "unzipped")},
		{"entities", zipOf(t, map[string]string{"xl/workbook.xml": `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><workbook/>`}), ErrUnsafe},
		{"path outside", zipOf(t, map[string]string{"../x": "y"}), ErrUnsafe},
		{"too wide", wide.Bytes(), ErrTooLarge},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, err := Open(tt.data, Limits{}); !errors.Is(err, tt.want) {
				t.Errorf("Open = %v, want %v", err, tt.want)
			}
		})
	}
}

func FuzzOpen(f *testing.F) {
	w := NewWriter()
	w.Sheet("a", Column{Title: "b"}).Row("c")
	data, err := w.Bytes()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		book, err := Open(data, Limits{Unzipped: 4 << 20, Rows: 1000})
		if err == nil && book == nil {
			t.Error("no book and no error")
		}
	})
}
