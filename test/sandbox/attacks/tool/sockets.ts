import { connect as connectPlain, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";

/** Who is attacked: a name at an address, with TLS or without. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  readonly tls: boolean;
}

/** What has come of an attack until now. */
export const seen = { opened: 0, refused: 0, ended: 0, asked: 0, answers: {} as Record<string, number> };

export const answered = (status: string | number): void => {
  seen.answers[status] = (seen.answers[status] ?? 0) + 1;
};

/** Opens a connection, and gives it over once it is there. */
export function open(
  target: Target,
  protocol: "h2" | "http/1.1",
  then: (socket: Socket | TLSSocket) => void,
  gone: () => void = () => {},
): void {
  const { host, port, name, tls } = target;
  let there = false;
  const ready = () => {
    there = true;
    seen.opened++;
    then(socket);
  };
  const socket = tls
    ? connectTls(
        { host, port, servername: name, ALPNProtocols: [protocol], rejectUnauthorized: false },
        ready,
      )
    : connectPlain({ host, port }, ready);
  socket.setNoDelay(true);
  socket.on("error", () => {});
  socket.on("close", () => {
    if (there) seen.ended++;
    else seen.refused++;
    gone();
  });
}
