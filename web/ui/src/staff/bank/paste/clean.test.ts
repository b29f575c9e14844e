import { describe, expect, it } from "vitest";

import { parseHTML, writeHTML } from "../editor/html";
import { cleanClipboard } from "./clean";
import { rtfPictures } from "./rtf";
import { markTypedMath } from "./typed";

/** What the editor makes of clipboard HTML, with a sign for each formula and picture. */
function pasted(html: string): string {
  const cleaned = cleanClipboard(html);
  const shown = cleaned.html
    .replace(/<kt-formula data-no="(\d+)"><\/kt-formula>/g, "⟨f$1⟩")
    .replace(/<kt-picture data-no="(\d+)"[^>]*><\/kt-picture>/g, "⟨p$1⟩");
  return writeHTML(parseHTML(shown));
}

// The shape in which Word puts a paragraph with a formula on the clipboard.
const wordFormula = `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:m="http://schemas.microsoft.com/office/2004/12/omml">
<head><style><!-- p.MsoNormal {margin:0cm} --></style><!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]--></head>
<body lang=VI><!--StartFragment-->
<p class=MsoNormal><b><span style='font-size:12.0pt'>Câu 1.</span></b><span
style='font-size:12.0pt'> Giải phương trình </span><!--[if gte msEquation 12]><m:oMath><m:sSup><m:sSupPr><span
style='font-family:"Cambria Math",serif'><m:ctrlPr></m:ctrlPr></span></m:sSupPr><m:e><i
style='mso-bidi-font-style:normal'><span style='font-family:"Cambria Math",serif'><m:r>x</m:r></span></i></m:e><m:sup><i><span><m:r>2</m:r></span></i></m:sup></m:sSup><i><span><m:r>&lt;4</m:r></span></i></m:oMath><![endif]--><![if !msEquation]><span
style='position:relative'><img width=45 height=18 src="file:///C:/Users/a/AppData/Local/Temp/msohtmlclip1/01/clip_image002.png"></span><![endif]><span
style='font-size:12.0pt'> với <u>ẩn</u> x.<o:p></o:p></span></p>
<!--EndFragment--></body></html>`;

describe("the clipboard of Word", () => {
  it("keeps text, marks and formulas, and not the pictures of the formulas", () => {
    expect(pasted(wordFormula)).toBe(
      "<p><b>Câu 1.</b> Giải phương trình ⟨f0⟩ với <u>ẩn</u> x.</p>",
    );
    const { formulas, pictures } = cleanClipboard(wordFormula);
    expect(pictures).toEqual([]);
    expect(formulas).toHaveLength(1);
    expect(formulas[0]?.format).toBe("omml");
    expect(formulas[0]?.display).toBe(false);
    const xml = new DOMParser().parseFromString(formulas[0]?.xml ?? "", "application/xml");
    expect(xml.querySelector("parsererror")).toBeNull();
    expect(Array.from(xml.getElementsByTagName("m:t"), (t) => t.textContent)).toEqual([
      "x",
      "2",
      "<4",
    ]);
    expect(xml.documentElement.namespaceURI).toContain("officeDocument/2006/math");
  });

  it("knows a formula on a line of its own, and closes what Word left open", () => {
    const html = `<p><!--[if gte msEquation 12]><m:oMathPara><m:oMath><m:f><m:num><m:r>1</m:r></m:num><m:den><m:r><m:rPr><m:sty m:val="p"/></m:rPr>a&amp;b</m:r></m:den></m:oMath></m:oMathPara><![endif]--></p>`;
    const [formula] = cleanClipboard(html).formulas;
    expect(formula?.display).toBe(true);
    const xml = new DOMParser().parseFromString(formula?.xml ?? "", "application/xml");
    expect(xml.querySelector("parsererror")).toBeNull();
    expect(xml.getElementsByTagName("m:sty")[0]?.getAttribute("m:val")).toBe("p");
    expect(xml.getElementsByTagName("m:t")[1]?.textContent).toBe("a&b");
  });

  it("takes bullets for a list and leaves numbers as they are typed", () => {
    const item = (mark: string, text: string) =>
      `<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>${mark}<span>&nbsp;&nbsp; </span></span><![endif]>${text}</p>`;
    expect(pasted(item("·", "một") + item("·", "hai") + item("A.", "ba"))).toBe(
      "<ul><li>một</li><li>hai</li></ul><p>A. ba</p>",
    );
  });

  it("keeps tables with merged cells and drops what is hidden", () => {
    const html = `<table class=MsoTableGrid border=1><tr><td colspan=2 width=300><p class=MsoNormal>x</p></td></tr><tr><td><p><span style='mso-hide:all'>ẩn</span>1</p></td><td><p>2<o:p>&nbsp;</o:p></p></td></tr></table>`;
    expect(pasted(html)).toBe(
      '<table><tr><td colspan="2"><p>x</p></td></tr><tr><td><p>1</p></td><td><p>2</p></td></tr></table>',
    );
  });

  it("finds the pictures of the text in its RTF, and neither their copies nor those of formulas", () => {
    const png = "89504e470d0a1a0a";
    const rtf = `{\\rtf1\\ansi {\\mmath{\\mmathPict{\\pict\\pngblip ffff}}} a {\\*\\shppict{\\pict{\\*\\picprop{\\sp{\\sn a}}}\\picscalex100\\picw10\\pngblip\\bliptag-123{\\*\\blipuid 0102}\r\n${png.slice(0, 8)}\r\n${png.slice(8)}}}{\\nonshppict{\\pict\\wmetafile8 0100}} \\{ {\\pict\\wmetafile8 0100}{\\*\\shppict{\\pict\\jpegblip ffd8}}}`;
    const found = rtfPictures(rtf);
    expect(found.map((p) => p.type)).toEqual(["image/png", null, "image/jpeg"]);
    expect(Array.from(found[0]?.data ?? [])).toEqual([
      0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a,
    ]);
    expect(rtfPictures("not rtf {\\pict\\pngblip 00}")).toEqual([]);
  });
});

