// A trace for people: the caller at the start of the chain, below it the keys and sessions it issued, each with what it did.

import picocolors from 'picocolors';
import { visible } from '../../text/escape.ts';
import type { Zone } from '../../event/zone.ts';
import { shownTime } from '../../event/zone.ts';
import { count, formatNumber } from '../../text/number.ts';
import type { CallerKind } from '../caller.ts';
import { groupByStart } from './group-by-start.ts';
import { groupSimilar } from './group-similar.ts';
import type { Trace, TraceNode } from '../trace.ts';
import { hopsMax } from '../walk.ts';
import { activityLines, askedLines, endLines, issuanceLines } from './tree-lines.ts';
import type { Detail } from './tree-lines.ts';
import { wrapStyled } from './wrap-styled.ts';

export interface TreeOptions {
  readonly zone: Zone;
  readonly color: boolean;
  /** Terminal width in columns; undefined: do not wrap. */
  readonly width: number | undefined;
  /** How many sessions each step down followed at most. */
  readonly sessionsMax: number;
  /** The places or files that were read. */
  readonly names: readonly string[];
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
  unknown: 'unknown caller',
};

export function tree({ roots }: Trace, options: TreeOptions): string {
  const further = roots.reduce((total, root) => total + furtherBelow(root), 0);
  const page = new Page(options, options.sessionsMax + further);
  for (const group of groupByStart(roots)) page.root(group);
  return page.text;
}

class Page {
  readonly #options: TreeOptions;
  readonly #colors: ReturnType<typeof picocolors.createColors>;
  /** The `-n` with which every session is followed. */
  readonly #forAll: number;
  text = '';

  constructor(options: TreeOptions, forAll: number) {
    this.#options = options;
    this.#forAll = forAll;
    this.#colors = picocolors.createColors(options.color);
  }

  /** The caller at the start of the chain. If no issuing event was found, that is the key or session itself. */
  root([node, ...others]: readonly [TraceNode, ...TraceNode[]]): void {
    const { trailEnd: end, issuance } = node;
    if (issuance === undefined) {
      const kind = kindWords[node.caller?.kind ?? end?.kind ?? 'unknown'];
      const who = nameOf(node) ?? end?.name ?? node.key ?? 'unknown';
      const key = node.key === undefined || who === node.key ? '' : `, ${keyWords(node.key)}`;
      this.#line('', '', `${this.#bold(who)}  ${kind}${key}${this.#mark(node)}`);
      this.#details(node, '', [...endLines(end), ...issuanceLines(node)]);
      this.#children(node, '');
      return;
    }
    const kind = kindWords[end?.kind ?? 'unknown'];
    const isKnown = end?.name !== undefined || (end?.kind ?? 'unknown') !== 'unknown';
    this.#line('', '', isKnown ? `${this.#bold(end?.name ?? 'unknown')}  ${kind}` : this.#bold(kind));
    for (const line of endLines(end)) this.#detail('│  ', line);
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
      `${formatNumber(others.length)} more like this, ${when} (-o json lists them)`,
    );
  }

  #node(node: TraceNode, indent: string, last: boolean): void {
    const { issuance } = node;
    const time = shownTime(issuance?.event.timeS ?? Number.NaN, this.#options.zone);
    const key = node.key === undefined ? '' : `  ${visible(node.key)}`;
    const head = `${visible(issuance?.eventName ?? '')}  ${time}  ${this.#bold(nameOf(node) ?? '')}${key}${this.#mark(node)}`;
    const below = `${indent}${last ? '   ' : '│  '}`;
    this.#line(`${indent}${last ? '└─ ' : '├─ '}`, `${below}${bar(node)}  `, head);
    this.#details(node, below, issuanceLines(node));
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
        `${count(node.furtherChildren, 'older session or key', 'older sessions or keys')} not followed (-n ${this.#forAll} follows all)`,
      );
    }
  }

  #details(node: TraceNode, indent: string, lines: readonly Detail[]): void {
    const { zone, names } = this.#options;
    const prefix = `${indent}${bar(node)}  `;
    for (const line of [
      ...lines,
      ...askedLines(node, zone),
      ...activityLines(node, zone, names),
      ...(node.unfollowed
        ? [
            `not followed further: a trace stops after ${hopsMax} hops`,
            { hint: `trailsift trace ${node.key ?? ''}` },
          ]
        : []),
    ]) {
      this.#detail(prefix, line);
    }
  }

  /** A hint is not wrapped, so that a command can be copied from the terminal. */
  #detail(prefix: string, detail: Detail): void {
    const lines =
      typeof detail === 'string'
        ? this.#wrapped(visible(detail), prefix.length)
        : [`try: ${visible(detail.hint)}`];
    this.text += lines.map((line) => `${prefix}${this.#colors.dim(line)}\n`).join('');
  }

  /** Text from records must have passed `visible`: a control sequence could steer the terminal. */
  #line(first: string, rest: string, text: string): void {
    const lines = this.#wrapped(text, first.length);
    this.text += lines.map((line, index) => `${index === 0 ? first : rest}${line}\n`).join('');
  }

  #wrapped(text: string, indent: number): readonly string[] {
    const { width } = this.#options;
    return width === undefined ? [text] : wrapStyled(text, Math.max(30, width - indent));
  }

  /** Word by word, so that a name with blanks can be wrapped. */
  #bold(text: string): string {
    return visible(text)
      .split(/(?<= )/)
      .map(this.#colors.bold)
      .join('');
  }

  #mark({ asked }: TraceNode): string {
    // On a terminal it is not wrapped in the middle.
    const blank = this.#options.width === undefined ? ' ' : '\u00a0';
    return asked ? `  ${this.#colors.cyan(`←${blank}asked${blank}about`)}` : '';
  }
}

function furtherBelow({ children, furtherChildren }: TraceNode): number {
  return children.reduce((total, child) => total + furtherBelow(child), furtherChildren);
}

function bar(node: TraceNode): string {
  return node.children.length > 0 || node.furtherChildren > 0 ? '│' : ' ';
}

/** From the issuing event, otherwise from its own calls. */
export function nameOf({ issuance, caller }: TraceNode): string | undefined {
  return issuance?.name ?? caller?.name ?? issuance?.caller.name;
}

function keyWords(key: string): string {
  return visible(key.startsWith('AKIA') ? `long-term key ${key}` : `key ${key}`);
}
