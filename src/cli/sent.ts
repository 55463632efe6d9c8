import { located } from '../fhir-xml/located.ts';
import type { Problem } from '../outcome/problem.ts';
import type { JsonDocument, XmlPlaceOf } from '../questionnaire/json/document.ts';

/** Where the elements of what this run has read as XML stand: a process runs one command. */
const documents: XmlPlaceOf[] = [];

export function noteSent({ xmlPlace }: JsonDocument): void {
  if (xmlPlace !== undefined) documents.push(xmlPlace);
}

/** Problems with their places in the XML that this run has read. */
export function locatedInSent(problems: readonly Problem[]): readonly Problem[] {
  return located(problems, documents);
}
