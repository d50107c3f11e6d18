import { refusedHeader } from "../../router/refused";
import { notUnderstoodPage, type Page, pageText } from "./pages";

/** A path that one application could read in another way than the next. */
export const ambiguousPage: Page = {
  status: 400,
  title: "Not understood",
  text: "The address of this page can be read in more than one way.",
};

const tooLongPage: Page = {
  status: 414,
  title: "Too long",
  text: "The address of this page is too long.",
};

/** What no address may have, and many visitors send: the router would encode it, and decode all else. */
const unencoded = ["\\\\\\\\", "\\x22", "<", ">", "\\\\^", "`", "{", "\\\\|", "}"] as const;
const codes = ["5C", "22", "3C", "3E", "5E", "60", "7B", "7C", "7D"] as const;

/** Characters of a path whose encoded ones are shown to the router longer than they are: more does not fit in. */
const longest = 15_000;

/**
 * Rules by which a router passes on the path that was sent. It would write `%2f` as `%2F` and `%61` as `a`, so that it
 * is shown a zero in place of each percent sign, and puts it back.
 */
export const asSentRules: readonly string[] = [
  "# A percent sign that begins no encoded character: the router could not read it.",
  `http-request deny ${pageText(notUnderstoodPage)} if { path -m reg '%([^0-9A-Fa-f]|.[^0-9A-Fa-f]|.?$)' }`,
  "# The router changes what is encoded, but for a zero. It puts the percent sign back.",
  `http-request deny ${pageText(tooLongPage)} if { path,length gt ${longest} } { path -m sub % }`,
  "http-request set-path '%[path,regsub(%,%00,g)]' if { path -m sub % }",
  `http-request set-path '%[path${unencoded.map((one, at) => `,regsub(${one},%00${codes[at]},g)`).join("")}]' if { path -m reg '["<>\\\\^\`{|}]' }`,
];

/** The farm's page where a router has refused a path. */
export const refusedPage = `http-response return ${pageText(ambiguousPage)} if { status 400 } { res.hdr(${refusedHeader}) -m found }`;
