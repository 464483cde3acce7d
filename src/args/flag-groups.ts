// The groups of flags, in the order in which the help, the reference and the man page show them. The rows of commands name the groups that
// they take.

export type FlagGroup =
  | 'filters'
  | 'shorthands'
  | 'time'
  | 'places'
  | 'files'
  | 'output'
  | 'follow'
  | 'count'
  | 'trace'
  | 'catalog'
  | 'other'
  | 'aws-cli';

export interface FlagGroupText {
  readonly title: string;
  /** A sentence about all its flags. */
  readonly note?: string;
}

export const flagGroups: Readonly<Record<FlagGroup, FlagGroupText>> = {
  filters: {
    title: 'Filters',
    note: 'Each filter has a --not-NAME, which excludes what --NAME matches. A flag given several times matches any of its values. Different flags must all match.',
  },
  shorthands: { title: 'More filters' },
  time: { title: 'Time' },
  places: { title: 'Places' },
  files: { title: 'Files' },
  output: { title: 'Output' },
  follow: { title: 'Follow' },
  count: { title: 'Count' },
  trace: { title: 'Trace' },
  catalog: { title: 'Catalogue' },
  other: { title: 'Other' },
  'aws-cli': {
    title: 'AWS CLI spellings',
    note: 'Flags of aws cloudtrail lookup-events. Those that trailsift does not support are refused with what to type instead.',
  },
};

export const groupNames = Object.keys(flagGroups) as readonly FlagGroup[];
