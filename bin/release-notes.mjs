// `node bin/release-notes.mjs [VERSION]`: prints the section of CHANGELOG.md for that version (default: the one in package.json), as
// notes for a GitHub release. Exits with 1 if there is no such section or nothing in it.

import { readFileSync } from 'node:fs';

const read = (name) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');

const version = (process.argv[2] ?? JSON.parse(read('package.json')).version).replace(/^v/, '');
const notes = unwrapped(sectionOf(read('CHANGELOG.md').split('\n'), version))
  .join('\n')
  .trim();
if (notes === '') {
  console.error(`CHANGELOG.md has no section with notes for ${version}: "## ${version} - YYYY-MM-DD"`);
  process.exitCode = 1;
} else {
  console.log(notes);
}

/** The lines between the heading of a version (`## 1.2.3 - 2026-01-31`, `## [1.2.3]`) and the next heading or the list of link targets. */
function sectionOf(lines, wanted) {
  const start = lines.findIndex((line) => /^## \[?([^\]\s]+)/.exec(line)?.[1] === wanted);
  if (start < 0) return [];
  const length = lines.slice(start + 1).findIndex((line) => /^## |^\[[^\]]+\]: /.test(line));
  return lines.slice(start + 1, length < 0 ? undefined : start + 1 + length);
}

/** Joins the wrapped lines of a paragraph or list item: GitHub shows each line end in release notes as a line break. */
function unwrapped(lines) {
  const joined = [];
  let fenced = false;
  for (const line of lines) {
    const fence = /^\s*```/.test(line);
    const startsBlock = fence || /^\s*(?:$|[#>|]|[-*+] |\d+\. )/.test(line);
    const takesMore = /^\s*(?!```|[#|])\S/.test(joined.at(-1) ?? '');
    joined.push(fenced || startsBlock || !takesMore ? line : `${joined.pop()} ${line.trim()}`);
    if (fence) fenced = !fenced;
  }
  return joined;
}
