// A trace for people: who stood at the beginning, and below them what was issued by what, each with what it did.

import picocolors from 'picocolors';
import { visible } from '../../text/escape.ts';
import type { Zone } from '../../event/zone.ts';
import { shownTime } from '../../event/zone.ts';
import { formatNumber } from '../../text/number.ts';
import { wrapWords } from '../../text/wrap.ts';
import type { CallerKind } from '../caller.ts';
import { groupSimilar } from './group-similar.ts';
import type { Trace, TraceNode } from '../trace.ts';
import { activityLines, askedLines, issueLines } from './tree-lines.ts';

export interface TreeOptions {
  readonly zone: Zone;
  readonly color: boolean;
  /** Terminal width in columns; undefined: do not wrap. */
  readonly width: number | undefined;
  /** How many sessions each step down looked into at most. */
  readonly sessionsMax: number;
}

const kindWords: Readonly<Record<CallerKind, string>> = {
  user: 'IAM user',
  root: 'root user',
  role: 'role session',
  federated: 'federated user',
  saml: 'SAML user',
  'web-identity': 'web identity',
  'identity-center': 'IAM Identity Center user',
  account: 'principal of another account',
  service: 'AWS service',
  unknown: 'not known',
};

export function tree({ roots }: Trace, options: TreeOptions): string {
  const further = roots.reduce((total, root) => total + furtherBelow(root), 0);
  const page = new Page(options, options.sessionsMax + further);
  for (const group of byOrigin(roots)) page.root(group);
  return page.text;
}

class Page {
  readonly #options: TreeOptions;
  readonly #colors: ReturnType<typeof picocolors.createColors>;
  /** What `-n` must be for nothing to be left out. */
  readonly #forAll: number;
  text = '';

  constructor(options: TreeOptions, forAll: number) {
    this.#options = options;
    this.#forAll = forAll;
    this.#colors = picocolors.createColors(options.color);
  }

  /** Whoever stands at the beginning; credentials that nothing issued stand there themselves. */
  root([node, ...others]: readonly [TraceNode, ...TraceNode[]]): void {
    const { trailEnd: origin, issuance: issue } = node;
    const kind = kindWords[origin?.kind ?? 'unknown'];
    const why = origin === undefined ? [] : [`the trail ends here: ${origin.why}`];
    if (issue === undefined) {
      const who = nameOf(node) ?? origin?.name ?? node.key ?? 'unknown';
      const key = node.key === undefined || who === node.key ? '' : `, ${keyWords(node.key)}`;
      this.#line('', '', `${this.#bold(who)}  ${kind}${key}${this.#mark(node)}`);
      this.#details(node, '', [...why, ...issueLines(node)]);
      this.#children(node, '');
      return;
    }
    this.#line('', '', `${this.#bold(origin?.name ?? 'unknown')}  ${kind}`);
    for (const line of why) this.#line('│  ', '│  ', this.#colors.dim(visible(line)));
    const groups = groupSimilar([node, ...others]);
    for (const [index, each] of groups.entries()) {
      this.#node(each.node, '', index === groups.length - 1 && each.others.length === 0);
      this.#others(each.others, index === groups.length - 1);
    }
  }

  #others(others: readonly TraceNode[], last: boolean): void {
    if (others.length === 0) return;
    const time = (node: TraceNode | undefined): string =>
      shownTime(node?.issuance?.event.timeS ?? Number.NaN, this.#options.zone);
    const when =
      others.length === 1 ? time(others[0]) : `first ${time(others.at(-1))}, last ${time(others[0])}`;
    this.#line(
      last ? '└─ ' : '├─ ',
      last ? '   ' : '│  ',
      `${formatNumber(others.length)} more of the same, ${when}: -o json lists them`,
    );
  }

  #node(node: TraceNode, indent: string, last: boolean): void {
    const { issuance: issue } = node;
    const time = shownTime(issue?.event.timeS ?? Number.NaN, this.#options.zone);
    const key = node.key === undefined ? '' : `  ${visible(node.key)}`;
    const head = `${visible(issue?.eventName ?? '')}  ${time}  ${this.#bold(nameOf(node) ?? '')}${key}${this.#mark(node)}`;
    const below = `${indent}${last ? '   ' : '│  '}`;
    this.#line(`${indent}${last ? '└─ ' : '├─ '}`, `${below}${bar(node)}  `, head);
    this.#details(node, below, issueLines(node));
    this.#children(node, below);
  }

  #children(node: TraceNode, indent: string): void {
    for (const [index, child] of node.children.entries()) {
      this.#node(child, indent, index === node.children.length - 1 && node.furtherChildren === 0);
    }
    if (node.furtherChildren > 0) {
      this.#line(
        `${indent}└─ `,
        `${indent}   `,
        `${formatNumber(node.furtherChildren)} further, older, not looked into: -n ${this.#forAll} for all`,
      );
    }
  }

  #details(node: TraceNode, indent: string, lines: readonly string[]): void {
    const { zone } = this.#options;
    const prefix = `${indent}${bar(node)}  `;
    for (const line of [
      ...lines,
      ...askedLines(node, zone),
      ...activityLines(node.activity, zone),
      ...(node.unfollowed ? [`not followed further, too many hops: trailsift trace ${node.key ?? ''}`] : []),
    ]) {
      this.#line(prefix, prefix, this.#colors.dim(visible(line)));
    }
  }

  /** Records are written by strangers: what would steer a terminal is shown. */
  #line(first: string, rest: string, text: string): void {
    const { width } = this.#options;
    const lines = width === undefined ? [text] : wrapWords(text, Math.max(30, width - first.length));
    this.text += lines.map((line, index) => `${index === 0 ? first : rest}${line}\n`).join('');
  }

  #bold(text: string): string {
    return this.#colors.bold(visible(text));
  }

  #mark({ asked }: TraceNode): string {
    // In a window it is not broken in two.
    const blank = this.#options.width === undefined ? ' ' : '\u00a0';
    return asked ? this.#colors.cyan(`  ←${blank}asked${blank}about`) : '';
  }
}

/** Sessions that the same service or person opened stand under one head; of what tells their ends apart the newest is shown. */
function byOrigin(roots: readonly TraceNode[]): readonly (readonly [TraceNode, ...TraceNode[]])[] {
  const groups = new Map<string, [TraceNode, ...TraceNode[]]>();
  for (const root of roots) {
    const { issuance: issue, trailEnd: origin } = root;
    const id =
      issue === undefined
        ? root.id
        : JSON.stringify([origin?.kind, origin?.name, origin?.why.replace(/--shared-id \S+/, '')]);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [root]);
    else group.unshift(root);
  }
  return [...groups.values()];
}

function furtherBelow({ children, furtherChildren }: TraceNode): number {
  return children.reduce((total, child) => total + furtherBelow(child), furtherChildren);
}

function bar(node: TraceNode): string {
  return node.children.length > 0 || node.furtherChildren > 0 ? '│' : ' ';
}

/** The name given by the issuing event, else the one seen in its own calls. */
export function nameOf({ issuance: issue, caller }: TraceNode): string | undefined {
  return issue?.name ?? caller?.name ?? issue?.caller.name;
}

function keyWords(key: string): string {
  return visible(key.startsWith('AKIA') ? `long-term key ${key}` : `key ${key}`);
}
