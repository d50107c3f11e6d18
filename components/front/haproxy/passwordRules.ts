import { admittedHeader } from "../../router/admitted";
import { pageText, tooManyPage } from "../farm/pages";
import type { PerAddress } from "./perAddress";
import { counters, table, unlessExcepted, visitor } from "./perAddressRules";
import { section } from "./text";

/**
 * How many passwords of which nobody knows whether they are right may be looked at together, for one address and for all:
 * each takes a router a tenth of a second of a processor, and what waits behind them is everyone.
 */
const together = { address: 8, all: 16 } as const;

/** For how long it is known that a password is right. */
const known = "1h";

/** Renders the sections that count passwords; nothing where there is no limit. */
export const passwordSections = ({ wrongPasswords }: PerAddress): string[] =>
  wrongPasswords === "off"
    ? []
    : [
        section(
          "backend credentials",
          "# Of who has called with which name and password there is a digest, and whether a router has let them in.",
          `stick-table type binary len 32 size 20k expire ${known} store gpt0,conn_cur`,
        ),
        table("guesses", "ipv6", "20k", "60s", "conn_cur,gpc0,gpc0_rate(60s)"),
        table("all_guesses", "integer", "1", "60s", "conn_cur"),
      ];

/**
 * Renders the rules by which strangers' passwords are looked at a few at a time. Whoever a router has let in goes on
 * without a limit, whatever others do at the same address.
 * @param where ACL of the requests at which passwords are asked for; absent for all
 */
export function passwordRules(limits: PerAddress, where?: string): string[] {
  const { wrongPasswords } = limits;
  if (wrongPasswords === "off") return [];
  const { credential, guesses, allGuesses } = counters;
  const here = where ? ` ${where}` : "";
  const first = `guess { sc_conn_cur(${credential}) le 1 }`;
  const refuse = (seconds: number, condition: string) =>
    `http-request deny ${pageText({ ...tooManyPage, retrySeconds: seconds })} if guess ${condition}`;
  return [
    'acl has_password req.fhdr(authorization,1) -m beg -i "basic "',
    `http-request set-var-fmt(txn.credential) "%[src] %[var(txn.domain)] %[req.fhdr(authorization,1)]" if has_password${here}${unlessExcepted(limits)}`,
    `http-request track-sc${credential} var(txn.credential),sha2(256) table credentials if { var(txn.credential) -m found }`,
    "http-request unset-var(txn.credential)",
    `acl guess sc_get_gpt0(${credential}) eq 0`,
    "# Many requests with one password are one guess: a router looks at it once.",
    `http-request track-sc${guesses} ${visitor} table guesses if ${first}`,
    `http-request track-sc${allGuesses} int(1) table all_guesses if ${first}`,
    refuse(60, `{ ${visitor},table_gpc0_rate(guesses) ge ${wrongPasswords} }`),
    refuse(1, `{ sc_conn_cur(${guesses}) gt ${together.address} }`),
    refuse(1, `{ sc_conn_cur(${allGuesses}) gt ${together.all} }`),
    `http-response sc-inc-gpc0(${guesses}) if { status 401 }`,
    `http-response sc-set-gpt0(${credential}) 0 if { status 401 }`,
    `http-response sc-set-gpt0(${credential}) 1 if { res.hdr(${admittedHeader}) -m found }`,
  ];
}

/** What a router tells farms and gates is not told to visitors. */
export const untoldRule = `http-response del-header ${admittedHeader}`;
