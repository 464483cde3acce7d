// Builds dist/: the bundle, code-split so that a run loads only what it needs, and the notice of the bundled libraries'
// licences. `--pack` also takes the scripts and development dependencies out of package.json for the tarball (npm warns about
// install scripts, and the bundle needs no dependencies); `--unpack` puts them back.

import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const manifestPath = join(root, 'package.json');
const savedPath = join(root, '.package.json.unpacked');
const mode = process.argv[2];

if (mode === '--unpack') {
  if (existsSync(savedPath)) renameSync(savedPath, manifestPath);
} else {
  const manifest = JSON.parse(readFileSync(manifestPath, 'utf8'));
  await bundle(manifest);
  if (mode === '--pack') {
    writeFileSync(savedPath, readFileSync(manifestPath));
    const {
      scripts: _scripts,
      devDependencies: _dev,
      prettier: _prettier,
      knip: _knip,
      ...published
    } = manifest;
    writeFileSync(manifestPath, `${JSON.stringify(published, null, 2)}\n`);
  }
}

/**
 * Two bundles. `main.cjs`, one file, is all that the command line and the help need: each file costs a millisecond or two to find
 * and link, and esbuild's own splitting would make seven of it. The rest is split, and takes what it shares with main.cjs from
 * main.cjs, so that there is one AppError.
 */
async function bundle(manifest) {
  const dist = join(root, 'dist');
  rmSync(dist, { recursive: true, force: true });
  const common = {
    absWorkingDir: root,
    outdir: dist,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    conditions: ['module'],
    define: { VERSION: JSON.stringify(manifest.version) },
    metafile: true,
    logLevel: 'warning',
  };
  const later = new Set();
  const first = await build({
    ...common,
    entryPoints: ['src/main.ts'],
    write: false,
    plugins: [loadLater(later)],
  });
  const inMain = Object.keys(first.metafile.inputs).filter((input) => input.startsWith('src/'));
  const main = await build({
    ...common,
    stdin: {
      contents: inMain.map((input) => `export * from './${input}';`).join('\n'),
      resolveDir: root,
      sourcefile: 'main.js',
    },
    entryNames: 'main',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    plugins: [loadLater(later)],
  });
  const rest = await build({
    ...common,
    entryPoints: [...later],
    splitting: true,
    entryNames: '[name]',
    chunkNames: '[name]-[hash]',
    plugins: [takeFromMain(new Set(inMain.map((input) => join(root, input))))],
  });
  for (const { outputs } of [main.metafile, rest.metafile]) {
    for (const output of Object.keys(outputs)) giveRequire(join(root, output));
  }
  writeFileSync(
    join(root, 'THIRD-PARTY-NOTICES.txt'),
    notices({ ...main.metafile.outputs, ...rest.metafile.outputs }),
  );
}

/** What main.ts imports dynamically is an entry point of the other bundle. */
function loadLater(later) {
  return {
    name: 'load-later',
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
        if (kind !== 'dynamic-import') return undefined;
        later.add(join(resolveDir, path));
        return { path: `./${basename(path, '.ts')}.js`, external: true };
      });
    },
  };
}

function takeFromMain(inMain) {
  return {
    name: 'take-from-main',
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) =>
        kind !== 'entry-point' && inMain.has(join(resolveDir, path))
          ? { path: './main.cjs', external: true }
          : undefined,
      );
    },
  };
}

/** Libraries in CommonJS ask for Node's own modules by `require`, which an ES module has to make for itself. */
function giveRequire(file) {
  const code = readFileSync(file, 'utf8');
  if (!code.includes('__require')) return;
  const make =
    "import { createRequire as makeRequire } from 'node:module';\nconst require = makeRequire(import.meta.url);\n";
  writeFileSync(file, make + code);
}

/** One entry for each package that has code in the bundle. */
function notices(outputs) {
  const folders = new Set();
  for (const output of Object.values(outputs)) {
    for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
      const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
      if (folder !== undefined && bytesInOutput > 0) folders.add(join(root, folder));
    }
  }
  const entries = [...folders].toSorted().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    const text =
      file === undefined ? `Licensed under ${license}.` : readFileSync(join(folder, file), 'utf8').trim();
    if (license === undefined && file === undefined)
      throw new Error(`no licence found in ${relative(root, folder)}`);
    return `${name} ${version} (${license ?? 'see below'})\n\n${text}\n`;
  });
  const rule = `\n${'-'.repeat(78)}\n\n`;
  return `The bundle of trailsift contains code of these packages.\n${rule}${entries.join(rule)}`;
}
