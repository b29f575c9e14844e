package bankimport

import (
	"bytes"

	"khaothi/bank"
	"khaothi/bank/bankimport/aiken"
	"khaothi/bank/bankimport/excel"
	"khaothi/bank/bankimport/extest"
	"khaothi/bank/bankimport/gift"
	"khaothi/bank/bankimport/itemjson"
	"khaothi/bank/bankimport/moodlexml"
	"khaothi/bank/bankimport/qti"
	"khaothi/bank/bankimport/word"
	"khaothi/internal/fault"
)

// writers are the formats that Write knows and the ending of their files.
var writers = []struct {
	format, ext string
	write       func(bank.Imported) ([]byte, []bank.Row, error)
}{
	{itemjson.Format, ".json", func(in bank.Imported) ([]byte, []bank.Row, error) {
		data, err := itemjson.Write(in)
		return data, nil, err
	}},
	{excel.Format, ".xlsx", excel.Export},
	{moodlexml.Format, ".xml", moodlexml.Write},
	{gift.Format, ".gift", gift.Write},
	{aiken.Format, ".txt", aiken.Write},
	{extest.Format, ".tex", extest.Write},
	{qti.Format, ".zip", qti.Write},
	{word.Format, ".docx", word.Write},
}

// Targets lists the formats that Write knows.
func Targets() []string {
	out := make([]string, 0, len(writers))
	for _, w := range writers {
		out = append(out, w.format)
	}
	return out
}

// Write turns questions into a file of a format. lost lists, question by
// question, what the format cannot carry: an error row is a question that is
// not in the file, a warning a part of one. An unknown format is Invalid,
// format.unknown.
func Write(format string, in bank.Imported) (data []byte, lost []bank.Row, err error) {
	for _, w := range writers {
		if w.format == format {
			return w.write(in)
		}
	}
	return nil, nil, fault.New(fault.Invalid, "format.unknown").With("format", format)
}

// WriteFile is Write with the extension of the file's name.
func WriteFile(format string, in bank.Imported) (data []byte, ext string, lost []bank.Row, err error) {
	data, lost, err = Write(format, in)
	return data, Extension(format, data), lost, err
}

// Extension is the ending of a file that Write made: a format that needs more
// than one file is a zip.
func Extension(format string, data []byte) string {
	for _, w := range writers {
		if w.format != format {
			continue
		}
		if w.ext == ".tex" && bytes.HasPrefix(data, []byte("PK")) {
			return ".zip"
		}
		return w.ext
	}
	return ""
}
