import { strToU8, zlibSync } from "fflate";

/** A4 across with margins of 36, in points. */
const page = { width: 842, height: 595, margin: 36 };

/** Pixels as a canvas gives them: four bytes each. */
export interface Pixels {
  width: number;
  height: number;
  data: Uint8ClampedArray;
}

/** A PDF of one page A4 across that shows a picture, without loss, as large as fits. */
export function picturePDF(pixels: Pixels, title: string): Blob {
  const scale = Math.min(
    (page.width - 2 * page.margin) / pixels.width,
    (page.height - 2 * page.margin) / pixels.height,
  );
  const [w, h] = [pixels.width * scale, pixels.height * scale];
  const place = [w, 0, 0, h, (page.width - w) / 2, page.height - page.margin - h];
  const drawing = strToU8(`q ${place.map((n) => n.toFixed(3)).join(" ")} cm /P Do Q`);
  const image = zlibSync(withoutAlpha(pixels.data), { level: 6 });
  return file([
    ["<</Type/Catalog/Pages 2 0 R/ViewerPreferences<</DisplayDocTitle true>>>>"],
    ["<</Type/Pages/Kids[3 0 R]/Count 1>>"],
    [
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${page.width} ${page.height}]/Contents 4 0 R/Resources<</XObject<</P 5 0 R>>>>>>`,
    ],
    [`<</Length ${drawing.length}>>`, drawing],
    [
      `<</Type/XObject/Subtype/Image/Width ${pixels.width}/Height ${pixels.height}/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode/Length ${image.length}>>`,
      image,
    ],
    [`<</Title<${utf16(title)}>>>`],
  ]);
}

/** A dictionary, and the stream that belongs to it. */
type PDFObject = [dictionary: string, stream?: Uint8Array<ArrayBuffer>];

/** Numbers the objects, and writes the table of where each begins (ISO 32000-1, 7.5). The last is the document's information. */
function file(objects: PDFObject[]): Blob {
  const parts: BlobPart[] = [];
  let at = 0;
  const write = (part: string | Uint8Array<ArrayBuffer>) => {
    const bytes = typeof part === "string" ? strToU8(part) : part;
    parts.push(bytes);
    at += bytes.length;
  };
  const starts: number[] = [];
  write("%PDF-1.7\n");
  objects.forEach(([dictionary, stream], i) => {
    starts.push(at);
    write(`${i + 1} 0 obj\n${dictionary}\n`);
    if (stream) {
      write("stream\n");
      write(stream);
      write("\nendstream\n");
    }
    write("endobj\n");
  });
  const table = at;
  const rows = starts.map((n) => `${String(n).padStart(10, "0")} 00000 n \n`).join("");
  const size = objects.length + 1;
  write(`xref\n0 ${size}\n0000000000 65535 f \n${rows}`);
  write(`trailer\n<</Size ${size}/Root 1 0 R/Info ${objects.length} 0 R>>\n`);
  write(`startxref\n${table}\n%%EOF\n`);
  return new Blob(parts, { type: "application/pdf" });
}

/** The red, green and blue bytes; the picture stands on white, so the fourth says nothing. */
function withoutAlpha(data: Uint8ClampedArray): Uint8Array {
  const out = new Uint8Array((data.length / 4) * 3);
  for (let from = 0, to = 0; from < data.length; from += 4) {
    out[to++] = data[from] ?? 255;
    out[to++] = data[from + 1] ?? 255;
    out[to++] = data[from + 2] ?? 255;
  }
  return out;
}

/** A text string of a PDF in hexadecimal UTF-16 with its mark. */
function utf16(text: string): string {
  const units = Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
  return ["feff", ...units.map((u) => u.toString(16).padStart(4, "0"))].join("");
}