describe("the clipboard of others", () => {
  it("reads the marks of Google Docs from its styles", () => {
    const html = `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr" style="line-height:1.38"><span style="font-weight:400">Tính </span><span style="font-weight:700;font-style:italic;text-decoration:none;vertical-align:baseline">H</span><span style="vertical-align:sub">2</span><span style="text-decoration:underline">O</span> <img src="https://www.google.com/chart?cht=tx&chl=%5Cfrac%7B1%7D%7B2%7D"></p></b>`;
    expect(pasted(html)).toBe("<p>Tính <b><i>H</i></b><sub>2</sub><u>O</u> \\(\\frac{1}{2}\\)</p>");
  });

  it("takes MathML, and the LaTeX that lies in it", () => {
    const bare = `<p>a <math xmlns="http://www.w3.org/1998/Math/MathML" display="block" onclick="x"><msup><mi>x</mi><mn>2</mn></msup></math></p>`;
    const [formula] = cleanClipboard(bare).formulas;
    expect(formula?.format).toBe("mathml");
    expect(formula?.display).toBe(true);
    expect(formula?.xml).not.toContain("onclick");
    const katex = `<span class="katex"><span class="katex-mathml"><math><semantics><mrow><mi>x</mi></mrow><annotation encoding="application/x-tex">x^2</annotation></semantics></math></span><span class="katex-html" aria-hidden="true"><span>x2</span></span></span>`;
    expect(pasted(katex)).toBe("\\(x^2\\)");
  });

  it("takes pictures that are in the HTML, and names those that are elsewhere", () => {
    const html = `<p>a<img src="data:image/png;base64,iVBORw0KGgo=" width="90"><img src="file:///tmp/x.png"><img src="https://a.b/c.png"><img src="data:image/svg+xml;base64,AA=="></p>`;
    const { pictures } = cleanClipboard(html);
    expect(pictures.map((p) => p.kind)).toEqual(["data", "file", "remote", "file"]);
  });

  it("runs nothing and keeps no address", () => {
    const bad = `<p onclick="a()">x<script>alert(1)</script><style>p{}</style><a href="javascript:a()">liên kết</a><iframe src="//x"></iframe><svg><script>1</script></svg><form><input value="y"></form></p>`;
    const out = cleanClipboard(bad).html;
    expect(out).toBe("<p>xliên kết</p>");
    expect(pasted(`<div><div><h2>Đề</h2><div>một<br>hai</div></div></div>`)).toBe(
      "<p><b>Đề</b></p><p>một<br/>hai</p>",
    );
  });

  it("survives depth and rubbish", () => {
    expect(() => cleanClipboard("<div>".repeat(300) + "x")).not.toThrow();
    expect(() => cleanClipboard("<!--[if gte msEquation 12]><m:oMath><m:r>x")).not.toThrow();
    expect(pasted("")).toBe("");
  });
});

describe("plain text", () => {
  it("finds formulas, and leaves money alone", () => {
    expect(markTypedMath("giá $5 và $6")).toBeNull();
    expect(markTypedMath("a < b, \\(x<1\\)")).toBe(
      'a &lt; b, <span data-formula="x&lt;1" data-display=""></span>',
    );
    expect(markTypedMath("$$x$$ và $y_1$")).toBe(
      '<span data-formula="x" data-display="1"></span> và <span data-formula="y_1" data-display=""></span>',
    );
  });
});
