import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { messagesFile } from './support/keep-messages.ts';

export default defineConfig({
  define: {
    VERSION: JSON.stringify('0.0.0-test'),
    BUGS_URL: JSON.stringify('https://example.com/issues'),
  },
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/build.ts',
    setupFiles: messagesFile === undefined ? [] : ['test/support/keep-messages-of-main.ts'],
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    testTimeout: 60_000,
  },
});
