// `npm run dev -- FLAGS`: runs the program from its source, without a build. As bin/trailsift.js, with two differences: the
// version is set here, as no bundler defines it, and there are no worker threads, which are started from built files.

import { readFileSync } from 'node:fs';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
globalThis.VERSION = manifest.version;
// The SDK would print a warning about Node 20 into every stderr.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const { main, processHost } = await import('../src/main.ts');
process.exitCode = await main(process.argv.slice(2), processHost());
