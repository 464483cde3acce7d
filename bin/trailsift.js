#!/usr/bin/env node
// Starts the built program. Plain JavaScript that any Node reads, so that an old Node and a missing build are told what to do.

import { existsSync } from 'node:fs';

const major = Number(process.versions.node.split('.')[0]);
const built = new URL('../dist/main.js', import.meta.url);

if (major < 20) {
  process.stderr.write(`error: trailsift needs Node 20 or newer, and this is ${process.version}\n`);
  process.exitCode = 2;
} else if (!existsSync(built)) {
  process.stderr.write('error: trailsift is not built here; npm ci && npm run build\n');
  process.exitCode = 2;
} else {
  // The SDK would print a warning about Node 20 into every stderr.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const { main, processHost } = await import(built.href);
  process.exitCode = await main(process.argv.slice(2), processHost());
}
