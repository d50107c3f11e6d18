import { beginning } from "./bars";
import { policy, style } from "./style";
import { asking, minute, moment, the } from "./template";

interface Document {
  readonly title: string;
  /** Markup that the head has beside what every page has. */
  readonly head: string;
  readonly body: string;
}

/** By this the server of the page finds what is to be seen only where the page is old. */
export const silentMark = ' id="silent" hidden';

/** A page is shown as silent when it is older than this many minutes. */
export const silentMinutes = 5;

/** A whole page. */
export const document = ({ title, head, body }: Document): string => `<!doctype html>
${beginning}<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta http-equiv="refresh" content="60">
<title>${title}</title>
${head}<style>${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p class="bad"${silentMark}>The monitor has been silent since then: what is below may not be so any more.</p>
<p class="soft">${the(asking("time()"), moment(minute))}. The page is made anew every minute.</p>
${body}
</main>
</body>
</html>
`;
