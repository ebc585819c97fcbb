import type { DataQuality } from '../../main/core/market-data/data-quality.ts';
import { timestampMicros } from '../../main/core/units/timestamp.ts';
import { FeedClient } from '../../main/feed/feed-client.ts';
import type { CodecName } from '../../main/wire/codec.ts';
import { FakeFeedLine, type FakeFeedConnection } from './fake-feed-line.ts';
import { ManualClock } from './manual-clock.ts';
import { anInstrument } from './market-events.ts';
import { PICTURE } from './pipeline-rig.ts';

export const CODECS: readonly CodecName[] = ['msgpack', 'json'];

/** A clock whose monotonic half stands still while the machine sleeps. */
class SleepyClock extends ManualClock {
  #sleptMs = 0;

  sleep(ms: number): void {
    this.#sleptMs += ms;
  }

  override wallMicros(): ReturnType<ManualClock['wallMicros']> {
    return timestampMicros(super.wallMicros() + this.#sleptMs * 1_000);
  }
}

/** A feed client whose clock, chance and connections are at hand. */
export class ClientRig {
  readonly clock = new SleepyClock();
  readonly line = new FakeFeedLine();
  readonly log: string[] = [];
  random = 0.5;
  readonly client = new FeedClient({
    url: 'ws://venue.test/v1',
    codecs: CODECS,
    clock: this.clock,
    random: () => this.random,
    open: this.line.open,
    log: (line) => this.log.push(line),
  });

  get quality(): DataQuality | undefined {
    return this.client.feed.find('ESZ6')?.pipeline.quality;
  }

  pass(ms: number): void {
    for (let passed = 0; passed < ms; passed += 100) {
      this.clock.advance(Math.min(100, ms - passed));
      this.client.tick();
    }
  }
}

/** Connected, one book live at sequence 100. */
export function aLiveClient(codec: CodecName = 'json'): { rig: ClientRig; venue: FakeFeedConnection } {
  const rig = new ClientRig();
  rig.client.start();
  const venue = rig.line.latest;
  venue.accept(codec);
  venue.serve([anInstrument()], PICTURE);
  return { rig, venue };
}
