import { loadModel } from '../src/profiles.ts';
import type { Ports } from '../src/work/ports.ts';

/** What tests work with: the model, and a clock that stands still after every date in the fixtures. */
export const ports: Ports = { model: loadModel(), clock: () => new Date('2026-12-01T12:00:00Z') };
