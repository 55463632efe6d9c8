import { entries } from './entry.ts';

/** What can be wrong with a request for a letter. */
export const letterServiceCodes = entries({
  'not-acceptable-letter': {
    severity: 'error',
    type: 'not-supported',
    da: 'Et brev er XML, og forespørgslen vil have noget andet (Accept).',
    en: 'A letter is XML, and the request wants something else (Accept).',
    mend: { da: 'Bed om application/xml.', en: 'Ask for application/xml.' },
  },
  'multipart-malformed': {
    severity: 'error',
    type: 'structure',
    da: 'Forespørgslens dele (multipart/form-data) kan ikke læses.',
    en: 'The parts of the request (multipart/form-data) cannot be read.',
    mend: {
      da: 'Send delene letter og response, for eksempel med curl -F letter=@brev.xml -F response=@svar.json.',
      en: 'Send the parts letter and response, for example by curl -F letter=@letter.xml -F response=@response.json.',
    },
  },
  'multipart-too-large': {
    severity: 'error',
    type: 'too-long',
    da: 'Forespørgslen er større end {limit} byte.',
    en: 'The request is larger than {limit} bytes.',
    mend: { da: 'Send bilag for sig (XBIN).', en: 'Send attachments on their own (XBIN).' },
  },
  'multipart-parts': {
    severity: 'error',
    type: 'too-costly',
    da: 'Forespørgslen har mere end {limit} dele.',
    en: 'The request has more than {limit} parts.',
    mend: { da: 'Send kun de dele, som adressen tager.', en: 'Send only the parts that the address takes.' },
  },
  'request-part-missing': {
    severity: 'error',
    type: 'required',
    da: 'Forespørgslen mangler {name}.',
    en: 'The request lacks {name}.',
    mend: { da: 'Send {known}.', en: 'Send {known}.' },
  },
  'request-part-form': {
    severity: 'error',
    type: 'structure',
    da: '{name} i forespørgslen har en forkert form.',
    en: '{name} of the request has a wrong form.',
    mend: { da: 'Send det som JSON-typen {form}.', en: 'Send it as the JSON type {form}.' },
  },
  'request-part-unknown': {
    severity: 'error',
    type: 'not-supported',
    da: 'Forespørgslen har noget, som ikke hører til eller står to gange.',
    en: 'The request has something that does not belong or stands twice.',
    mend: { da: 'Send kun {known}.', en: 'Send only {known}.' },
  },
});
