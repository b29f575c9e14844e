import { strToU8, zipSync } from "fflate";
import { png } from "./png";

const header = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** A paragraph of Word: a text, or what stands for it in OOXML. */
const paragraph = (content: string) =>
  `<w:p>${content.startsWith("<") ? content : `<w:r><w:t xml:space="preserve">${content}</w:t></w:r>`}</w:p>`;

const text = (s: string) => `<w:r><w:t xml:space="preserve">${s}</w:t></w:r>`;

/** One half as Word writes a formula. */
const formula =
  "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>";

const drawing = `<w:r><w:drawing><wp:inline><wp:extent cx="952500" cy="635000"/><wp:docPr id="1" name="Hình 1" descr="Đồ thị trong tệp Word"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="a.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="r9"/></pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`;

/**
 * A Word file of three questions: one with a formula and a picture, one whose
 * key names an option that is not there, one that is good.
 */
export function wordFile(): Uint8Array {
  const lines = [
    text("Câu 1. Giá trị ") + formula + text(" của hình ") + drawing + text(" là"),
    "A. 0,5",
    "B. 2",
    "C. 3",
    "D. 4",
    "Đáp án: A",
    "Câu 2. Đáp án không có trong phương án",
    "A. một",
    "B. hai",
    "Đáp án: D",
    "Câu 3. 1 + 1 bằng",
    "A. 2",
    "B. 3",
    "Đáp án: A",
  ].map(paragraph);
  const spaces = [
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"',
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"',
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"',
    `xmlns:r="${office}"`,
  ].join(" ");
  const rels = "http://schemas.openxmlformats.org/package/2006/relationships";
  const files: Record<string, string> = {
    "[Content_Types].xml": `${header}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    "_rels/.rels": `${header}<Relationships xmlns="${rels}"><Relationship Id="r1" Type="${office}/officeDocument" Target="word/document.xml"/></Relationships>`,
    "word/_rels/document.xml.rels": `${header}<Relationships xmlns="${rels}"><Relationship Id="r9" Type="${office}/image" Target="media/a.png"/></Relationships>`,
    "word/document.xml": `${header}<w:document ${spaces}><w:body>${lines.join("")}</w:body></w:document>`,
  };
  const entries = Object.entries(files).map(([name, s]) => [name, strToU8(s)] as const);
  const picture = ["word/media/a.png", new Uint8Array(png(150, 100, (x) => 255 - x))] as const;
  return zipSync(Object.fromEntries([...entries, picture]));
}
