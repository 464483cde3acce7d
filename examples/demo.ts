// `npm run demo`: runs the built program on the sample incident, without an AWS account. With arguments
// (`npm run demo -- --event CreateUser`) it runs these, otherwise a short tour.

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { incidentClock, sampleEnv, startSampleEndpoint } from './sample-endpoint.ts';

const tour: readonly (readonly [string, readonly string[]])[] = [
  [
    'A key leaked. What did it do, and what was done to it?',
    ['AKIAIOSFODNN7EXAMPLE', '--since', '1h', '-n', '12'],
  ],
  ['Which changes came from that address?', ['--ip', '198.51.100.23', '--writes', '--since', '2h']],
  [
    'Which of their calls were denied?',
    ['--ip', '198.51.100.23', '--denied', '--since', '30m', '--columns', 'time,actor,event,error'],
  ],
  ['A check for a script: was a trail stopped? (exit code 0: yes)', ['--event', 'StopLogging', '--quiet']],
];

const program = fileURLToPath(new URL('../bin/trailsift.js', import.meta.url));
const endpoint = await startSampleEndpoint();
const given = process.argv.slice(2);

console.error(
  `A sample incident (examples/incident) at ${incidentClock}. To run another command: npm run demo -- FLAGS`,
);
if (given.length > 0) {
  process.exitCode = await run(given);
} else {
  for (const [question, args] of tour) {
    console.error(`\n${question}\n$ trailsift ${args.join(' ')}`);
    const code = await run(args);
    if (args.includes('--quiet')) console.error(`exit code ${code}`);
    else process.exitCode ||= code;
  }
}
await endpoint.close();

function run(args: readonly string[]): Promise<number> {
  const child = spawn(
    process.execPath,
    [
      program,
      ...(process.stdout.isTTY ? [] : ['-o', 'table']).filter(
        () => !['-o', '--output', '--quiet', '-q', '--query', 'catalog'].some((word) => args.includes(word)),
      ),
      ...args,
    ],
    {
      stdio: 'inherit',
      env: { ...process.env, ...sampleEnv(endpoint.url) },
    },
  );
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
}
