/*
 * The lazy ladder of main/core/book in C, with the same checks: the limit that the product's book is measured against.
 * Same design: sizes are the truth, occupancy bits in two levels are set on write and repaired on read, the best price of a
 * side is a bound improved on write and repaired on read; every message is judged for range, size, depth, both lanes of the
 * hash and the touch, after what it overwrites was noted so that it could be taken back.
 * The one thing left out: levels far from the touch. Each book has one window wide enough for its stream.
 *
 * cc -O2 -o ladder ladder.c && ./ladder stream.bin rounds
 * prints, one JSON object a line: {"levelUpdatesPerSecond": n} for each round (processor time), then {"book": i, "hash": [a, b],
 * "bids": n, "asks": n} for each book at the end.
 *
 * The file, in the machine's order of bytes: uint32 0x31534c54, uint32 books, then twice (opening books in the protocol's
 * order, one message each; then the changes):
 *   uint32 messages, uint32 levels, int32 book[messages], int32 start[messages + 1], int32 hashA[messages],
 *   int32 hashB[messages], int32 key[levels], double lots[levels]
 * Message i has the levels from start[i] to before start[i + 1]. A key is ticks * 2 + side (0 bid, 1 ask).
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MAGIC 0x31534c54u
#define MAX_SAFE 9007199254740991.0
#define MAX_LEVELS_PER_SIDE 200000
#define MIN_KEY 2u
#define MAX_KEY 0x7fffffffu
#define MOST_IN_MESSAGE 30000

typedef struct {
  uint32_t count, levels;
  int32_t *book, *start, *hash_a, *hash_b, *key;
  double *lots;
} messages_t;

typedef struct {
  uint32_t width, low; /* ticks */
  double *sizes;       /* bids, then asks */
  uint32_t *marks, *summary;
  uint32_t nearest[2]; /* no better price holds a level */
  uint32_t a, b;
  int32_t count[2];
} book_t;

static int32_t undo_key[MOST_IN_MESSAGE];
static double undo_lots[MOST_IN_MESSAGE];

static void fail(const char *text) {
  fprintf(stderr, "ladder: %s\n", text);
  exit(1);
}

static void read_exactly(FILE *file, void *into, size_t bytes) {
  if (bytes > 0 && fread(into, 1, bytes, file) != bytes) fail("the stream ends early");
}

static void *read_column(FILE *file, size_t bytes) {
  void *column = malloc(bytes + 8);
  if (column == NULL) fail("out of memory");
  read_exactly(file, column, bytes);
  return column;
}

static messages_t read_messages(FILE *file) {
  messages_t m;
  uint32_t head[2];
  read_exactly(file, head, sizeof head);
  m.count = head[0];
  m.levels = head[1];
  m.book = read_column(file, 4ul * m.count);
  m.start = read_column(file, 4ul * (m.count + 1));
  m.hash_a = read_column(file, 4ul * m.count);
  m.hash_b = read_column(file, 4ul * m.count);
  m.key = read_column(file, 4ul * m.levels);
  m.lots = read_column(file, 8ul * m.levels);
  return m;
}

static inline uint32_t size_lane_a(uint32_t key_lane, uint32_t low, uint32_t high) {
  uint32_t lane = (key_lane ^ low) * 0xc2b2ae35u;
  lane ^= lane >> 13;
  lane = (lane + high) * 0x27d4eb2fu;
  return lane ^ (lane >> 16);
}
static inline uint32_t size_lane_b(uint32_t key_lane, uint32_t low, uint32_t high) {
  uint32_t lane = (key_lane ^ low) * 0x1b873593u;
  lane ^= lane >> 14;
  lane = (lane + high) * 0x165667b1u;
  return lane ^ (lane >> 15);
}

