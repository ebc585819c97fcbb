import { writeFileSync } from 'node:fs';
import { validatorSource } from './validator-source.ts';

writeFileSync(new URL('../message-validators.generated.mjs', import.meta.url), validatorSource());
