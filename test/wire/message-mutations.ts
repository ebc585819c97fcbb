import fc from 'fast-check';

/** Values that belong in no field, or just outside one's range, or just inside. */
const wrongValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    true,
    '',
    'delta',
    '1',
    -1,
    0,
    1,
    2,
    0.5,
    NaN,
    Infinity,
    -0,
    2 ** 31 - 1,
    2 ** 31,
    2 ** 32 - 1,
    2 ** 32,
    2 ** 53 - 1,
    2 ** 53,
    [],
    {},
    [1],
    [1, 2],
    [1, 2, 3],
    [0, 0, 0, 0],
    [7, 1, 7, 2],
    [2 ** 31, 1],
    ['1', 2],
    [null, null],
  ),
  fc.integer(),
  fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 12 }),
);

/** The message with one field, or one place in an array of it, replaced, and with a field more. */
export function mutated(message: fc.Arbitrary<object>): fc.Arbitrary<unknown> {
  return fc
    .tuple(message, fc.nat(), fc.nat(), fc.boolean(), wrongValue)
    .map(([original, fieldNumber, place, isInside, value]) => {
      const copy = structuredClone(original) as Record<string, unknown>;
      const name = Object.keys(copy)[fieldNumber % Object.keys(copy).length] ?? 'type';
      const inner = copy[name];
      if (isInside && Array.isArray(inner)) inner[place % (inner.length + 1)] = value;
      else copy[name] = value;
      return { ...copy, fromTheFuture: value };
    });
}
