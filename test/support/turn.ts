/**
 * Turns: what one process of this machine does at a time, also when several checkouts are at work. Who has a turn
 * listens at a local address that goes by its name, and tells whoever calls who it is. The system takes the address from
 * a process that ends, however it ends: there is nothing to be left behind.
 */
import { once } from "node:events";
import { rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";

export interface Holder {
  readonly pid: number;
  readonly folder: string;
}

export interface Turn {
  release(): Promise<void>;
}

/** Linux knows addresses that are no files. */
const addressOf = (name: string): string =>
  process.platform === "linux" ? `\0homeport-${name}` : `/tmp/homeport-${name}.sock`;

/** Waits for a turn. */
export async function turn(name: string, onWait: (holder: Holder) => void): Promise<Turn> {
  for (let told = false; ; told = true) {
    const taken = await take(name);
    if ("release" in taken) return taken;
    if (!told) onWait(taken);
    await taken.gone;
  }
}

/** Does something in its turn. */
export async function inTurn<T>(
  name: string,
  onWait: (holder: Holder) => void,
  action: () => Promise<T>,
): Promise<T> {
  const mine = await turn(name, onWait);
  try {
    return await action();
  } finally {
    await mine.release();
  }
}

/** Takes a turn if nobody has it; else tells who has, and when that is over. */
export async function take(name: string): Promise<Turn | (Holder & { gone: Promise<unknown> })> {
  for (;;) {
    const own = await listenAt(addressOf(name));
    if (own) return own;
    const holder = await call(addressOf(name));
    if (holder) return holder;
  }
}

async function listenAt(address: string): Promise<Turn | undefined> {
  const callers = new Set<Socket>();
  const server = createServer((caller) => {
    callers.add(caller);
    caller.on("error", () => {}).on("close", () => callers.delete(caller));
    caller.unref();
    const me: Holder = { pid: process.pid, folder: process.cwd() };
    caller.write(`${JSON.stringify(me)}\n`);
  });
  try {
    server.listen(address);
    await once(server, "listening");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") return undefined;
    throw error;
  }
  server.unref();
  return {
    release: async () => {
      server.close();
      for (const caller of callers) caller.destroy();
      await once(server, "close");
    },
  };
}

/** Asks who listens; nobody does where the one who did has just gone, or was killed where addresses are files. */
async function call(address: string): Promise<(Holder & { gone: Promise<unknown> }) | undefined> {
  const socket = connect(address);
  const gone = new Promise((resolve) => socket.once("close", resolve));
  socket.on("error", ({ code }: NodeJS.ErrnoException) => {
    if (code === "ECONNREFUSED" && address.startsWith("/")) rmSync(address, { force: true });
  });
  const heard = new Promise<Buffer>((resolve) => socket.once("data", resolve));
  const first = await Promise.race([heard, gone]);
  if (!Buffer.isBuffer(first)) return undefined;
  socket.resume();
  return { ...(JSON.parse(String(first)) as Holder), gone };
}
