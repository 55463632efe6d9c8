import { readFileSync } from 'node:fs';
import { findChromium, lformsFolder, startRenderer } from '/work/main/test/conformance/lforms.ts';
const r = await startRenderer(findChromium()!, await lformsFolder());
for (const n of process.argv.slice(2)) {
  const q = JSON.parse(readFileSync(`/work/main/test/response/questionnaires/${n}.json`,'utf8'));
  if (n==='medicin') { const vs=JSON.parse(readFileSync('/work/main/test/response/questionnaires/ja-nej.ValueSet.json','utf8')); q.contained.push({...vs,id:'ja-nej'}); q.item[1].answerValueSet='#ja-nej'; }
  const f = await r.open(q);
  console.log('=====', n, r.troubles);
  if (n==='smerter') { await f.choose('smerte','true'); await f.write('styrke','7').catch(e=>console.log(String(e).slice(0,300))); }
  if (n==='maalinger') { console.log(await f.item('maalt').innerHTML()); console.log(await f.item('vaegt').innerHTML()); }
  if (n==='fald') { await f.write('antal','2'); }
  await new Promise(z=>setTimeout(z,800));
  const ids = await f.page.evaluate(() => [...document.querySelectorAll('#form [id]')].filter(e=>['INPUT','TEXTAREA','BUTTON','SELECT','LABEL'].includes(e.tagName)).map(e => `${e.tagName} ${e.getAttribute('type')} ${e.id} ${(e.textContent||'').trim().slice(0,30)}`));
  console.log(ids.join('\n'));
  console.log(JSON.stringify(await f.response()));
}
await r.close();
