/** Answers of applications that a router could have given, byte for byte; none of them is the router's own. */
const date = "Date: Fri, 01 Jan 2100 00:00:00 GMT";
const text = "Content-Type: text/plain; charset=utf-8";

const answer = (status: string, headers: readonly string[], body: string, version = "1.1") =>
  `${[`HTTP/${version} ${status}`, ...headers].join("\r\n")}\r\n\r\n${body}`;
const long = (body: string) => `Content-Length: ${body.length}`;
const chunked = (body: string) => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;

const badGateway = "Bad Gateway";
const notFound = "404 page not found\n";
const unavailable = "no available server\n";

/** What it is, its bytes, and the status and text that a visitor gets. */
export const rawAnswers: [string, string, number, string][] = [
  [
    "Go's 404",
    answer("404 Not Found", [text, "X-Content-Type-Options: nosniff", date, long(notFound)], notFound),
    404,
    notFound,
  ],
  [
    "another proxy's 502, with a type",
    answer("502 Bad Gateway", [date, text, long(badGateway)], badGateway),
    502,
    badGateway,
  ],
  [
    "one with its length behind its date",
    answer("502 Bad Gateway", [date, long(badGateway)], badGateway),
    502,
    badGateway,
  ],
  ["one without a date", answer("502 Bad Gateway", [long(badGateway)], badGateway), 502, badGateway],
  ["one that ends with its connection", answer("502 Bad Gateway", [date], badGateway), 502, badGateway],
  ["one by HTTP/1.0", answer("502 Bad Gateway", [], badGateway, "1.0"), 502, badGateway],
  [
    "one in parts",
    answer("502 Bad Gateway", [date, "Transfer-Encoding: chunked"], chunked(badGateway)),
    502,
    badGateway,
  ],
  [
    "a load balancer's 503",
    answer(
      "503 Service Unavailable",
      [text, "X-Content-Type-Options: nosniff", date, long(unavailable)],
      unavailable,
    ),
    503,
    unavailable,
  ],
  [
    "a 504",
    answer("504 Gateway Timeout", [date, long("Gateway Timeout")], "Gateway Timeout"),
    504,
    "Gateway Timeout",
  ],
  ["a 500", answer("500 Internal Server Error", [date, long("oops")], "oops"), 500, "oops"],
  ["an empty 404", answer("404 Not Found", [date, long("")], ""), 404, ""],
  ["an empty 404 in parts", answer("404 Not Found", ["Transfer-Encoding: chunked"], "0\r\n\r\n"), 404, ""],
  ["an empty 404 that ends with its connection", answer("404 Not Found", [], ""), 404, ""],
  [
    "one whose headers end as the router's would",
    answer("502 Bad Gateway", ["X-Update: now", "Candidate: 1", long(badGateway)], badGateway),
    502,
    badGateway,
  ],
];
