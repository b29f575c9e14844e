package word

import (
	"bytes"
	"errors"
	"image"
	"image/draw"
	"image/png"
	"path"
	"strings"

	"khaothi/bank"
	"khaothi/bank/bankimport/source"
	"khaothi/internal/fault"
	"khaothi/internal/formula"
	"khaothi/internal/ooxml"
)

// lack tells that a question misses something that the file has: it may come in
// as a draft, and a person has to add it.
func (w *writer) lack(todo, message, fix string) string {
	w.d.lack(todo, message+" "+fix, "")
	return "[?]"
}

// thing writes a picture, a formula or an object.
func (w *writer) thing(in *ooxml.Inline) string {
	switch in.Kind {
	case ooxml.Math:
		return w.math(in)
	case ooxml.Picture:
		return w.picture(in.Picture)
	case ooxml.Object:
		return w.object(in)
	case ooxml.Text, ooxml.Tab, ooxml.Break:
	}
	return ""
}

func (w *writer) math(in *ooxml.Inline) string {
	row, err := formula.ReadOMML(in.Math)
	if err != nil {
		reason := "công thức không đọc được"
		var f *formula.Error
		if errors.As(err, &f) {
			reason = f.Vietnamese()
		}
		return w.lack(bank.TodoText, "Công thức Word không đọc được: "+reason+".", "Gõ lại công thức bằng Equation của Word hoặc bằng LaTeX giữa hai dấu $.")
	}
	if len(row) == 0 {
		return ""
	}
	return escapedMath(formula.LaTeX(row), in.Display)
}

func escapedMath(latex string, display bool) string {
	latex = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(latex)
	if display {
		return `\[` + latex + `\]`
	}
	return `\(` + latex + `\)`
}

const pictureFix = "Trong Word: bấm hình, cắt (Ctrl+X), dán đặc biệt (Paste Special) dạng PNG, rồi nhập lại; hoặc thêm hình ở trang soạn câu."

// picture keeps PNG, JPEG and GIF. Metafiles (WMF, EMF) are drawings that no
// browser shows.
func (w *writer) picture(p *ooxml.Image) string {
	if p == nil || p.Name == "" {
		return w.lack(bank.TodoPicture, "Hình chỉ được liên kết, không nằm trong tệp Word.", "Chèn hình vào tệp (Insert › Picture) thay vì liên kết; chương trình không tải gì từ mạng.")
	}
	data, err := w.r.doc.File(p.Name)
	if err != nil {
		return w.lack(bank.TodoPicture, "Hình "+path.Base(p.Name)+" trong tệp bị hỏng.", pictureFix)
	}
	if kind := metafile(data); kind != "" {
		return w.lack(bank.TodoPicture, "Hình dạng "+kind+" không hiện được trong trình duyệt.", pictureFix)
	}
	data, cropErr := cropped(data, p.Crop)
	if cropErr != nil {
		return w.lack(bank.TodoPicture, "Hình bị cắt xén trong Word mà không đọc được phần còn lại.", "Trong Word: Compress Pictures › Delete cropped areas, rồi nhập lại.")
	}
	m, err := bank.NewPicture(data)
	if err != nil {
		reason := "không đọc được hình"
		var f *fault.Error
		if errors.As(err, &f) {
			reason, _ = f.Detail["reason"].(string)
		}
		w.d.add("picture.bad", w.field, "Hình không dùng được: "+reason+".", pictureFix)
		return ""
	}
	w.r.c.Out.Media[m.Hash] = m
	alt := p.Alt
	if strings.HasPrefix(alt, "Description: ") || strings.Contains(alt, "AI-generated") || strings.Contains(alt, "automatically generated") {
		alt = "" // what a machine guessed is no description
	}
	return source.Img(m, alt)
}

// metafile names the formats of drawings that Word knows and browsers do not.
func metafile(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte{0xD7, 0xCD, 0xC6, 0x9A}), bytes.HasPrefix(data, []byte{1, 0, 9, 0}), bytes.HasPrefix(data, []byte{2, 0, 9, 0}):
		return "WMF"
	case len(data) > 44 && bytes.HasPrefix(data, []byte{1, 0, 0, 0}) && string(data[40:44]) == " EMF":
		return "EMF"
	case bytes.HasPrefix(data, []byte{0x1F, 0x8B}):
		return "WMZ/EMZ"
	case bytes.HasPrefix(data, []byte("BM")):
		return "BMP"
	case bytes.HasPrefix(data, []byte("II*\x00")), bytes.HasPrefix(data, []byte("MM\x00*")):
		return "TIFF"
	case bytes.Contains(data[:min(len(data), 512)], []byte("<svg")):
		return "SVG"
	}
	return ""
}

// maxCropPixels bounds the memory that cutting takes: 12 million pixels are twice
// 48 MB.
const maxCropPixels = 12_000_000

// cropped cuts off what Word hides: it may be an answer.
func cropped(data []byte, c ooxml.Crop) ([]byte, error) {
	if c.Left <= 0 && c.Top <= 0 && c.Right <= 0 && c.Bottom <= 0 {
		return data, nil
	}
	if _, err := bank.NewPicture(data); err != nil {
		return data, nil //nolint:nilerr // told as a bad picture
	}
	if size, _, err := image.DecodeConfig(bytes.NewReader(data)); err != nil || size.Width*size.Height > maxCropPixels {
		return nil, errors.New("too large to be cut")
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	b := img.Bounds()
	side := func(length, share int) int { return int(int64(length) * int64(max(0, min(share, 100_000))) / 100_000) }
	r := image.Rect(b.Min.X+side(b.Dx(), c.Left), b.Min.Y+side(b.Dy(), c.Top), b.Max.X-side(b.Dx(), c.Right), b.Max.Y-side(b.Dy(), c.Bottom))
	if r.Dx() < 1 || r.Dy() < 1 {
		return nil, errors.New("nothing is left of the picture")
	}
	out := image.NewRGBA(image.Rect(0, 0, r.Dx(), r.Dy()))
	draw.Draw(out, out.Bounds(), img, r.Min, draw.Src)
	var buf bytes.Buffer
	if err := png.Encode(&buf, out); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

// object shows the preview of a formula of MathType or of another program.
func (w *writer) object(in *ooxml.Inline) string {
	name := in.Program
	if name == "" {
		name = "chương trình khác"
	}
	isFormula := strings.HasPrefix(in.Program, "Equation") || strings.HasPrefix(in.Program, "MathType")
	if isFormula && in.Data != "" {
		if data, err := w.r.doc.File(in.Data); err == nil {
			if row, err := formula.ReadMathType(data); err == nil && len(row) > 0 {
				return escapedMath(formula.LaTeX(row), false)
			}
		}
	}
	if in.Picture != nil && in.Picture.Name != "" {
		if data, err := w.r.doc.File(in.Picture.Name); err == nil && metafile(data) == "" {
			html := w.picture(in.Picture)
			if isFormula {
				w.d.warn("formula.picture", w.field, "Công thức MathType được giữ bằng hình xem trước.", "Để sửa và đọc được công thức: trong Word chọn MathType › Convert Equations sang LaTeX hoặc OMML rồi nhập lại.")
			}
			return html
		}
	}
	if isFormula {
		return w.lack(bank.TodoText, "Công thức MathType ("+name+") không đọc được.", "Trong Word: MathType › Convert Equations › Microsoft Office (OMML) hoặc LaTeX, rồi nhập lại; hoặc gõ lại công thức ở trang soạn câu.")
	}
	return w.lack(bank.TodoPicture, "Đối tượng nhúng của "+name+" không đọc được.", pictureFix)
}
