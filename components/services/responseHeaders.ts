import { z } from "zod";
import { expecting, shown } from "../shared/expecting";
import { byCode } from "../shared/order";
import type { Problem } from "../shared/problems";

/** What is said of a way's answers. */
interface Answers {
  readonly responseHeaders?: Readonly<Record<string, string>>;
  readonly removeHeaders?: readonly string[];
}

/** By these, whoever stands between knows what an answer is, where it ends, and whether a router says it. */
const framing = [
  "connection",
  "content-encoding",
  "content-length",
  "content-range",
  "content-type",
  "date",
  "keep-alive",
  "location",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

const example = '{ "Content-Security-Policy": "default-src \'self\'" }';

/** Bytes of a value. HAProxy keeps 1 KiB of its buffer for headers of its own. */
const longest = 4096;

const headerName = z
  .string(expecting("the name of a header", "X-Powered-By"))
  .superRefine((name, context) => {
    const problem = nameProblem(name);
    if (problem) context.addIssue({ code: "custom", message: `${shown(name)} ${problem}` });
  });

function nameProblem(name: string): string | undefined {
  const low = name.toLowerCase();
  if (!/^[A-Za-z0-9][A-Za-z0-9-]{0,99}$/.test(name))
    return 'is not the name of a header: it has letters, digits and "-"; example: X-Frame-Options';
  if (low === "strict-transport-security")
    return "binds browsers to TLS under the name in every environment; say hstsDays of the farm, as the setting tls.hstsDays does";
  if (low.startsWith("x-homeport-")) return "is Homeport's own; choose another name";
  if (low === "set-cookie")
    return "is how the application knows its visitors, and there may be several; leave it to the application";
  return framing.includes(low)
    ? "tells what an answer is, where it ends or when it was given; leave it to the application"
    : undefined;
}

/** Headers that answers have. */
export const responseHeadersSchema = z
  .record(
    z.string(),
    z
      .string(expecting("the value of a header", "default-src 'self'"))
      .min(1, "it is empty; to take a header off, name it in removeHeaders")
      .max(longest, `it has more than ${longest} bytes`)
      .regex(
        /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/,
        "it has a line break, another letter than those of ASCII, or begins or ends with a space; example: no-referrer",
      ),
    expecting("a group with the value of each header", example),
  )
  .superRefine((all, context) => {
    const names = Object.keys(all);
    if (names.length === 0)
      context.addIssue({
        code: "custom",
        message: `it sets nothing; name a header, or leave it out; example: ${example}`,
      });
    for (const name of names) {
      const problem = nameProblem(name);
      if (problem) context.addIssue({ code: "custom", message: `${shown(name)} ${problem}` });
    }
  });

/** Headers that no answer has. */
export const removeHeadersSchema = z
  .array(headerName, expecting("a list of headers", '["X-Powered-By"]'))
  .min(1, "it removes nothing; name a header, or leave removeHeaders out");

/** Headers that are named twice: HTTP does not look at letter case. */
export function headerProblems({ responseHeaders = {}, removeHeaders = [] }: Answers): Problem[] {
  const names = [...Object.keys(responseHeaders), ...removeHeaders].map((name) => name.toLowerCase());
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice === undefined) return [];
  const isIn = (some: readonly string[]) => some.some((name) => name.toLowerCase() === twice);
  const isRemoved = isIn(removeHeaders);
  const where =
    isRemoved && isIn(Object.keys(responseHeaders)) ? "is in responseHeaders, too" : "is named twice";
  return [
    {
      path: [isRemoved ? "removeHeaders" : "responseHeaders"],
      message: `${shown(twice)} ${where}, in whatever letter case; leave one of the two`,
    },
  ];
}

/** What is packed: all else is packed already, or is sent bit by bit. */
const texts = [
  "application/atom+xml",
  "application/javascript",
  "application/json",
  "application/ld+json",
  "application/manifest+json",
  "application/rss+xml",
  "application/wasm",
  "application/xhtml+xml",
  "application/xml",
  "font/otf",
  "font/ttf",
  "image/bmp",
  "image/svg+xml",
  "image/x-icon",
  "text/calendar",
  "text/css",
  "text/csv",
  "text/html",
  "text/javascript",
  "text/markdown",
  "text/plain",
  "text/xml",
];

/** What changes answers on their way back; nothing where nobody says anything of them. */
export function answered({
  service,
  responseHeaders = {},
  removeHeaders = [],
  compress = false,
}: Answers & { readonly service: string; readonly compress?: boolean }) {
  const set = Object.entries(responseHeaders);
  const headers = [...set, ...removeHeaders.map((name): [string, string] => [name, ""])];
  return {
    ...(headers.length > 0
      ? {
          [`${service}_headers`]: {
            headers: {
              customResponseHeaders: Object.fromEntries(headers.sort(([a], [b]) => byCode(a, b))),
            },
          },
        }
      : {}),
    ...(compress
      ? {
          [`${service}_compress`]: {
            compress: { encodings: ["zstd", "br", "gzip"], includedContentTypes: texts },
          },
        }
      : {}),
  };
}
