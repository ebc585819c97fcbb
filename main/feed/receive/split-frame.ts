/** Kept when nothing is gathered; a larger one is given back after its frame. */
const STANDING_BYTES = 65_536;

/** Gathers one frame that came in several reads. Its bound is the reader's: it asks for no more than one frame. */
export class SplitFrame {
  /** The first {@link length} are gathered. A view of a whole ArrayBuffer. */
  bytes = new Uint8Array(STANDING_BYTES);
  length = 0;

  /**
   * Takes bytes until `wanted` are gathered.
   *
   * @returns where it stopped taking, `end` at most
   */
  gather(bytes: Uint8Array, start: number, end: number, wanted: number): number {
    const taken = Math.min(wanted - this.length, end - start);
    if (wanted > this.bytes.length) {
      const larger = new Uint8Array(wanted);
      larger.set(this.bytes.subarray(0, this.length));
      this.bytes = larger;
    }
    this.bytes.set(bytes.subarray(start, start + taken), this.length);
    this.length += taken;
    return start + taken;
  }

  /** The bytes are let go of; whoever still reads them holds them. */
  clear(): void {
    this.length = 0;
    if (this.bytes.length > STANDING_BYTES) this.bytes = new Uint8Array(STANDING_BYTES);
  }
}
