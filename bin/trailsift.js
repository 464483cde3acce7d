#!/usr/bin/env node
// Starts the built program. CommonJS that any Node reads: an old Node and a missing build are told what to do, and the loader of
// ES modules, which costs a sixth of Node's own start, is only loaded by runs that need it.

const major = Number(process.versions.node.split('.')[0]);

if (major < 20) {
  process.stderr.write(`error: trailsift needs Node 20 or newer, and this is ${process.version}\n`);
  process.exitCode = 2;
} else {
  start();
}

function start() {
  let program;
  try {
    program = require('../dist/main.js');
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    process.stderr.write('error: trailsift is not built here; npm ci && npm run build\n');
    process.exitCode = 2;
    return;
  }
  // The SDK would print a warning about Node 20 into every stderr.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  program.main(process.argv.slice(2), program.processHost()).then((code) => {
    process.exitCode = code;
  });
}
