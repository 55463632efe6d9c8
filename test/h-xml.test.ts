import { test } from 'vitest';
import { openFhirXml } from '../src/fhir-xml/fhir-xml.ts';
import { attachToMessage } from '../src/work/messages/attach.ts';
import { changed, communicationIn, composed, pdf, statement } from './medcom/fhir/messages.ts';
import { readCareMessage } from '../src/medcom/fhir/read.ts';
import { ports } from './ports.ts';
import { Refusal } from '../src/outcome/problem.ts';
const plain = changed(composed({ text: 'Hej' }, { pdf }), (copy) => { communicationIn(copy).payload?.splice(1, 1); });
const xml = await openFhirXml();
const w = xml.write(plain).toString().replace(/^<\?xml[^>]*\?>\s*/, '');
const f = w.replace(/<(\/?)(?!(?:div|p|b|dl|dt|dd|hr)\b)([A-Za-z])/g, '<$1f:$2').replace('xmlns="http://hl7.org/fhir"', 'xmlns:f="http://hl7.org/fhir"');
const own = (s: string, tag: string) => s.replace(new RegExp(`<f:${tag}>((?:(?!</f:${tag}>)[\\s\\S])*)</f:${tag}>`, 'g'), (_m, inner) => `<${tag} xmlns="http://hl7.org/fhir">${inner.replaceAll('<f:', '<').replaceAll('</f:', '</')}</${tag}>`);
const other = (s: string, tag: string) => s.replace(new RegExp(`<${tag}>((?:(?!</${tag}>)[\\s\\S])*)</${tag}>`, 'g'), (_m, inner) => `<g:${tag} xmlns:g="http://hl7.org/fhir">${inner.replaceAll('</', '</g:').replace(/<(?!\/)/g, '<g:')}</g:${tag}>`);
const cases: [string, string][] = [['plain', w], ['prefix', f], ['payload own default', own(f, 'payload')], ['entity own default', own(f, 'entity')], ['payload g', other(w, 'payload')], ['entity g', other(w, 'entity')],
 ['bom', '\ufeff' + w], ['comment in payload', w.replace('<payload>', '<!-- <payload> --><payload>')], ['pi with tags', w.replace('<payload>', '<?x <payload>?><payload>')], ['cdata ws', w],
 ['attr ws', w.replace(/ value="/g, '\n  value = "')], ['crlf', w.replace(/></g, '>\r\n<')], ['id before value', w.replace('<contentString value', '<contentString id="a" value')], ['value attr in id', w.replace('<contentString value', `<contentString id=' value="x"' value`)],
 ['ext prefix only', own(f, 'extension')], ['gt in attr', w.replace('value="Hej', 'value="a > b /> Hej')]];
test('x', async () => {
  for (const [name, text] of cases) {
    try {
      const a = await attachToMessage(Buffer.from(text), statement, { pdf: false, letter: undefined, category: undefined, priority: undefined, recommend: undefined } as never);
      const again = readCareMessage(ports.model, xml.read(a.bytes).value);
      const b = await attachToMessage(Buffer.from(a.bytes), { ...statement, day: '2026-01-30', authored: '2026-01-30T10:00:00+01:00' }, { pdf: false } as never);
      const l2 = readCareMessage(ports.model, xml.read(b.bytes).value).levels.map((x) => x.day);
      console.log(name.padEnd(24), 'ok', again.levels.map((l) => l.level.code), l2);
    } catch (e) { console.log(name.padEnd(24), e instanceof Refusal ? e.problems.map((p) => p.code + ' ' + JSON.stringify(p.place) + JSON.stringify(p.xml ?? '')).join(';') : `!!! ${(e as Error).stack?.slice(0, 300)}`); }
  }
});
