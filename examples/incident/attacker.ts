// The attacker at 198.51.100.23: addresses, tools, keys and sessions.

import type { Identity } from './record.ts';
import { isoOf, roleSession } from './record.ts';

export const attacker = '198.51.100.23';
export const deployKey = 'ASIADEPLOYEXAMPLE042';
export const adminKey = 'ASIAORGADMINEXAMPL42';
export const backupKey = 'AKIAI44QH8DHBEXAMPLE';

export const cli = 'aws-cli/2.15.0 Python/3.11.6 Linux/6.1.0-kali9-amd64 exe/x86_64.kali.2023 prompt/off';
export const boto = 'Boto3/1.34.2 md/Botocore#1.34.2 ua/2.0 os/linux#6.1.0-kali9-amd64';

export const at = (clock: string): number => Date.parse(`2026-11-20T${clock}Z`) / 1000;

export const us = { region: 'us-east-1', ip: attacker, agent: cli } as const;
export const eu = { region: 'eu-west-1', ip: attacker, agent: boto } as const;

export const userResource = (name: string): readonly [string, string] => ['AWS::IAM::User', name];

export const deploySession = session('Deploy', 'AROADEPLOYEXAMPLE0042', deployKey, '13:58:40');
export const adminSession = session('OrgAdmin', 'AROAORGADMINEXAMPLE42', adminKey, '14:01:02');

function session(role: string, rolePrincipal: string, accessKeyId: string, clock: string): Identity {
  return roleSession({
    role,
    rolePrincipal,
    session: 'build-42',
    accessKeyId,
    since: isoOf(at(clock)),
    sourceIdentity: 'alice',
  });
}
