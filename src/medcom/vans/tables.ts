import { choice, codes, many, one, optional, pattern, sequence, upTo } from '../tables/rows.ts';
import type { Content, ElementRow } from '../tables/types.ts';

/** VANSEnvelope 1.0.4. */
export const vansNamespace = 'urn:oio:medcom:vans-envelope:1.0.4';

/** What a number of a sender or receiver is. */
export const endPointTypes = ['EAN', 'CVR', 'VANS'] as const;

// The schema's own pattern has the range "A to f", which lets ZZZZ... through.
const uuid = pattern(
  /^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/,
  'a UUID with hyphens',
  'et UUID med bindestreger',
);
const endPoint = upTo(18);
const dateTime = pattern(
  /^[ \t\r\n]*\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?[ \t\r\n]*$/,
  'YYYY-MM-DDThh:mm:ss',
);
// No upper length: the bytes are counted, not the characters.
const base64 = pattern(/^[A-Za-z0-9+/= \t\r\n]*$/, 'base64');

const document = sequence(
  one('Format', codes('XML', 'EDIFACT', 'HL7', 'Binary', 'Other')),
  one('Name', upTo(255)),
  optional('Version', upTo(255)),
  one('SizeInBytes', pattern(/^[ \t\r\n]*\+?\d{1,10}[ \t\r\n]*$/, 'a whole number', 'et helt tal')),
);

const transport = sequence(
  optional('Type', codes('reliable', 'unreliable')),
  one('TransformMessage', pattern(/^[ \t\r\n]*(?:true|false|1|0)[ \t\r\n]*$/, 'true or false', 'true eller false')),
  many('ServiceTag', 0, 5, upTo(70)),
);

const metaInformation = sequence(
  one('Identifier', uuid),
  optional('Processing', sequence(one('ProviderIdentifier', upTo(255)), one('ServiceIdentifier', upTo(255)))),
  one('Document', document),
  optional('Transport', transport),
);

const error = one(
  'Error',
  sequence(
    optional('Code', pattern(/^[ \t\r\n]*\+?0*[1-9]\d*[ \t\r\n]*$/, 'a whole number above 0', 'et helt tal over 0')),
    one('Description', upTo(512)),
  ),
);
const originalEnvelope = one('OriginalEnvelopeIdentifier', uuid);
const originalMessage = one('OriginalMessage', metaInformation);

const receipt: Content = sequence(
  choice(
    one('NegativeVans', sequence(error, originalEnvelope, { ...originalMessage, least: 0 })),
    one('NegativeMessage', sequence(error, originalEnvelope, originalMessage)),
    one('PositiveMessage', sequence(originalEnvelope, originalMessage)),
  ),
);

/** One message or one receipt. The attributes EndPointType and name are checked by `read.ts`. */
export const vansEnvelope: ElementRow = one(
  'VANSEnvelope',
  sequence(
    one('SenderID', endPoint),
    one('ReceiverID', endPoint),
    one('EnvelopeIdentifier', uuid),
    one('SentDateTime', dateTime),
    choice(
      one('Message', sequence(one('MetaInformation', metaInformation), one('Data', base64))),
      one('Receipt', receipt),
    ),
  ),
);
