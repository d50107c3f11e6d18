/**
 * What makes a server be spoken with by HTTP/2, without asking first: routers understand it at the same port. HTTP/1.1
 * has no way to answer while the request is still being sent, which calls that talk both ways at once need. Websockets
 * stay with HTTP/1.1: Traefik takes none by HTTP/2.
 */
export const overH2 = " proto h2 ws h1";

/**
 * The rule of a section whose calls may be silent for long: gRPC has deadlines of its own.
 * @param seconds as for a websocket
 */
export const longCalls = (seconds: number): string[] => [`timeout server ${seconds}s`];
