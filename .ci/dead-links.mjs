// Prints the relative links in README.md of an installed package that lead to no file in it, on one line.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const prose = readFileSync(join(folder, 'README.md'), 'utf8').replace(/^ *```[^]*?^ *```/gm, '');
const inline = /\]\(\s*<?([^\s)>]+)/.source;
const reference = /^ *\[[^\]]+\]:\s*<?([^\s>]+)/.source;
const html = /(?:href|src)="([^"]+)"/.source;
const links = [...prose.matchAll(new RegExp([inline, reference, html].join('|'), 'gm'))]
  .map(([, ...found]) => found.join(''))
  .filter((link) => !/^(?:[a-z]+:|#)/i.test(link));
// A README without any link would pass for the wrong reason, such as links that this script cannot read.
if (links.length === 0) throw new Error('no relative link found in README.md');
const dead = links.filter(
  (link) => !existsSync(join(folder, decodeURIComponent(link.replace(/[?#].*$/, '')))),
);
console.log(dead.join(' '));
