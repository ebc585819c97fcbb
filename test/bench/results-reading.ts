/** How to read the tables of RESULTS.md, as Markdown that the formatter leaves as it is. */
export const reading = `## How to read it

- A **ratio** is how many times better ours is than the peer in the same run; below 1 the peer is better. Rounds
  alternate between the contestants, each figure is the median of the rounds. Times are processor time of all threads of
  the process, so that neighbours on the machine do not count, though they still cost caches. Absolute figures are this
  machine's on that day.
- **Of limit** is ours as a part of what can be reached by other means with the same checks; 1 is as good.
- Peers check nothing; ours makes every check it makes in the product. A peer whose books end otherwise than the stream
  is shown and does not count.
- \`book/*\`: flat level updates into 20 books, ten a message, 30 % deletes, most near the touch, 1.5 % of messages move the
  mid; about 1,000 (shallow) or 20,000 (deep) levels a side. Books have lived for a while before the timed part. Each peer
  gets its input in the form it wants, made beforehand. Slow peers get a shorter stream of four books. The limit is the
  same design in C (\`test/bench/native/ladder.c\`), built with \`cc -O2\`. \`book/read20\`: what reading the best 20 a side
  behind every message adds.
- \`decode/*\`: bytes to the input of a book, judged as the schema would; the limit is a fixed layout read by a cached
  \`DataView\` with the same checks.
- \`path/*\`: from a real socket to the best 20 a side of 20 books 60 times a second; the sender is a process of its own that
  sends prepared bytes. The unit is messages divided by the processor time of the whole receiving process, user and
  system: what one core carries. \`ws + JSON.parse + …\` reads decimal text in nested pairs, as most exchanges send it;
  \`of our flat integers\` reads the same bytes as ours. Ratios are to ws + JSON.parse + tardis-dev. The limit has \`ws\`, the
  fixed layout and our book with the same checks, and nothing else; ours has its own reader of frames before \`ws\` and so
  may pass it.
- \`latency/10k\`: from the sender's write to the verified book that views are made of, at a steady 10,000 messages a second,
  p50 / p99. \`cpu/10k\`: processor time of the receiving process at that rate, once read at once and once every 4 ms
  (\`-calm\`).
- \`loop/*\`: own processor time of the longest turns of the event loop: p99.99 at 100,000 messages a second, and the longest
  while a snapshot of 70,000 levels comes in.
- \`alloc/bytes-per-message\`: growth of the JavaScript heap per delta from its bytes to the verified book, in windows in
  which nothing was collected.
- \`start/live\`: \`npm start\` on a built tree to the first live book.
- \`pipeline/frame-to-view\`: bytes of a delta through the feed client, every check on, to a ladder of 40 rows (p50 / p99).
- \`clocks/share\`: per cent of the feed client's work, bytes to verified book, that the stage clocks take: the same reads of
  50 messages with them and without, alternating, by processor time. Beside it the worst case, each message in a read of
  its own and so each one timed, and what that is of the whole receiving process at \`cpu/10k\`. Noise may bring it below 0.
- \`wasm/*\`: a delta from its bytes to the verified book, the scanner with our book; beside it the same scanner with
  the ladder in AssemblyScript (\`test/bench/wasm/ladder.as\`, compiled by the run), into whose memory the scanner writes
  by itself, one call a message. A ratio below 1 is what a WebAssembly book would save. No sockets.
- \`simulator/updates\`: what the simulated exchange makes for one client of all books and trades on one core, matching and
  encoding included, with 200 instruments at \`--rate 200000\`; \`-usual\`: with twelve at \`--rate 2000\`.
`;
