/** A page of the farm's own. It says nothing of what is behind. */
export interface Page {
  readonly status: number;
  readonly title: string;
  readonly text: string;
  /** After how many seconds it is worth another try. @default that is not known */
  readonly retrySeconds?: number;
}

export const notFoundPage: Page = { status: 404, title: "Not found", text: "There is nothing here." };

/** A kept connection that was opened for another name. */
export const misdirectedPage: Page = {
  status: 421,
  title: "Wrong connection",
  text: "Please load this page again.",
};

/** One address asks for more than its share. */
export const tooManyPage: Page = {
  status: 429,
  title: "Too many requests",
  text: "Please wait a moment, and then load this page again.",
};

const tryLater = "This service does not answer at the moment. Please try again in a minute.";

export const unavailablePage: Page = {
  status: 503,
  title: "Not available",
  text: tryLater,
  retrySeconds: 60,
};

export const notUnderstoodPage: Page = {
  status: 400,
  title: "Not understood",
  text: "The request is not valid.",
};

/** What the farm answers by itself where something goes wrong, instead of HAProxy's own pages. */
export const errorPages: readonly Page[] = [
  notUnderstoodPage,
  { status: 408, title: "Too slow", text: "The request took too long to arrive." },
  { status: 500, title: "Not available", text: tryLater },
  { status: 502, title: "Not available", text: tryLater },
  unavailablePage,
  { status: 504, title: "Not available", text: tryLater },
];

/** Renders a page as one line, without the single quote that would end the configuration's string. */
export const renderPage = ({ title, text }: Page): string =>
  [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${title}</title>`,
    "<style>body{font:1.1rem/1.6 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem}</style>",
    `</head><body><h1>${title}</h1><p>${text}</p></body></html>`,
  ].join("");

/** A page as HAProxy's rules take it. */
export const pageText = (page: Page): string =>
  `status ${page.status} content-type "text/html; charset=utf-8" string '${renderPage(page)}'${retryAfter(page)}`;

const retryAfter = ({ retrySeconds }: Page): string =>
  retrySeconds === undefined ? "" : ` hdr Retry-After ${retrySeconds}`;
