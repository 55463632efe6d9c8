import { loadFonts } from '../pdf/fonts.ts';
import { pdf } from '../pdf/pdf.ts';
import type { Assessment } from '../scoring/types.ts';
import type { Ports } from './ports.ts';
import type { Received } from './receive.ts';
import { scoreResponse } from './score.ts';

/** The level of a response and its actions as a page for people (PDF). Errors: those of `scoreResponse` and of `pdf`. */
export function drawLevel(ports: Ports, response: Received): Promise<Uint8Array> {
  return drawAssessment(scoreResponse(ports, response).assessment);
}

/** The same for a response that was scored already. */
export function drawAssessment(assessment: Assessment): Promise<Uint8Array> {
  return pdf(assessment, loadFonts());
}
