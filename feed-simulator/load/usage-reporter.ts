import process from 'node:process';

// Loaded into the process of an exchange beside its own program: tells what the exchange costs when it is asked.

export type ExchangeUsage = {
  readonly type: 'usage';
  readonly cpuSeconds: number;
  readonly rssBytes: number;
  /** The most it ever had. */
  readonly peakRssBytes: number;
};

process.on('message', (message) => {
  if (message !== 'usage') return;
  const { user, system } = process.cpuUsage();
  const usage: ExchangeUsage = {
    type: 'usage',
    cpuSeconds: (user + system) / 1e6,
    rssBytes: process.memoryUsage.rss(),
    peakRssBytes: process.resourceUsage().maxRSS * 1_024,
  };
  process.send?.(usage);
});
// An exchange that refuses its flags must end: being able to answer is no reason to stay.
process.channel?.unref();
