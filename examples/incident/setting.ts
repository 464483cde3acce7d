// The time of the incident, and what its parts share.

export const fromS = Date.parse('2026-11-19T14:00:00Z') / 1000;
export const untilS = Date.parse('2026-11-20T14:05:00Z') / 1000;

export const aliceKey = 'AKIAIOSFODNN7EXAMPLE';
export const alicePrincipal = 'AIDAALICEEXAMPLE00001';

export const office = ['192.0.2.10', '192.0.2.14', '2001:db8:2f::51'] as const;
export const browser = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Safari/605.1.15';
export const sdk =
  'Boto3/1.40.12 md/Botocore#1.40.12 ua/2.1 os/linux#6.8 lang/python#3.12.4 Botocore/1.40.12';
