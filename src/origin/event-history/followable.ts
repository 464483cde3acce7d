// `--follow` and `--once` for event history. They use the first cover of the plan: new events are few with any cover.

import type { Host } from '../../host/host.ts';
import { planCovers } from '../../plan/lookup/cover.ts';
import type { Query } from '../../query/query.ts';
import type { Clause } from '../../query/query.ts';
import type { Followable } from '../followable.ts';
import { startFollow } from './follow-places.ts';
import type { PlaceLink } from './place-link.ts';
import { pollOnce } from './poll-once.ts';

export function eventHistoryFollowable(host: Host, links: readonly PlaceLink[]): Followable {
  const coverOf = (query: Query, forced: Clause | undefined) => planCovers(query, forced).covers[0];
  return {
    follow: (input) => startFollow({ ...input, host, links, cover: coverOf(input.query, input.forced) }),
    poll: (input) => pollOnce({ ...input, host, links, cover: coverOf(input.query, input.forced) }),
  };
}
