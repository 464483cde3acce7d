// Up: hop by hop to the event that issued a key or opened a session, until no credentials lead further. A hop is one event, found by the
// key it issued; a console session, whose keys no event names, is found by who signed in and when.

import { shellWord } from '../error.ts';
import { ActivityCount } from './activity.ts';
import type { Caller } from './caller.ts';
import { findIssuance, signInBefore } from './find-issuance.ts';
import type { Issuance } from './issuance.ts';
import { allOf, usesOf } from './lookups.ts';
import type { SessionNode } from './session-node.ts';
import { rootOf } from './session-node.ts';
import type { TrailEnd } from './trace.ts';
import { trailEndOf } from './trail-end.ts';
import { trailEndWithoutIssuance } from './trail-end-without-issuance.ts';
import { passwordOf } from './user-creation.ts';
import type { Walk } from './walk.ts';
import { hopsMax } from './walk.ts';

/** Of each session above the target at most this many of its newest events are read: one page per place. */
const ancestorEvents = 50;

export class Climber {
  readonly #walk: Walk;
  readonly #climbed = new Set<SessionNode>();

  constructor(walk: Walk) {
    this.#walk = walk;
  }

  /** Gives every node on the way a parent, and the last one its `trailEnd`. */
  async climb(from: SessionNode): Promise<void> {
    let node = from;
    for (let hop = 0; hop < hopsMax; hop += 1) {
      if (this.#climbed.has(node)) return;
      this.#climbed.add(node);
      const next = await this.#parentOf(node);
      if (next === undefined) return;
      node = next;
    }
    node.trailEnd ??= stoppedAt(node);
  }

  /** One hop. Undefined at the end of the trail, which the node then has. */
  async #parentOf(node: SessionNode): Promise<SessionNode | undefined> {
    const issuance = await this.#issuanceOf(node);
    if (issuance === undefined) return undefined;
    node.trailEnd = trailEndOf(issuance, this.#walk.options);
    if (node.trailEnd !== undefined) {
      const further = await this.#beforeSignIn(node, issuance);
      if (further === undefined || rootOf(further) === node) return undefined;
      node.trailEnd = undefined;
      if (node.parent === undefined) further.adopt(node);
      return further;
    }
    const parent = this.#walk.nodes.ofCaller(callerBehind(issuance, node));
    if (rootOf(parent) === node) {
      node.trailEnd = unknownEnd('these events name each other as their issuer');
      return undefined;
    }
    if (node.parent === undefined) parent.adopt(node);
    await this.#readNewest(parent);
    return parent;
  }

  /** Looks for it unless it is known. If it is not found, the trail ends here. */
  async #issuanceOf(node: SessionNode): Promise<Issuance | undefined> {
    const { records, options } = this.#walk;
    if (node.issuance !== undefined) return node.issuance;
    let allRead = true;
    const found = await findIssuance(records, node, options.window, () => void (allRead = false));
    if (found === undefined) {
      node.trailEnd = records.interrupted()
        ? unknownEnd('interrupted before the event that issued it was found')
        : trailEndWithoutIssuance(node, options, allRead);
      return undefined;
    }
    node.issuedBy(found.issuance, found.evidence);
    return found.issuance;
  }

  /** Behind a change of role: the sign-in it was made in. Behind a sign-in: the event that set the password. */
  async #beforeSignIn(node: SessionNode, issuance: Issuance): Promise<SessionNode | undefined> {
    const { records, nodes, options } = this.#walk;
    const signIn = await signInBefore(records, issuance, options.window);
    if (signIn !== undefined) {
      node.issuedBy(issuance, 'sign-in');
      return nodes.signedInOrSigned(signIn.event);
    }
    let allRead = true;
    const password = await passwordOf(records, issuance, options.window, () => void (allRead = false));
    if (password !== undefined) return nodes.ofUser(password);
    if (!allRead && node.trailEnd !== undefined) node.trailEnd = passwordNotFound(node.trailEnd, issuance);
    return undefined;
  }

  /**
   * The newest events of a session further up. Skipped for long-term keys, whose activity is a question of its own, and for console
   * keys, since one key shows little of its session.
   */
  async #readNewest(node: SessionNode): Promise<void> {
    const { records, options } = this.#walk;
    const { activity: known, key, caller } = node;
    if (known !== undefined || key === undefined || caller?.createdS === undefined || caller.fromConsole)
      return;
    const activity = new ActivityCount();
    node.activity = activity;
    const lookup = usesOf([key], options.window, ancestorEvents);
    for (const event of await allOf(records, lookup)) activity.add(event);
    if (records.complete()) activity.extent = activity.events < ancestorEvents ? 'all' : 'newest';
  }
}

function unknownEnd(why: string, hint?: string): TrailEnd {
  return { kind: 'unknown', name: undefined, isStart: false, why, ...(hint === undefined ? {} : { hint }) };
}

function stoppedAt({ key, parent }: SessionNode): TrailEnd | undefined {
  if (parent !== undefined) return undefined;
  return unknownEnd(
    `a trace stops after ${hopsMax} hops`,
    key === undefined ? undefined : `trailsift trace ${key}`,
  );
}

function passwordNotFound(end: TrailEnd, { caller }: Issuance): TrailEnd {
  return {
    ...end,
    why: `${end.why}; the newest events about this user do not show who set the password`,
    hint: `trailsift --resource ${shellWord(caller.name)} --event CreateLoginProfile,UpdateLoginProfile --since 90d`,
  };
}

/** A federated sign-in may lack the time its session was opened: the console session has the same second. */
function callerBehind({ eventName, caller }: Issuance, { caller: signedIn }: SessionNode): Caller {
  const createdS = caller.createdS ?? signedIn?.createdS;
  return eventName === 'ConsoleLogin' && caller.key === undefined && createdS !== undefined
    ? { ...caller, createdS }
    : caller;
}
