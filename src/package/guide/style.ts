/** The look of every page of the guide: within the page itself, so that a page that is sent on its own still has it. */
export const style = `:root{color-scheme:light dark;--text:#1a2430;--soft:#f3f6f9;--line:#c9d3dd;--link:#0b4f8a;--head:#12395c;--page:#fff;--mute:#51606e}
@media(prefers-color-scheme:dark){:root{--text:#e4e9ee;--soft:#1c2630;--line:#3d4b58;--link:#8cc0f2;--head:#b9d8f5;--page:#12181f;--mute:#a9b6c2}}
*{box-sizing:border-box}body{font:1rem/1.55 system-ui,sans-serif;color:var(--text);background:var(--page);margin:0;overflow-wrap:break-word}
.in{max-width:74rem;margin:0 auto;padding:0 1rem}a{color:var(--link)}h1,h2,h3{line-height:1.25;color:var(--head);hyphens:auto}h1{font-size:1.8rem;margin:1.6rem 0 .6rem}
h2{margin:2.6rem 0 .6rem;padding-top:.6rem;border-top:2px solid var(--line)}h3{margin:.9rem 0 .4rem}p{max-width:48rem;margin:.5rem 0}
header{background:var(--soft);border-bottom:1px solid var(--line)}header .in{padding-top:.8rem;padding-bottom:.8rem}.name{font-weight:700;color:var(--head);margin:0 0 .4rem}
nav ul{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;list-style:none;margin:0;padding:0}nav a[aria-current]{font-weight:700;text-decoration:none}
.contents{columns:16rem;list-style:none;padding:0;margin:.8rem 0}.contents li{break-inside:avoid;padding:.1rem 0}
.wide{overflow-x:auto;margin:.8rem 0}table{border-collapse:collapse;width:100%}caption{text-align:left;color:var(--mute);padding:.3rem 0}
th,td{border:1px solid var(--line);padding:.35rem .6rem;text-align:left;vertical-align:top}thead th{background:var(--soft)}tbody th{font-weight:400}
code{font-size:.92em}td code,p code,li code{overflow-wrap:anywhere}pre{background:var(--soft);border:1px solid var(--line);padding:.8rem;overflow:auto}
.tree th{white-space:nowrap}.tree .in1,.tree .in2,.tree .in3{border-inline-start:1px solid var(--line)}.in1{margin-inline-start:.4rem;padding-inline-start:.6rem}
.in2{margin-inline-start:1.6rem;padding-inline-start:.6rem}.in3{margin-inline-start:2.8rem;padding-inline-start:.6rem}.tree td{min-width:4rem}.tree td:nth-child(3){min-width:16rem}
.level{border:1px solid var(--line);border-inline-start:.4rem solid var(--head);border-radius:.3rem;padding:.3rem 1rem .6rem;margin:1rem 0}.rule{color:var(--mute)}
details{border:1px solid var(--line);border-radius:.3rem;margin:.4rem 0;padding:.3rem .8rem}summary{cursor:pointer}details>div{margin:.6rem 0}
footer{border-top:1px solid var(--line);margin-top:3rem;padding:1rem 0 3rem;color:var(--mute);font-size:.92rem}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem}@media(max-width:40rem){h1{font-size:1.45rem}h2{font-size:1.2rem}th,td{padding:.3rem .4rem}}
@media print{:root{color-scheme:light;--text:#000;--soft:#f3f3f3;--line:#aaa;--link:#000;--head:#000;--page:#fff;--mute:#333}body{font-size:10pt}nav,.skip{display:none}.in{max-width:none;padding:0}
.level,tr,details{break-inside:avoid}h2,h3,caption{break-after:avoid}.wide{overflow:visible}.tree th{white-space:normal}}`;