static inline void rehash(book_t *book, uint32_t key, double before, double after) {
  uint64_t was = (uint64_t)(int64_t)before, is = (uint64_t)(int64_t)after;
  uint32_t key_a = (key ^ 0x9e3779b9u) * 0x85ebca6bu;
  uint32_t key_b = (key ^ 0x7f4a7c15u) * 0xcc9e2d51u;
  uint32_t held_before = -(uint32_t)(was != 0), held = -(uint32_t)(is != 0);
  key_a ^= key_a >> 15;
  key_b ^= key_b >> 16;
  book->a += (size_lane_a(key_a, (uint32_t)is, (uint32_t)(is >> 32)) & held) -
             (size_lane_a(key_a, (uint32_t)was, (uint32_t)(was >> 32)) & held_before);
  book->b += (size_lane_b(key_b, (uint32_t)is, (uint32_t)(is >> 32)) & held) -
             (size_lane_b(key_b, (uint32_t)was, (uint32_t)(was >> 32)) & held_before);
  book->count[key & 1] += (int32_t)(held_before - held);
}

static inline uint32_t slot_of(const book_t *book, uint32_t key) {
  return ((key >> 1) & (book->width - 1)) + (key & 1) * book->width;
}

static inline void put(book_t *book, uint32_t key, double lots) {
  uint32_t slot = slot_of(book, key);
  book->sizes[slot] = lots;
  if (lots != 0 && !(book->marks[slot >> 5] >> (slot & 31) & 1)) {
    uint32_t ticks = key >> 1;
    book->marks[slot >> 5] |= 1u << (slot & 31);
    book->summary[slot >> 10] |= 1u << (slot >> 5 & 31);
    if ((key & 1) == 0 ? ticks > book->nearest[0] : ticks < book->nearest[1]) book->nearest[key & 1] = ticks;
  }
}

/* The best price of a side from its bound inward, clearing bits without a level on the way. -1 when there is none. */
static int64_t best(book_t *book, int side) {
  uint32_t mask = book->width - 1, first = side * book->width;
  if (book->count[side] == 0) return -1;
  while (book->sizes[first + (book->nearest[side] & mask)] == 0) {
    uint32_t slot = first + (book->nearest[side] & mask);
    uint32_t word = slot >> 5;
    uint32_t bits = book->marks[word] &= ~(1u << (slot & 31));
    bits &= side == 0 ? (1u << (slot & 31)) - 1 : ~0u << (slot & 31);
    while (bits == 0) {
      uint32_t group = word >> 5, words;
      if (book->marks[word] == 0) book->summary[group] &= ~(1u << (word & 31));
      words = book->summary[group] & (side == 0 ? (1u << (word & 31)) - 1 : (word & 31) == 31 ? 0 : ~0u << ((word & 31) + 1));
      while (words == 0) {
        uint32_t groups = book->width >> 10, at = group - (first >> 10);
        at = (side == 0 ? at + groups - 1 : at + 1) & (groups - 1);
        group = (first >> 10) + at;
        words = book->summary[group];
      }
      word = group * 32 + (side == 0 ? 31 - __builtin_clz(words) : __builtin_ctz(words));
      bits = book->marks[word];
    }
    slot = word * 32 + (side == 0 ? 31 - __builtin_clz(bits) : __builtin_ctz(bits));
    slot -= first;
    book->nearest[side] = side == 0 ? book->nearest[0] - ((book->nearest[0] - slot) & mask)
                                    : book->nearest[1] + ((slot - book->nearest[1]) & mask);
  }
  return book->nearest[side];
}

static void revert(book_t *book, uint32_t count) {
  while (count > 0) {
    uint32_t key = (uint32_t)undo_key[--count];
    rehash(book, key, book->sizes[slot_of(book, key)], undo_lots[count]);
    put(book, key, undo_lots[count]);
  }
}

/* NULL when the message passed every check; else why it did not, and the book is as it was before. */
static const char *apply(book_t *book, const int32_t *keys, const double *lots, uint32_t count, uint32_t a, uint32_t b) {
  const char *fault = NULL;
  uint32_t low = book->low * 2, span = book->width * 2, i;
  int64_t bid, ask;
  for (i = 0; i < count; i++) {
    uint32_t key = (uint32_t)keys[i];
    double size = lots[i], before;
    if (key < MIN_KEY || key > MAX_KEY) { fault = "BOOK_TICK_OUT_OF_RANGE"; break; }
    if (!(size >= 0) || size > MAX_SAFE || (double)(int64_t)size != size) { fault = "BOOK_BAD_SIZE"; break; }
    if (key - low >= span) fail("the stream walks out of the window");
    before = book->sizes[slot_of(book, key)];
    undo_key[i] = (int32_t)key;
    undo_lots[i] = before;
    put(book, key, size);
    rehash(book, key, before, size);
  }
  if (fault == NULL && (book->count[0] > MAX_LEVELS_PER_SIDE || book->count[1] > MAX_LEVELS_PER_SIDE)) fault = "BOOK_TOO_DEEP";
  if (fault == NULL && (book->a != a || book->b != b)) fault = "BOOK_HASH_MISMATCH";
  if (fault == NULL) {
    bid = best(book, 0);
    ask = best(book, 1);
    if (bid >= 0 && ask >= 0 && bid >= ask) fault = bid == ask ? "BOOK_LOCKED" : "BOOK_CROSSED";
  }
  if (fault != NULL) revert(book, i);
  return fault;
}

