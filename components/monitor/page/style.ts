import { createHash } from "node:crypto";

/** How pages look: in one column, in light and in dark, and without anything from elsewhere. */
export const style = `:root{color-scheme:light dark;--text:#1b1f24;--soft:#565d66;--line:#c9ced6;--back:#fff;--good:#1a6e3c;--bad:#b3261e}
@media (prefers-color-scheme:dark){:root{--text:#e8eaed;--soft:#a9b0ba;--line:#444b55;--back:#14171b;--good:#5fc98a;--bad:#ff8a80}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--text);font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
main{max-width:56rem;margin:0 auto;padding:1rem}
h1{font-size:1.5rem;margin:0}
h2{font-size:1.2rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--line)}
h3{font-size:1rem;margin:1.2rem 0 .2rem}
p,ul,dl{margin:.3rem 0}
ul{padding-left:1.2rem}
code{font-size:.9rem}
a{color:inherit}
.soft,caption,th,figcaption,summary{color:var(--soft);font-size:.9rem}
.good{color:var(--good)}
.bad{color:var(--bad)}
.good,.bad{font-weight:600}
.alert{border-left:4px solid var(--bad);padding-left:.7rem;margin:.7rem 0}
figure{margin:.3rem 0}
svg{display:block;width:100%;height:2rem}
svg rect{fill:var(--good)}
svg rect.bad{fill:var(--bad)}
figure.plain rect{fill:var(--soft)}
svg path{stroke:var(--soft);stroke-width:2;stroke-dasharray:7 3}
table{width:100%;border-collapse:collapse}
caption,th,td{text-align:left;vertical-align:top;padding:.2rem .6rem .2rem 0}
td{border-top:1px solid var(--line)}
td.short{white-space:nowrap}
meter{width:100%;height:.8rem}`;

/** What lets a page have this style, and nothing else. */
export const policy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; base-uri 'none'; form-action 'none'`;
