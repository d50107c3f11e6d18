/** What variables begin with that tell of a certificate, before its service's name. */
export const toldPrefix = "HOMEPORT_CERTIFICATE_";
