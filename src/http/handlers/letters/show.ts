import { drawLevel, showBlock } from '../../../work/draw.ts';
import type { Ports } from '../../../work/ports.ts';
import { type ScoredResponse, scoreResponse } from '../../../work/score.ts';
import { disclosed } from '../../disclosure.ts';
import type { Route } from '../../route.ts';
import { blockDoc, pdfDoc } from './docs.ts';

/** A level for people, as a page and as the text of a letter; nothing is sent or kept. */
export function showRoutes(ports: Ports): readonly Route[] {
  return [
    {
      method: 'post',
      path: '/medcom/pdf',
      scope: ['medcom.r'],
      body: 'resource',
      produces: 'file',
      handle: async ({ document }) => {
        const scored = scoreResponse(ports, document());
        return { bytes: await drawLevel(scored), contentType: pdfDoc.returns, discloses: shown(scored) };
      },
      doc: pdfDoc,
    },
    {
      method: 'post',
      path: '/medcom/block',
      scope: ['medcom.r'],
      body: 'resource',
      produces: 'file',
      handle: ({ document }) => {
        const scored = scoreResponse(ports, document());
        const bytes = Buffer.from(showBlock(scored));
        return { bytes, contentType: `${blockDoc.returns}; charset=utf-8`, discloses: shown(scored) };
      },
      doc: blockDoc,
    },
  ];
}

function shown({ assessment }: ScoredResponse): ReturnType<typeof disclosed> {
  return disclosed('extract', { type: 'QuestionnaireResponse' }, assessment.citizen.identifiers);
}
