/** The name and port by which a request was asked for; the usual port is the same as none. */
export const authorityRule = "http-request set-var(txn.authority) req.fhdr(host),lower,regsub(:443$,)";

/**
 * Rules by which a redirection stays where the visitor is. A server that knows nothing of TLS sends to `http://` with
 * the name and port that it was asked by, where the farm speaks nothing but TLS, or would only send back.
 */
export const locationRules: readonly string[] = [
  "http-response replace-header Location ^http:(.*)$ https:\\1 if { status 201 300:399 } { res.fhdr(location) -m beg http:// } { res.fhdr(location),field(3,/),lower,regsub(:443$,),strcmp(txn.authority) eq 0 }",
];