/* A window around the prices of the opening book, half as wide again on each side. */
static void open_book(book_t *book, const int32_t *keys, uint32_t count) {
  uint32_t lowest = 0xffffffffu, highest = 0, width = 1024, middle;
  for (uint32_t i = 0; i < count; i++) {
    uint32_t ticks = (uint32_t)keys[i] >> 1;
    if (ticks < lowest) lowest = ticks;
    if (ticks > highest) highest = ticks;
  }
  if (count == 0) fail("an opening book is empty");
  while (width < highest - lowest + 512) width *= 2;
  middle = lowest + (highest - lowest) / 2;
  if (book->sizes == NULL) {
    book->width = width;
    book->sizes = calloc(width * 2, sizeof(double));
    book->marks = calloc(width * 2 / 32, 4);
    book->summary = calloc(width * 2 / 1024, 4);
    if (book->sizes == NULL || book->marks == NULL || book->summary == NULL) fail("out of memory");
  }
  memset(book->sizes, 0, book->width * 16ul);
  memset(book->marks, 0, book->width / 4ul);
  memset(book->summary, 0, book->width / 128ul);
  book->low = middle > book->width / 2 ? (middle - book->width / 2) & ~31u : 0;
  book->nearest[0] = book->low;
  book->nearest[1] = book->low + book->width - 1;
  book->a = book->b = 0;
  book->count[0] = book->count[1] = 0;
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec + now.tv_nsec * 1e-9;
}

static void open_all(book_t *books, const messages_t *opening) {
  for (uint32_t i = 0; i < opening->count; i++) {
    book_t *book = &books[opening->book[i]];
    open_book(book, opening->key + opening->start[i], opening->start[i + 1] - opening->start[i]);
    for (int32_t at = opening->start[i]; at < opening->start[i + 1]; at++) {
      put(book, opening->key[at], opening->lots[at]);
      rehash(book, opening->key[at], 0, opening->lots[at]);
    }
    if (book->a != (uint32_t)opening->hash_a[i] || book->b != (uint32_t)opening->hash_b[i]) fail("an opening book has another hash");
  }
}

int main(int argc, char **argv) {
  uint32_t head[2];
  messages_t opening, changes;
  book_t *books;
  int rounds = argc > 2 ? atoi(argv[2]) : 5;
  FILE *file = argc > 1 ? fopen(argv[1], "rb") : NULL;
  if (file == NULL) fail("expected the path of a stream and how many rounds");
  read_exactly(file, head, sizeof head);
  if (head[0] != MAGIC) fail("no stream of this form");
  opening = read_messages(file);
  changes = read_messages(file);
  fclose(file);
  books = calloc(head[1], sizeof *books);
  if (books == NULL) fail("out of memory");
  for (int round = 0; round < rounds; round++) {
    double from;
    open_all(books, &opening);
    from = seconds();
    for (uint32_t i = 0; i < changes.count; i++) {
      uint32_t at = changes.start[i];
      const char *fault = apply(&books[changes.book[i]], changes.key + at, changes.lots + at, changes.start[i + 1] - at,
                                changes.hash_a[i], changes.hash_b[i]);
      if (fault != NULL) fail(fault);
    }
    printf("{\"levelUpdatesPerSecond\": %.0f}\n", changes.levels / (seconds() - from));
  }
  for (uint32_t i = 0; i < head[1]; i++)
    printf("{\"book\": %u, \"hash\": [%u, %u], \"bids\": %d, \"asks\": %d}\n", i, books[i].a, books[i].b, books[i].count[0],
           books[i].count[1]);
  return 0;
}
