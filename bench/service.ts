/** The service for a measurement: as `niveau serve`, with limits so high that they do not measure themselves. Prints its address. */
import { readConfig } from '../src/config.ts';
import { defaultLimits } from '../src/http/limits.ts';
import { listen } from '../src/http/listen.ts';
import { createLog } from '../src/log.ts';

const limits = { ...defaultLimits, perMinute: 10_000_000 };
const { url } = await listen(readConfig({ NIVEAU_ADDRESS: '127.0.0.1:0' }), { limits, log: createLog(process.stderr) });
process.stdout.write(`${url}\n`);
