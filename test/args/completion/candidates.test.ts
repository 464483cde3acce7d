// `trailsift completion`: what can stand at the cursor, and the scripts that ask for it, run by the shells themselves.

import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { flags } from '../../../src/args/flags.ts';
import { fields } from '../../../src/event/fields.ts';
import { formats, formatsThat } from '../../../src/export/formats.ts';
import { main } from '../../../src/main.ts';
import { presets } from '../../../src/query/presets.ts';
import { testHost } from '../../support/host.ts';
import { cleanEnv, program } from '../../support/spawn.ts';

const folder = mkdtempSync(join(tmpdir(), 'trailsift-completion-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The values offered for the last of the words. */
async function candidates(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const host = testHost({ env });
  expect(await main(['completion', 'candidates', '--', ...words], host)).toBe(0);
  expect(host.err()).toBe('');
  return host
    .out()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t')[0] ?? '');
}

describe('flags', () => {
  test('all that a search takes, with their meanings, and flags that leave out only once they are begun', async () => {
    const all = await candidates(['-']);
    expect(all).toEqual(
      flags
        .filter(({ group }) => !['count', 'trace', 'catalog', 'aws-cli'].includes(group))
        .map(({ name }) => `--${name}`)
        .filter((name) => !name.startsWith('--not-')),
    );
    expect(await candidates(['--not-e'])).toEqual(['--not-event', '--not-error']);
    const host = testHost();
    await main(['completion', 'candidates', '--', '--deni'], host);
    expect(host.out()).toBe('--denied\tcalls that were denied (outcome is denied)\n');
  });

  test('of the command that was typed', async () => {
    expect(await candidates(['count', '--by', 'actor', '--ev'])).toEqual(['--event', '--every']);
    expect(await candidates(['count', '--col'])).toEqual(['--color']);
    expect(await candidates(['catalog', '--'])).toEqual([
      '--output',
      '--no-header',
      '--raw-csv',
      '--color',
      '--services',
      '--refresh',
      '--help',
      '--version',
    ]);
    expect(await candidates(['--', '--ev'])).toEqual([]);
  });

  test('a flag given once is not offered again, unless it can be repeated', async () => {
    expect(await candidates(['--since', '2h', '--utc', '--since'])).toEqual([]);
    expect(await candidates(['--event', 'CreateUser', '--even'])).toEqual(['--event']);
  });
});

describe('values', () => {
  const names = fields.map(({ name }) => name);
  test.for<readonly [readonly string[], readonly string[]]>([
    [
      ['--outcome', ''],
      ['ok', 'denied', 'failed'],
    ],
    [
      ['--outcome', 'ok,'],
      ['ok,denied', 'ok,failed'],
    ],
    [['--mfa', 't'], ['true']],
    [['--read-only=f'], ['--read-only=false']],
    [['--not-outcome', 'd'], ['denied']],
    [
      ['--columns', 'time,sour'],
      ['time,source', 'time,source-identity'],
    ],
    [['--columns', 'cons'], ['console']],
    [['count', '--by', ''], names],
    [['count', '--distinct=role'], ['--distinct=role']],
    [['-o', ''], formats],
    [['count', '-o', ''], formatsThat(({ prints }) => prints.counts !== undefined)],
    [['trace', '-o', ''], formats],
    [['--preset', ''], presets.map(({ name }) => name)],
    [
      ['--sort', ''],
      ['time', '-time'],
    ],
    [
      ['--color', 'a'],
      ['auto', 'always'],
    ],
    [['--colour', 'n'], ['never']],
    [['--region', 'al'], ['all']],
    [['--not-region', 'al'], []],
    [['--not-region', 'eu-north'], ['eu-north-1']],
    [
      ['--region', 'us-east-1,us-west'],
      ['us-east-1,us-west-1', 'us-east-1,us-west-2'],
    ],
    [['--source', 'cloudwa'], ['cloudwatch']],
    [['--source', 'ec2,cloudtrail-'], ['ec2,cloudtrail-data']],
    [['--source', 'ec2.'], ['ec2.amazonaws.com']],
    [['--source', 'identity-c'], []],
    [['--event', 'RunInst'], ['RunInstances']],
    [['--event=CreateUser,RunInst'], ['--event=CreateUser,RunInstances']],
    [['--event-name', 'RunInst'], ['RunInstances']],
    [['--source', 'iam', '--event', 'CreateU'], ['CreateUser']],
    [['--source=ec2', '--not-event', 'DescribeInstanceSt'], ['DescribeInstanceStatus']],
    [['--event', 'runinst'], ['RunInstances']],
    [['--event=CreateUser,runinst'], ['--event=CreateUser,RunInstances']],
    [['--source', 'IAM', '--event', 'createu'], ['CreateUser']],
    [['--source', 'CLOUDWA'], ['cloudwatch']],
    [['--source', 'EC2.'], ['ec2.amazonaws.com']],
    [['--region', 'EU-NORTH'], ['eu-north-1']],
    [['--outcome', 'DEN'], ['denied']],
    [['iam.amazonaws.com', '--event', 'CreateU'], ['CreateUser']],
    [['IAM.amazonaws.com', 'CreateU'], ['CreateUser']],
    [
      [
        '--lookup-attributes',
        'AttributeKey=EventSource,AttributeValue=iam.amazonaws.com',
        '--event',
        'CreateU',
      ],
      ['CreateUser'],
    ],
    [['--lookup', 'source=iam.amazonaws.com', '--event', 'CreateU'], ['CreateUser']],
    [['--lookup=EventSource=iam.amazonaws.com', 'CreateU'], ['CreateUser']],
    [['--tz', 'Asia/Tok'], ['Asia/Tokyo']],
    [['--from', ''], [':files']],
    [['--from', 'a', 'b'], [':files']],
    [['--from=a'], [':files']],
    [['--from', 'a', '--denie'], ['--denied']],
    [['--since', ''], []],
    [['--utc=x'], []],
    [['--nonsense=x'], []],
  ])('%j', async ([words, expected]) => {
    expect(await candidates(words)).toEqual(expected);
  });

  test('the events of the services that were typed, and all events if the service is unknown', async () => {
    const ofIam = await candidates(['--source', 'iam', '--event', '']);
    const ofBoth = await candidates(['--source', 'iam,sts', '--event', '']);
    const all = await candidates(['--event', '']);
    expect(ofIam).toContain('CreateUser');
    expect(ofIam).not.toContain('AssumeRole');
    expect(ofBoth).toContain('AssumeRole');
    expect(all.length).toBeGreaterThan(14_000);
    expect(await candidates(['--source', 'ec22', '--event', ''])).toEqual(all);
  });

  test('profiles of both files, sections that are no profiles left out', async () => {
    const config = join(folder, 'config');
    const credentials = join(folder, 'credentials');
    const region = 'region = eu-west-1\n';
    writeFileSync(config, `[default]\n${region}[profile prod]\n${region}[sso-session corp]\nsso_${region}`);
    const key = 'aws_access_key_id = x\n';
    // What a shell would run is not offered; a dot is part of many names.
    const evil = `[evil$(touch\${IFS}x)]\n${key}[a;b]\n${key}`;
    writeFileSync(credentials, `[staging]\n${key}[prod]\n${key}[acme.dev]\n${key}${evil}`);
    const env = { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: credentials };
    expect(await candidates(['--profile', ''], env)).toEqual(['default', 'prod', 'staging', 'acme.dev']);
    expect(await candidates(['--profile', 'prod,s'], env)).toEqual(['prod,staging']);
    expect(await candidates(['--profile', ''], { AWS_CONFIG_FILE: '/nonexistent/x' })).toEqual([]);
  });
});

describe('words', () => {
  test.for<readonly [readonly string[], readonly string[]]>([
    [[''], ['count', 'trace', 'catalog', 'completion']],
    [['ca'], ['catalog']],
    [['count', 'ca'], []],
    [['RunInst'], ['RunInstances']],
    [['count', 'RunInst'], ['RunInstances']],
    [['--source', 'iam', 'CreateU'], ['CreateUser']],
    [['--', 'RunInst'], ['RunInstances']],
    [['catalog', 'RunInst'], ['RunInstances']],
    [['catalog', 'iam', 'CreateU'], ['CreateUser']],
    [['catalog', 'runinst'], ['RunInstances']],
    [['catalog', 'CLOUDWA'], ['cloudwatch']],
    [['catalog', '--services', 'runinst'], []],
    [['catalog', 'cloudwa'], ['cloudwatch']],
    [['catalog', '--services', 'cloudwa'], ['cloudwatch']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['completion', 'bash', ''], []],
  ])('%j', async ([words, expected]) => {
    expect(await candidates(words)).toEqual(expected);
  });
});

describe('the script', () => {
  async function completion(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const host = testHost({ env });
    return { code: await main(['completion', ...args], host), out: host.out(), err: host.err() };
  }

  test.for(['bash', 'zsh', 'fish'])(
    'for %s says how to install it, and is the default in that shell',
    async (shell) => {
      const { code, out } = await completion([shell]);
      expect(code).toBe(0);
      expect(out).toContain(`trailsift's completion for ${shell}`);
      expect(out).toContain(`trailsift completion ${shell}`);
      expect(await completion([], { SHELL: `/usr/local/bin/${shell}` })).toEqual({ code, out, err: '' });
    },
  );

  test.for<readonly [readonly string[], Readonly<Record<string, string>>, string]>([
    [[], {}, '$SHELL is not set, and no shell was named'],
    [[], { SHELL: '/bin/tcsh' }, 'there is no completion for tcsh, the shell in $SHELL'],
    [['powershell'], {}, "no completion for 'powershell'"],
    [['bash', 'zsh'], {}, 'completion takes one shell, and 2 were given'],
    [['bash', '--denied'], {}, 'completion does not take --denied'],
  ])('%j %j is refused', async ([args, env, message]) => {
    const { code, out, err } = await completion(args, env);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
    expect(err).toMatch(/trailsift completion \[?bash\|zsh\|fish/);
  });
});

const wrapper = join(folder, 'trailsift');
writeFileSync(wrapper, `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`);
chmodSync(wrapper, 0o755);
const shellEnv = { ...cleanEnv, PATH: `${folder}:${cleanEnv['PATH']}` };

describe('in bash', () => {
  /** Each case as bash hands it over: the words taken apart, the cursor at the end of the line unless said otherwise. */
  function inBash(line: string, words: readonly string[], point = line.length): readonly string[] {
    const script = `source <(trailsift completion bash)
      COMP_LINE=$1 COMP_POINT=$2; shift 2; COMP_WORDS=("$@"); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
      _trailsift
      ((\${#COMPREPLY[@]})) && printf '%s\\n' "\${COMPREPLY[@]}"; true`;
    const out = execFileSync('bash', ['--norc', '-uc', script, 'bash', line, String(point), ...words], {
      env: shellEnv,
      encoding: 'utf8',
    });
    return out.split('\n').filter((each) => each !== '');
  }

  test.for<readonly [string, readonly string[], readonly string[]]>([
    ['trailsift --regi', ['trailsift', '--regi'], ['--region']],
    ['trailsift --event RunInst', ['trailsift', '--event', 'RunInst'], ['RunInstances']],
    ['trailsift --event=RunInst', ['trailsift', '--event', '=', 'RunInst'], ['RunInstances']],
    ['trailsift --event=runinst', ['trailsift', '--event', '=', 'runinst'], ['RunInstances']],
    ['trailsift --outcome=', ['trailsift', '--outcome', '='], ['ok', 'denied', 'failed']],
    ['trailsift --outcome=', ['trailsift', '--outcome', '=', ''], ['ok', 'denied', 'failed']],
    [
      'trailsift --event=CreateUser,RunInst',
      ['trailsift', '--event', '=', 'CreateUser,RunInst'],
      ['CreateUser,RunInstances'],
    ],
    [
      'trailsift --arn arn:aws:iam::1:role/x --deni',
      ['trailsift', '--arn', 'arn', ':', 'aws', ':', 'iam', '::', '1', ':', 'role/x', '--deni'],
      ['--denied'],
    ],
    [
      'trailsift --since=14:00 --source=iam CreateU',
      ['trailsift', '--since', '=', '14', ':', '00', '--source', '=', 'iam', 'CreateU'],
      ['CreateUser'],
    ],
    ['trailsift --event "RunInst', ['trailsift', '--event', '"RunInst'], ['RunInstances']],
    ["trailsift --user 'a b' --deni", ['trailsift', '--user', "'a b'", '--deni'], ['--denied']],
    ['trailsift --from ', ['trailsift', '--from', ''], []],
  ])('%s', ([line, words, expected]) => {
    expect(inBash(line, words)).toEqual(expected);
  });

  test('in the middle of a word', () => {
    expect(
      inBash('trailsift --regixyz --utc', ['trailsift', '--regixyz'], 'trailsift --regi'.length),
    ).toEqual(['--region']);
  });

  test('without a word on how the line looked', () => {
    expect(inBash('', ['trailsift', '--event', '=', 'RunInst'])).toEqual(['RunInstances']);
    expect(inBash('', ['trailsift', '--event=RunInst'])).toEqual(['--event=RunInstances']);
  });
});

const has = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;

test.skipIf(!has('zsh'))('zsh can read its script', () => {
  const { status, stderr } = spawnSync('bash', ['-c', 'trailsift completion zsh | zsh -n'], {
    env: shellEnv,
  });
  expect([status, stderr.toString()]).toEqual([0, '']);
});

test.skipIf(!has('zsh'))(
  'in zsh what was typed in another case is put right',
  () => {
    const script = `zmodload zsh/zpty
    zpty shell 'zsh -f -i'
    zpty -w shell 'autoload -Uz compinit && compinit -D -u; source <(trailsift completion zsh); print rea""dy'
    zpty -r -m shell seen '*ready*'
    zpty -w -n shell $'trailsift --event CreateUser,runinst\t'
    zpty -r -m shell seen '*RunInstances *'
    print -r -- $seen
    zpty -d shell`;
    const { stdout } = spawnSync('bash', ['-c', 'zsh -f -s'], {
      env: { ...shellEnv, TERM: 'dumb', HOME: folder },
      input: script,
      timeout: 20_000,
      encoding: 'utf8',
    });
    expect(stdout).toContain('RunInstances ');
  },
  30_000,
);

test.skipIf(!has('fish'))('in fish', () => {
  const script = `trailsift completion fish | source
    complete -C 'trailsift --event=CreateUser,RunInst'
    complete -C 'trailsift --event runinst'
    complete -C 'trailsift --deni'
    complete -C 'trailsift --nothing-of-that-name'
    complete -C 'trailsift --from /et'`;
  const out = execFileSync('fish', ['--no-config', '-c', script], {
    env: { ...shellEnv, HOME: folder },
    encoding: 'utf8',
  });
  expect(out).toBe(
    '--event=CreateUser,RunInstances\tec2\nRunInstances\tec2\n--denied\tcalls that were denied (outcome is denied)\n/etc/\n',
  );
});
