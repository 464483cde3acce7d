// Loaded before the program: says on stderr at the end how much memory it had resident at most.
process.on('exit', () => {
  process.stderr.write(`${Math.round(process.resourceUsage().maxRSS / 1024)} MB at most`);
});
