// Loaded before a program by `node --import`: sets its clock to TRAILSIFT_EXAMPLE_CLOCK, so that the sample incident is always "just now".
// trailsift itself does not know of it.

const RealDate = Date;
const behindMs =
  RealDate.now() - RealDate.parse(process.env.TRAILSIFT_EXAMPLE_CLOCK ?? new RealDate().toISOString());

globalThis.Date = class extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(RealDate.now() - behindMs);
    else super(...args);
  }

  static now() {
    return RealDate.now() - behindMs;
  }
};
