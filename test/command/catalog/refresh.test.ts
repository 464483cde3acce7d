// `trailsift catalog --refresh`: the files fetched, the operations kept, and where they are used.

import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { eventsNamed } from '../../../src/catalog/events.ts';
import { main } from '../../../src/main.ts';
import { catalogCachePath } from '../../../src/catalog-cache/cache-file.ts';
import { startEndpoint } from '../../endpoint/endpoint.ts';
import type { Pages } from '../../endpoint/service-reference.ts';
import { indexOf, official, serviceFile, startServiceReference } from '../../endpoint/service-reference.ts';
import { evenEvents } from '../../support/events.ts';
import { testHost } from '../../support/host.ts';
import { runProgram } from '../../support/spawn.ts';

const nowMs = Date.parse('2027-03-01T12:00:00Z');

function cacheFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'trailsift-cache-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

async function run(args: readonly string[], env: Readonly<Record<string, string>>, stdoutTTY = false) {
  // Waits between attempts pass quickly, and ten seconds of patience are still more than loopback takes.
  const host = testHost({ env, startMs: nowMs, speed: 20, stdoutTTY, columns: 2000 });
  const code = await main(args, host);
  return { code, out: host.out(), err: host.err() };
}

async function serve(pages: Pages) {
  const reference = await startServiceReference(pages);
  onTestFinished(() => reference.close());
  return reference;
}

const iam = '/v1/iam/iam.json';
const brandnew = '/v1/brandnew/brandnew.json';
const es = '/v1/es/es.json';

const pages: Pages = {
  '/': indexOf('iam', 'brandnew', 'es', 'wafonly'),
  [iam]: serviceFile('iam', ['CreateUser', 'InventRole', 'PassRole'], {
    InventRole: { IsPermissionManagement: true, IsWrite: false },
  }),
  [brandnew]: serviceFile('brandnew', ['MakeThing', 'ListThings', 'PonderThing'], {
    MakeThing: { IsWrite: true },
    ListThings: { IsList: true },
  }),
  [es]: serviceFile('es', ['DreamDomain']),
  // Only IAM actions: nothing that CloudTrail would record under these names is known.
  '/v1/wafonly/wafonly.json': { Name: 'wafonly', Actions: [{ Name: 'DoIt' }], Version: 'v1.1' },
};

/** A cache that has been refreshed from `pages`, as an environment. */
async function refreshed(of: Pages = pages) {
  const reference = await serve(of);
  const env = { XDG_CACHE_HOME: cacheFolder(), ...reference.env };
  const result = await run(['catalog', '--refresh'], env);
  const path = join(env.XDG_CACHE_HOME, 'trailsift', 'catalog.txt');
  return { ...result, env, path, reference };
}

const rows = (out: string): readonly Readonly<Record<string, unknown>>[] =>
  out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

describe('the operations kept', () => {
  test('the operations that the catalogue lacks, with the access that an action of the name tells', async () => {
    const { code, out, err, path, env } = await refreshed();
    expect([code, out]).toEqual([0, '']);
    expect(readFileSync(path, 'utf8')).toBe(
      [
        'trailsift catalogue 1 2027-03-01',
        'brandnew.amazonaws.com\t\tbrandnew\t\t0 ListThings\t1 MakeThing\t2 PonderThing',
        'es.amazonaws.com\t\tes\t\t2 DreamDomain',
        'iam.amazonaws.com\t\tiam\t\t1 InventRole',
        'opensearchservice.amazonaws.com\t\tes\t\t2 DreamDomain',
        '',
      ].join('\n'),
    );
    expect(err).toMatch(
      /^note: 6 new events of 4 event sources saved in \S+; 4 services read and compared with the catalogue of \d{4}-\d\d-\d\d\n/,
    );
    expect(err).toContain(path);
    expect(readdirSync(dirname(path))).toEqual(['catalog.txt']);
    expect(rows((await run(['catalog', 'InventRole'], env)).out)).toEqual([
      {
        eventSource: 'iam.amazonaws.com',
        eventName: 'InventRole',
        access: 'write',
        status: 'unknown',
        evidence: 'service-reference',
        url: '',
      },
    ]);
  });

  test('addresses of the official place lead to the one that was named, and each file is asked for once', async () => {
    const { reference } = await refreshed();
    expect([...reference.asked].toSorted()).toEqual(
      ['/', iam, brandnew, es, '/v1/wafonly/wafonly.json'].toSorted(),
    );
  });

  test('names that could not be any are left out, and so are files elsewhere', async () => {
    const long = 'A'.repeat(129);
    const { code, err, path } = await refreshed({
      '/': [
        ...indexOf('brandnew', 'Upper Case', '../x'),
        { service: 'elsewhere', url: 'http://192.0.2.1/v1/elsewhere.json' },
        { service: 'evil', url: `${official.slice(0, -1)}.example.com/x.json` },
        'text',
        null,
        { modified: 1 },
      ],
      [brandnew]: serviceFile('brandnew', [
        'Good',
        'new\nline',
        'a\tb',
        '\u001b[2J',
        '9Lives',
        long,
        '',
        'x y',
        'ünïcode',
      ]),
    });
    expect(code).toBe(0);
    expect(readFileSync(path, 'utf8').split('\n').slice(1)).toEqual([
      'brandnew.amazonaws.com\t\tbrandnew\t\t2 Good',
      '',
    ]);
    expect(err).toContain('7 entries in the list of services named no service and were skipped');
  });
});

