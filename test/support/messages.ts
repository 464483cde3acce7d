// `npm run messages -- PAGE [TEST-FOLDER...]`: runs the tests and writes every distinct message that the program printed to a page, by
// kind, each with a command line that provoked it. A test that fails is no matter here: what it printed is what is wanted.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shownCommandLine } from '../../src/args/shown-command-line.ts';
import type { KeptRun } from './keep-messages.ts';
import { screenOf } from './screen.ts';

const kinds = ['error', 'missing', 'note', 'debug', 'closing line'] as const;
type Kind = (typeof kinds)[number];

interface Message {
  readonly kind: Kind;
  readonly text: string;
}

interface Shown extends Message {
  readonly commandLine: string;
  runs: number;
}

const [page, ...folders] = process.argv.slice(2);
if (page === undefined) {
  console.error('usage: npm run messages -- PAGE [TEST-FOLDER...]');
  process.exitCode = 2;
} else {
  const messages = distinct(runTests(folders));
  writeFileSync(page, pageOf(messages));
  console.log(`${messages.length} messages in ${page}`);
}

function runTests(words: readonly string[]): readonly KeptRun[] {
  const folder = mkdtempSync(join(tmpdir(), 'trailsift-messages-'));
  try {
    const file = join(folder, 'runs.ndjson');
    writeFileSync(file, '');
    spawnSync('npx', ['vitest', 'run', '--config', 'test/vitest.config.ts', '--reporter=dot', ...words], {
      env: { ...process.env, TRAILSIFT_TEST_MESSAGES: file },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as KeptRun);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function distinct(runs: readonly KeptRun[]): readonly Shown[] {
  const shown = new Map<string, Shown>();
  for (const { argv, stderr } of runs) {
    for (const message of messagesOf(stderr)) {
      const key = `${message.kind} ${form(message.text)}`;
      const known = shown.get(key);
      if (known === undefined) shown.set(key, { ...message, commandLine: shownCommandLine(argv), runs: 1 });
      else known.runs += 1;
    }
  }
  return [...shown.values()];
}

/** A message is a line, and the lines below it that say what to type or are indented. */
function messagesOf(stderr: string): readonly Message[] {
  const messages: Message[] = [];
  for (const line of screenOf(stderr)) {
    const text = line.trimEnd();
    if (text === '') continue;
    const kind = kinds.find((each) => text.startsWith(`${each}: `)) ?? 'closing line';
    const last = messages.at(-1);
    if (last !== undefined && kind === 'closing line' && /^(?:try: | )/.test(text))
      messages[messages.length - 1] = { ...last, text: `${last.text}\n${text}` };
    else messages.push({ kind, text });
  }
  return messages;
}

/** Names, numbers, paths and times are blanked, so that the same message is met once. */
const blanks: readonly (readonly [RegExp, string])[] = [
  [/'[^']*'/g, "'x'"],
  [/https?:\/\/[^\s;,)]+/g, 'URL'],
  [/(?<![\w.])(?:\/|\.\/)[\w./@+-]*\w|\b[\w.-]+\.(?:json|ndjson|csv|gz|pem)(?:\.gz)?\b/g, 'PATH'],
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?Z?(?: UTC)?/g, 'TIME'],
  [/\barn:aws[\w:/@+=,.*-]+/g, 'ARN'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]+/gi, 'ID'],
  [/\b(?:AKIA|ASIA|AROA)[A-Z0-9]+/g, 'KEY'],
  [/\b[a-z]{2}(?:-[a-z]+)+-\d\b/g, 'REGION'],
  [/REGION(?:(?:, | and )REGION)+(?: and \d+ more)?/g, 'REGION'],
  [/PATH(?:(?:, | and )PATH)+(?: and \d+ more)?/g, 'PATH'],
  [/\d[\d,.]*/g, 'N'],
  [/(?:(?<=^|[\s(,])--[\w-]+(?:, | and | or )?)+/g, '--FLAG'],
  [/\b[A-Z][a-z]+(?:[A-Z][a-z]*)+N?\b/g, 'Name'],
  [/\b(event|record|page|file|folder|request|match|second|service|id)e?s\b/g, '$1'],
];

function form(text: string): string {
  return blanks.reduce((known, [pattern, blank]) => known.replace(pattern, blank), text);
}

function pageOf(messages: readonly Shown[]): string {
  const parts = kinds.flatMap((kind) => {
    const ofKind = messages.filter((message) => message.kind === kind);
    return ofKind.length === 0 ? [] : [`## ${kind}: ${ofKind.length}`, ...ofKind.toSorted(byText).map(entry)];
  });
  return `# Every message that the tests provoke\n\n${parts.join('\n\n')}\n`;
}

function byText(one: Shown, other: Shown): number {
  return one.text < other.text ? -1 : 1;
}

function entry({ text, commandLine, runs }: Shown): string {
  return `${text.replace(/^/gm, '    ')}\n\n(${runs} times) \`${commandLine}\``;
}
