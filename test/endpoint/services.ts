// The services beside CloudTrail that trailsift asks, over real HTTP on loopback, in their own protocols: STS (roles, whose key it is),
// Account Management and EC2 (which regions are enabled).

import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ServicesOptions {
  /** The access key that a role's session gets, by the role's ARN; others may not be assumed. */
  readonly roles?: Readonly<Record<string, string>>;
  readonly externalId?: string;
  /** Seconds that a session lasts. */
  readonly sessionS?: number;
  /** Whose access key is which account's. */
  readonly accounts?: Readonly<Record<string, string>>;
  /** Undefined: denied. */
  readonly listRegions?: readonly string[];
  readonly describeRegions?: readonly string[];
}

export interface Services {
  readonly url: string;
  /** The environment that leads there. */
  readonly env: Readonly<Record<string, string>>;
  /** The actions asked for, in order, with what matters of them. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

export async function startServices(options: ServicesOptions): Promise<Services> {
  const asked: string[] = [];
  const server = createServer((message, response) => {
    void readText(message).then((text) => {
      const key = /Credential=([^/]+)\//.exec(message.headers.authorization ?? '')?.[1] ?? '';
      if (message.url === '/listRegions') return listRegions(response);
      const form = new URLSearchParams(text);
      const action = form.get('Action') ?? '';
      asked.push(
        [action, key, form.get('RoleArn'), form.get('RoleSessionName'), form.get('ExternalId')]
          .filter((part) => part !== null)
          .join(' '),
      );
      switch (action) {
        case 'AssumeRole':
          return assumeRole(response, form);
        case 'GetCallerIdentity':
          return sendXml(
            response,
            200,
            action,
            `<Account>${options.accounts?.[key] ?? '111122223333'}</Account>`,
          );
        case 'DescribeRegions':
          return describeRegions(response);
        default:
          return sendXml(response, 400, 'Error', `<Error><Code>InvalidAction</Code></Error>`);
      }
    });
  });
  const deny = (response: ServerResponse, action: string): void => {
    response.writeHead(403, { 'content-type': 'text/xml' });
    response.end(
      `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User is not authorized to perform: ${action}</Message></Error></ErrorResponse>`,
    );
  };
  const assumeRole = (response: ServerResponse, form: URLSearchParams): void => {
    const key = options.roles?.[form.get('RoleArn') ?? ''];
    const externalId = form.get('ExternalId') ?? undefined;
    if (key === undefined || externalId !== options.externalId) return deny(response, 'sts:AssumeRole');
    const expiration = new Date(Date.now() + (options.sessionS ?? 3600) * 1000).toISOString();
    sendXml(
      response,
      200,
      'AssumeRole',
      `<Credentials><AccessKeyId>${key}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken><Expiration>${expiration}</Expiration></Credentials>`,
    );
  };
  const listRegions = (response: ServerResponse): void => {
    asked.push('ListRegions');
    const names = options.listRegions;
    response.writeHead(names === undefined ? 403 : 200, {
      'content-type': 'application/json',
      ...(names === undefined ? { 'x-amzn-errortype': 'AccessDeniedException' } : {}),
    });
    response.end(
      JSON.stringify(
        names === undefined
          ? { message: 'not authorized to perform: account:ListRegions' }
          : { Regions: names.map((RegionName) => ({ RegionName, RegionOptStatus: 'ENABLED' })) },
      ),
    );
  };
  const describeRegions = (response: ServerResponse): void => {
    const names = options.describeRegions;
    if (names === undefined) {
      response.writeHead(403, { 'content-type': 'text/xml' });
      response.end(
        '<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>You are not authorized</Message></Error></Errors></Response>',
      );
      return;
    }
    const items = names.map((name) => `<item><regionName>${name}</regionName></item>`).join('');
    response.writeHead(200, { 'content-type': 'text/xml' });
    response.end(`<DescribeRegionsResponse><regionInfo>${items}</regionInfo></DescribeRegionsResponse>`);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    env: { AWS_ENDPOINT_URL_STS: url, AWS_ENDPOINT_URL_ACCOUNT: url, AWS_ENDPOINT_URL_EC2: url },
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function sendXml(response: ServerResponse, status: number, action: string, result: string): void {
  response.writeHead(status, { 'content-type': 'text/xml' });
  response.end(`<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`);
}

async function readText(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
