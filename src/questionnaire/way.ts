/**
 * The way to a place in a response, linked from the place upwards. It becomes a text only where something is said of
 * the place: in most responses nothing is, and the texts would be a tenth of the work.
 */
export interface Way {
  readonly above: Way | undefined;
  readonly name: string;
  readonly index: number | undefined;
}

/** From one place to an element of it. */
export function wayTo(above: Way | undefined, name: string, index?: number): Way {
  return { above, name, index };
}

/** `QuestionnaireResponse.item[2].answer[0]` */
export function placeOf({ above, name, index }: Way): string {
  const step = index === undefined ? name : `${name}[${index}]`;
  return above === undefined ? step : `${placeOf(above)}.${step}`;
}
