import { drawLevel, showBlock } from '../../../work/draw.ts';
import type { Ports } from '../../../work/ports.ts';
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
      handle: async ({ document }) => ({
        bytes: await drawLevel(ports, document()),
        contentType: pdfDoc.returns,
      }),
      doc: pdfDoc,
    },
    {
      method: 'post',
      path: '/medcom/block',
      scope: ['medcom.r'],
      body: 'resource',
      produces: 'file',
      handle: ({ document }) => ({
        bytes: Buffer.from(showBlock(ports, document())),
        contentType: `${blockDoc.returns}; charset=utf-8`,
      }),
      doc: blockDoc,
    },
  ];
}
