import { ask, ext, say, testRule } from './rule.ts';

const file = (more: object) => ({
  valueAttachment: { contentType: 'application/pdf', url: 'http://example.dk/x', ...more },
});
const data = (bytes: number) => ({ data: Buffer.alloc(bytes).toString('base64') });
const types = ['application/pdf', 'image/*'].map((valueCode) => ext('mimeType', { valueCode }));
const problems = (code: string) => [`${code} item[0].answer[0].value`];

const withheld = [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'masked' as const }];

testRule({
  rule: 'mimeType, maxSize',
  source: 'http://hl7.org/fhir/StructureDefinition/mimeType, maxSize (R4: in MB; since then in bytes)',
  items: [
    ask('f', 'attachment', { extension: [...types, ext('maxSize', { valueDecimal: 5000 })] }),
    ask('mb', 'attachment', { extension: [ext('maxSize', { valueDecimal: 0.5 })] }),
  ],
  cases: [
    { title: 'right', item: [say('f', file({ size: 5000 }))], problems: [] },
    {
      title: 'a type with parameters, in capitals',
      item: [say('f', file({ contentType: 'Application/PDF; version=1.7' }))],
      problems: [],
    },
    { title: 'any type of a kind', item: [say('f', file({ contentType: 'image/png' }))], problems: [] },
    { title: 'as large as it may be', item: [say('f', file(data(5000)))], problems: [] },
    { title: 'half a megabyte', item: [say('mb', file({ size: 524_288 }))], problems: [] },
    {
      title: 'another type',
      item: [say('f', file({ contentType: 'text/plain' }))],
      problems: problems('attachment-type'),
    },
    {
      title: 'no type',
      item: [say('f', { valueAttachment: { url: 'http://example.dk/x' } })],
      problems: problems('attachment-type'),
    },
    { title: 'a byte too large', item: [say('f', file({ size: 5001 }))], problems: problems('attachment-size') },
    {
      title: 'data that are larger than they say',
      item: [say('f', file({ ...data(5001), size: 10 }))],
      problems: ['attachment-size item[0].answer[0].value', 'attachment-size-differs item[0].answer[0].value.size'],
    },
    {
      title: 'a size that is not that of the data',
      item: [say('f', file({ ...data(3), size: 4 }))],
      problems: ['attachment-size-differs item[0].answer[0].value.size'],
    },
    {
      title: 'data of the size that is said, with white space between',
      item: [say('f', file({ data: 'QUJD\nRA==', size: 4 }))],
      problems: [],
    },
    {
      title: 'more than half a megabyte',
      item: [say('mb', file({ size: 524_289 }))],
      problems: problems('attachment-size'),
    },
    {
      title: 'a type is a whole word, and no part of another',
      item: [say('f', file({ contentType: 'images/png' }))],
      problems: problems('attachment-type'),
      values: [{ allowed: 'application/pdf, image/*' }],
    },
    {
      title: 'a type with a blank before its parameters',
      item: [say('f', file({ contentType: 'image/png ; q=1' }))],
      problems: [],
    },
    {
      title: 'any type at all',
      questionnaire: { item: [ask('f', 'attachment', { extension: [ext('mimeType', { valueCode: '*/*' })] })] },
      item: [say('f', file({ contentType: 'text/plain' }))],
      problems: [],
    },
    {
      title: 'a type of the form may have parameters and capitals too',
      questionnaire: {
        item: [ask('f', 'attachment', { extension: [ext('mimeType', { valueCode: 'Text/Plain; charset=utf-8' })] })],
      },
      item: [say('f', file({ contentType: 'text/plain' }))],
      problems: [],
    },
    {
      title: 'a thousand is bytes, a little less is megabytes',
      questionnaire: {
        item: [
          ask('b', 'attachment', { extension: [ext('maxSize', { valueDecimal: 1000 })] }),
          ask('mb', 'attachment', { extension: [ext('maxSize', { valueDecimal: 999 })] }),
        ],
      },
      item: [say('b', file({ size: 1001 })), say('mb', file({ size: 1001 }))],
      problems: problems('attachment-size'),
      values: [{ maximum: '1000' }],
    },
    {
      title: 'limits of a question that is no attachment say nothing',
      questionnaire: { item: [ask('s', 'string', { extension: [...types, ext('maxSize', { valueDecimal: 1000 })] })] },
      item: [say('s', { valueString: 'x' })],
      problems: [],
    },
    {
      title: 'a type in blanks, and one with parameters behind a blank',
      item: [say('f', file({ contentType: 'application/pdf ; version=1.7' }))],
      problems: [],
    },
    {
      title: 'the beginning of a type is no type',
      item: [say('f', file({ contentType: 'application/pdx' }))],
      problems: problems('attachment-type'),
    },
    {
      title: 'a limit of another kind than a code or a number demands nothing',
      questionnaire: {
        item: [
          ask('f', 'attachment', {
            extension: [ext('mimeType', { valueString: 'image/png' }), ext('maxSize', { valueString: '1' })],
          }),
        ],
      },
      item: [say('f', file({ contentType: 'text/plain', size: 5000 }))],
      problems: [],
    },
    {
      title: 'data that is withheld with a reason may be of any kind',
      item: [say('f', { valueAttachment: { contentType: 'text/plain', _data: { extension: withheld } } as never })],
      problems: [],
    },
    {
      title: 'an answer of another type has no kind of file',
      item: [say('f', { valueString: 'x' })],
      problems: ['answer-type item[0].answer[0]'],
    },
  ],
});