describe('services that cannot be read', () => {
  test('some services: they are named, the others are kept, and the operations kept before stay', async () => {
    const { env, path } = await refreshed();
    const later = await serve({
      ...pages,
      '/': indexOf('iam', 'brandnew', 'es', 'gone', 'list', 'html'),
      [brandnew]: (response: { writeHead(status: number): { end(): void } }) => response.writeHead(500).end(),
      [iam]: serviceFile('iam', ['ReinventRole']),
      '/v1/list/list.json': ['not', 'a', 'service'],
      '/v1/html/html.json': '<html>',
    });
    const { code, err } = await run(['catalog', '--refresh'], { ...env, ...later.env });
    expect(code).toBe(3);
    expect(err.split('\n').filter((line) => line.startsWith('missing:'))).toEqual([
      `missing: brandnew: ${later.url}${brandnew}: HTTP 500`,
      `missing: gone: ${later.url}/v1/gone/gone.json: HTTP 404`,
      `missing: html: ${later.url}/v1/html/html.json: the answer is not JSON`,
      `missing: list: ${later.url}/v1/list/list.json: the answer is not a service's file`,
    ]);
    expect(later.asked.filter((each) => each === brandnew)).toHaveLength(3);
    expect(later.asked.filter((each) => each === '/v1/gone/gone.json')).toHaveLength(1);
    const kept = readFileSync(path, 'utf8');
    expect(kept).toContain('\nbrandnew.amazonaws.com\t\tbrandnew\t\t0 ListThings\t1 MakeThing');
    expect(kept).toContain('\niam.amazonaws.com\t\tiam\t\t2 ReinventRole\n');
  });

  test('a fault that passes is asked about again', async () => {
    const { code, err } = await refreshed({
      ...pages,
      [es]: (response: import('node:http').ServerResponse, times: number) => {
        if (times === 1) response.destroy();
        else response.end(JSON.stringify(serviceFile('es', ['DreamDomain'])));
      },
    });
    expect([code, err]).toEqual([0, expect.stringContaining('6 new events of 4 event sources saved in ')]);
  });

  test.for<readonly [string, Pages, string]>([
    ['an error', {}, '/: HTTP 404'],
    ['a page', { '/': '<html>' }, '/: the answer is not JSON'],
    ['an object', { '/': { message: 'hello' } }, '/: the answer is not an index of services'],
    ['an empty list', { '/': [] }, '/: the answer is not an index of services'],
    ['files that are all missing', { '/': indexOf('iam', 'es') }, 'none of its 2 files can be read'],
    [
      'more than fits',
      {
        '/': (response: import('node:http').ServerResponse) =>
          response.end(Buffer.alloc(33 * 1024 * 1024, ' ')),
      },
      '/: the answer is larger than 32 MB',
    ],
  ])('%s instead of the index: exit 5, and the operations kept before stay', async ([, broken, message]) => {
    const { env, path } = await refreshed();
    const before = readFileSync(path, 'utf8');
    const reference = await serve(broken);
    const { code, err } = await run(['catalog', '--refresh'], { ...env, ...reference.env });
    expect([code, err]).toEqual([5, expect.stringContaining(message)]);
    expect(err).toContain('error: the Service Reference cannot be read, so the catalogue is unchanged: ');
    expect(err).toMatch(/^try: run it again later, or set HTTPS_PROXY/m);
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  test('no server at the address', async () => {
    const reference = await startServiceReference({});
    await reference.close();
    const folder = cacheFolder();
    const { code, err } = await run(['catalog', '--refresh'], { XDG_CACHE_HOME: folder, ...reference.env });
    expect([code, err]).toEqual([5, expect.stringContaining('ECONNREFUSED')]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('an answer that never comes', async () => {
    const reference = await serve({ '/': () => undefined });
    // A minute passes in a moment.
    const host = testHost({ env: { XDG_CACHE_HOME: cacheFolder(), ...reference.env }, speed: 1000 });
    expect(await main(['catalog', '--refresh'], host)).toBe(5);
    expect(host.err()).toContain('no answer within 60 s');
    expect(reference.asked).toHaveLength(3);
  });

  test('Ctrl-C ends it, and the operations kept before stay', async () => {
    const { env, path } = await refreshed();
    const before = readFileSync(path, 'utf8');
    const host = testHost({
      env: { ...env, ...(await serve({ ...pages, [es]: () => host.interrupt() })).env },
    });
    expect(await main(['catalog', '--refresh'], host)).toBe(130);
    expect(host.err()).toContain('interrupted: the saved catalogue is unchanged');
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  test('a directory that cannot be written', async () => {
    const reference = await serve(pages);
    const folder = cacheFolder();
    writeFileSync(join(folder, 'trailsift'), 'a file');
    const { code, err } = await run(['catalog', '--refresh'], { XDG_CACHE_HOME: folder, ...reference.env });
    expect([code, err]).toEqual([
      5,
      expect.stringContaining('cannot be written: part of its path is a file, not a directory\n'),
    ]);
    expect(err).toContain('XDG_CACHE_HOME=/path trailsift catalog --refresh');
    expect(readdirSync(folder)).toEqual(['trailsift']);
  });
});

test.for([
  [['catalog', '--refresh', 'CreateUser'], {}, 'catalog --refresh does not take CreateUser'],
  [['catalog', '--refresh', '--services'], {}, 'catalog --refresh does not take --services'],
  [['--refresh'], {}, 'error: a search does not take --refresh\ntry: trailsift catalog --refresh\n'],
  [
    ['catalog', '--refresh'],
    { TRAILSIFT_SERVICE_REFERENCE_URL: 'here' },
    "TRAILSIFT_SERVICE_REFERENCE_URL: 'here' is not an address",
  ],
] as const)('%j %j is refused', async ([args, env, message]) => {
  const { code, err } = await run(args, env);
  expect([code, err]).toEqual([2, expect.stringContaining(message)]);
});

describe('the operations kept are used', () => {
  test('in lists, among the rest, with both dates', async () => {
    const { env } = await refreshed();
    const listed = await run(['catalog', 'brandnew'], env);
    expect(rows(listed.out).map(({ eventName, access }) => `${String(eventName)} ${String(access)}`)).toEqual(
      ['ListThings read', 'MakeThing write', 'PonderThing unknown'],
    );
    const services = await run(['catalog', '--services', '-o', 'csv'], env);
    expect(services.out).toContain('\nbrandnew.amazonaws.com,,brandnew,\n');
    const names = services.out
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[0] ?? '');
    expect(names).toEqual(names.toSorted());
    expect(new Set(names).size).toBe(names.length);
    const ofIam = rows((await run(['catalog', 'iam'], env)).out).map(({ eventName }) => String(eventName));
    expect(ofIam).toContain('InventRole');
    expect(ofIam).toEqual(ofIam.toSorted());
    expect((await run(['catalog', 'InventRoll'], env)).err).toMatch(
      /the catalogue of \d{4}-\d\d-\d\d, refreshed 2027-03-01 has no InventRoll\ntry: trailsift catalog InventRole\n/,
    );
  });

  test('in the completion', async () => {
    const { env } = await refreshed();
    const candidates = async (...words: readonly string[]) =>
      (await run(['completion', 'candidates', '--', ...words], env)).out;
    expect(await candidates('--event', 'InventR')).toBe('InventRole\tiam\n');
    expect(await candidates('--source', 'brandn')).toBe('brandnew\n');
    expect(await candidates('--source', 'brandnew', '--event', '')).toBe(
      'ListThings\tbrandnew\nMakeThing\tbrandnew\nPonderThing\tbrandnew\n',
    );
  });

  test('in the messages of a search about names', async () => {
    const { env } = await refreshed();
    const endpoint = await startEndpoint({ events: evenEvents(20), ratePerS: Infinity });
    onTestFinished(() => endpoint.close());
    const search = async (args: readonly string[], cache: Readonly<Record<string, string>>) =>
      (await run(['--endpoint-url', endpoint.url, ...args], cache)).err;
    const without = { XDG_CACHE_HOME: cacheFolder() };
    expect(await search(['--event', 'InventRole'], without)).toContain('there is no event InventRole');
    expect(await search(['--event', 'InventRole'], env)).not.toContain('there is no event');
    expect(await search(['--event', 'inventrole'], env)).toContain(
      'event names are case-sensitive\ntry: --event InventRole',
    );
    expect(await search(['--source', 'brandnew'], without)).toContain('there is no service brandnew');
    expect(await search(['--source', 'brandnew'], env)).not.toContain('there is no service');
    expect(await search(['--source', 'brandnevv'], env)).toContain('try: --source brandnew, if');
  });

  test('a newer catalogue has the last word', async () => {
    const { env, path } = await refreshed();
    writeFileSync(path, 'trailsift catalogue 1 2027-03-01\nec2.amazonaws.com\t\tec2\t\t0 RunInstances\n');
    const [known] = eventsNamed('RunInstances');
    expect(rows((await run(['catalog', 'RunInstances'], env)).out)).toEqual([known]);
  });
});

describe('a file that is not a catalogue file', () => {
  const good = 'trailsift catalogue 1 2027-03-01\n';
  test.for([
    ['empty', ''],
    ['of a later form', 'trailsift catalogue 2 2027-03-01\n'],
    ['cut off', `${good}iam.amazonaws.com\t\tiam\t\t0`],
    ['with control characters', `${good}iam.amazonaws.com\t\tiam\t\t0 \u001b[2J\n`],
    ['of another kind', '{"Records":[]}'],
    ['too large', good + 'iam.amazonaws.com\t\tiam\t\t0 X\n'.repeat(400_000)],
  ] as const)('%s', async ([, text]) => {
    const env = { XDG_CACHE_HOME: cacheFolder() };
    const path = join(env.XDG_CACHE_HOME, 'trailsift', 'catalog.txt');
    mkdirSync(dirname(path));
    writeFileSync(path, text);
    const { code, out, err } = await run(['catalog', 'RunInstances'], env);
    expect([code, rows(out).length]).toEqual([0, 1]);
    expect(err).toBe(
      `note: ${path} is not a catalogue file of trailsift and is ignored\ntry: trailsift catalog --refresh\n`,
    );
  });

  test('a named pipe, which the program does not wait for', async () => {
    const env = { XDG_CACHE_HOME: cacheFolder() };
    const path = join(env.XDG_CACHE_HOME, 'trailsift', 'catalog.txt');
    mkdirSync(dirname(path));
    execFileSync('sh', ['-c', 'mkfifo "$1"', 'sh', path]);
    // A reader that waits gets an end of file, so that the test fails and does not hang.
    const end = setTimeout(() => closeSync(openSync(path, 'r+')), 3000);
    const begun = Date.now();
    const { code, stdout, stderr } = await runProgram(['catalog', 'RunInstances', '-o', 'ndjson'], { env });
    clearTimeout(end);
    expect(Date.now() - begun).toBeLessThan(3000);
    expect([code, rows(stdout).length]).toEqual([0, 1]);
    expect(stderr).toContain(`note: ${path} is not a catalogue file of trailsift and is ignored`);
  });

  test('a directory of that name', async () => {
    const env = { XDG_CACHE_HOME: cacheFolder() };
    mkdirSync(join(env.XDG_CACHE_HOME, 'trailsift', 'catalog.txt'), { recursive: true });
    expect((await run(['catalog', 'RunInstances'], env)).err).toContain(
      'it is a directory\ntry: trailsift catalog --refresh\n',
    );
  });
});

test.for([
  ['linux', { XDG_CACHE_HOME: '/x' }, '/x/trailsift/catalog.txt'],
  ['linux', { XDG_CACHE_HOME: 'relative' }, '/home/me/.cache/trailsift/catalog.txt'],
  ['linux', {}, '/home/me/.cache/trailsift/catalog.txt'],
  ['darwin', {}, '/home/me/Library/Caches/trailsift/catalog.txt'],
  ['darwin', { XDG_CACHE_HOME: '/x' }, '/x/trailsift/catalog.txt'],
  ['win32', { LOCALAPPDATA: '/Local' }, '/Local/trailsift/catalog.txt'],
] as const)('on %s with %j it is %s', ([platform, env, path]) => {
  expect(catalogCachePath(testHost({ platform, env: { HOME: '/home/me', ...env } }))).toBe(path);
});

test('the built program goes through the proxy of the environment', async () => {
  const reference = await serve(pages);
  const asked: string[] = [];
  const proxy = createServer();
  proxy.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    const [host, port] = (request.url ?? '').split(':');
    const upstream = connect(Number(port), host);
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    upstream.pipe(socket).pipe(upstream);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    proxy.close();
    proxy.closeAllConnections();
  });
  const env = {
    XDG_CACHE_HOME: cacheFolder(),
    HTTP_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    ...reference.env,
  };
  const { code, stdout, stderr } = await runProgram(['catalog', '--refresh'], { env });
  expect([code, stdout]).toEqual([0, '']);
  expect(stderr).toContain('4 services read');
  expect(new Set(asked)).toEqual(new Set([reference.url.replace('http://', '')]));
  const listed = await runProgram(['catalog', 'InventRole', '-o', 'csv', '--no-header'], { env });
  expect(listed.stdout).toBe('iam.amazonaws.com,InventRole,write,unknown,service-reference,\n');
});
