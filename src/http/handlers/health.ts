import type { Metrics } from '../../metrics.ts';
import { refuse } from '../../outcome/problem.ts';
import type { Archive } from '../../work/keep/archive.ts';
import { type Answer, jsonAnswer, type Route, type RouteDoc } from '../route.ts';

/** Whether the service is on its way down; `listen` sets it. */
export interface Lifecycle {
  stopping: boolean;
}

/**
 * Alive: it answers. Ready: the model is loaded, since there are no routes before that, the store answers, and it is
 * not stopping.
 */
export function healthRoutes(lifecycle: Lifecycle, archive?: Archive): readonly Route[] {
  const ready = async () => {
    if (lifecycle.stopping) refuse('service-stopping');
    await archive?.ready();
    return status('ready');
  };
  return [
    { method: 'get', path: '/health/live', scope: 'anybody', handle: () => status('live'), doc: doc('Is it there?') },
    {
      method: 'get',
      path: '/health/ready',
      scope: 'anybody',
      handle: ready,
      doc: doc('Is it ready, and not stopping?'),
    },
  ];
}

/** What is measured, for Prometheus. */
export function metricsRoutes(metrics: Metrics): readonly Route[] {
  const { contentType } = metrics;
  const handle = async () => ({ bytes: Buffer.from(await metrics.text()), contentType });
  return [
    {
      method: 'get',
      path: '/metrics',
      scope: ['operate.r'],
      handle,
      doc: { summary: 'Metrics for Prometheus', returns: 'text/plain' },
    },
  ];
}

function doc(summary: string): RouteDoc {
  return { summary, returns: 'application/json' };
}

function status(word: string): Answer {
  return jsonAnswer({ status: word });
}
