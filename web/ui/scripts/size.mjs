// Fails when what a candidate's browser loads before the first formula is over
// 150 KB compressed: schools run old machines on poor lines. Counted are the
// scripts and styles that thi.html needs at once, not those it loads later.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const limitKB = 150;
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));

/** Adds the files that a chunk and its static imports need to `files`. */
function collect(key, files, seen) {
  if (seen.has(key)) return;
  seen.add(key);
  const chunk = manifest[key];
  if (!chunk) throw new Error(`${key} is not in the manifest: did the build change?`);
  files.add(chunk.file);
  for (const css of chunk.css ?? []) files.add(css);
  for (const next of chunk.imports ?? []) collect(next, files, seen);
}

function weigh(entry) {
  const files = new Set();
  collect(entry, files, new Set());
  let bytes = 0;
  for (const file of files)
    bytes += gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length;
  return bytes / 1000;
}

const candidate = weigh("thi.html");
process.stdout.write(
  `gzip: candidate ${candidate.toFixed(1)} KB (limit ${limitKB}), staff ${weigh("index.html").toFixed(1)} KB\n`,
);
if (candidate > limitKB) {
  process.stderr.write(`the candidate's bundle is over ${limitKB} KB: load more of it later\n`);
  process.exit(1);
}
