import type { XmlPlace } from '../../outcome/place.ts';
import type { LetterTable } from '../tables/types.ts';
import type { PlacedElement } from '../xml/placed.ts';
import type { CitizenNumber } from './citizen-number.ts';

/** A letter of a message that may carry a level. */
export interface KnownLetter {
  readonly table: LetterTable;
  readonly element: PlacedElement;
  readonly place: XmlPlace;
  /** Letter/Identifier. */
  readonly identifier: string;
  readonly citizen: CitizenNumber;
  /** Characters of its formatted text. */
  readonly length: number;
}
