/**
 * The service of the published package, joined, in `dist/joined/`. Packages stay where npm has installed them, so that
 * whoever installs this can replace one by a mended version.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { joinService } from './join.ts';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
await joinService({ from: dist, into: join(dist, 'joined'), extension: '.js', packages: [] });
