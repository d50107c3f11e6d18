/** An option by which an application reads one address of its visitor, and not the farm's behind it. */
const oneAddress = "entryPoints.web.forwardedHeaders.notAppendXForwardedFor";

/**
 * Renders the start of the router's container: Traefik knows the option from 3.7 on, and before that does not start with
 * it. What the image's own entry point does besides is not needed.
 */
export const renderRouterStart = (): string =>
  `if traefik --help 2>/dev/null | grep -qi 'forwardedheaders\\.notappendxforwardedfor'; then set -- "$@" --${oneAddress}=true; fi
exec traefik "$@"`;
