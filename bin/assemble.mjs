// `npm run wasm`: assembles scan.wat into scan-code.ts. With `--check` it only says whether that has been done.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import wabt from 'wabt';

const source = fileURLToPath(new URL('../src/origin/files/scan.wat', import.meta.url));
const target = fileURLToPath(new URL('../src/origin/files/scan-code.ts', import.meta.url));

const assembler = await wabt();
const assembled = assembler.parseWat('scan.wat', readFileSync(source, 'utf8'), {
  simd: true,
  mutable_globals: true,
});
const { buffer } = assembled.toBinary({});
const code = [
  '// Assembled from scan.wat by `npm run wasm`.',
  '',
  'export const scanCode =',
  `  '${Buffer.from(buffer).toString('base64')}';`,
  '',
].join('\n');

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== code) {
    console.error('scan-code.ts is not what scan.wat assembles to: npm run wasm');
    process.exitCode = 1;
  }
} else {
  writeFileSync(target, code);
}
