// Builds dist/: the bundle, code-split so that a run loads only what it needs, and the notice of the bundled libraries'
// licences. `--pack` also takes the scripts and development dependencies out of package.json for the tarball (npm warns about
// install scripts, and the bundle needs no dependencies); `--unpack` puts them back.

import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const manifestPath = join(root, 'package.json');
const savedPath = join(root, '.package.json.unpacked');
const mode = process.argv[2];

/**
 * What is loaded together is in one file, because to find and open a file costs Node more than to compile a small part. A part that several
 * files could have is in the first one.
 */
const joinedParts = {
  'core.js': ['src/main.ts'],
  'candidates.js': ['src/args/completion/candidates.ts'],
  'search.js': ['src/request/search.ts', 'src/command/search/command.ts'],
};

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
 * esbuild splits ES modules only, and each of those costs Node a millisecond or two to find, link and compile whole, the more so as
 * it builds a facade for every module of its own that one imports. So each part is turned into CommonJS after the split:
 * a search that was answered in 6.8 times the time of a bare Node takes less than half of that.
 */
async function bundle(manifest) {
  const dist = join(root, 'dist');
  rmSync(dist, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/main.ts', 'src/origin/files/prefilter-worker.ts'],
    entryNames: '[name]',
    outdir: dist,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    conditions: ['module'],
    chunkNames: '[name]-[hash]',
    define: {
      VERSION: JSON.stringify(manifest.version),
      BUGS_URL: JSON.stringify(manifest.bugs.url),
      BUILT: '__dirname',
    },
    plugins: [factsBeside(dist)],
    metafile: true,
    logLevel: 'warning',
  });
  const fileOf = joined(metafile.outputs);
  const parts = new Map(Object.keys(joinedParts).map((file) => [file, []]));
  for (const output of Object.keys(metafile.outputs)) {
    const file = join(root, output);
    const { code: split } = await transform(readFileSync(file, 'utf8'), {
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      supported: { 'dynamic-import': false },
    });
    const code = split.replace(/\brequire\("\.\/([^"]+)"\)/g, (call, name) =>
      fileOf.has(`dist/${name}`) ? `require("./${fileOf.get(`dist/${name}`)}").part("${name}")` : call,
    );
    if (fileOf.has(output)) {
      parts
        .get(fileOf.get(output))
        .push(`${JSON.stringify(basename(output))}: (function (module, exports, require) {\n${code}\n})`);
      rmSync(file);
    } else writeFileSync(file, code);
  }
  for (const [name, texts] of parts) writeFileSync(join(dist, name), joinedText(texts));
  writeFileSync(join(dist, 'main.js'), 'module.exports = require("./core.js").part("main.js");\n');
  writeFileSync(join(dist, 'package.json'), '{ "type": "commonjs" }\n');
  writeFileSync(join(root, 'THIRD-PARTY-NOTICES.txt'), notices(metafile.outputs));
}

/** The file of each joined part. */
function joined(outputs) {
  const fileOf = new Map();
  for (const [file, entries] of Object.entries(joinedParts))
    for (const entry of entries) {
      const [output] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === entry) ?? [];
      if (output === undefined) throw new Error(`${entry} is not a part of its own`);
      for (const part of staticParts(outputs, output)) if (!fileOf.has(part)) fileOf.set(part, file);
    }
  return fileOf;
}

/** The part and all parts that it needs before it can run. */
function staticParts(outputs, entry, found = new Set()) {
  if (found.has(entry)) return found;
  found.add(entry);
  for (const { path, kind } of outputs[entry].imports)
    if (kind === 'import-statement' && outputs[path] !== undefined) staticParts(outputs, path, found);
  return found;
}

/**
 * Parts in one file. A part still runs when it is first required. In brackets a function is compiled at once and not parsed twice.
 */
function joinedText(parts) {
  return `const parts = {
${parts.join(',\n')}
};
const loaded = {};
exports.part = (name) => {
  if (loaded[name] === undefined) {
    loaded[name] = { exports: {} };
    parts[name](loaded[name], loaded[name].exports, require);
  }
  return loaded[name].exports;
};
`;
}

/**
 * The catalogue's text lies beside the bundle and is read as bytes: as a literal in the code Node would scan it a character at a time,
 * which costs every search for an event name three milliseconds more.
 */
function factsBeside(dist) {
  return {
    name: 'facts beside the bundle',
    setup(builder) {
      builder.onLoad({ filter: /[\\/]src[\\/]catalog[\\/]facts\.ts$/ }, async ({ path }) => {
        const code = readFileSync(path, 'utf8');
        const { sourceLines, ...others } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
        if (/[^\n\t\x20-\x7e]/.test(sourceLines)) throw new Error('the catalogue is to be plain ASCII');
        mkdirSync(dist, { recursive: true });
        writeFileSync(join(dist, 'catalog.txt'), sourceLines);
        const constants = Object.entries(others).map(
          ([name, value]) => `export const ${name} = ${JSON.stringify(value)};\n`,
        );
        return {
          contents: `import { readFileSync } from 'node:fs';\n${constants.join('')}export const sourceLines = readFileSync(\`\${BUILT}/catalog.txt\`, 'latin1');\n`,
        };
      });
    },
  };
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
