/** HTTP/2, frame by frame: what no well-meant client would send. */

export const preface = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

const types = {
  data: 0,
  headers: 1,
  reset: 3,
  settings: 4,
  ping: 6,
  goAway: 7,
  windowUpdate: 8,
  continuation: 9,
};

const endStream = 1;
const acknowledged = 1;
const endHeaders = 4;

function frame(
  type: keyof typeof types,
  flags: number,
  stream: number,
  payload: Buffer = Buffer.alloc(0),
): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = types[type];
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** @param window how many bytes of each answer are taken before the first word that more are welcome */
export function settings(window: number): Buffer {
  const one = Buffer.alloc(6);
  one.writeUInt16BE(4, 0);
  one.writeUInt32BE(window, 2);
  return frame("settings", 0, 0, one);
}

export const settingsTaken = frame("settings", acknowledged, 0);

/** Frames of a connection that each want an answer, or work. */
export const chatter = Buffer.concat([
  frame("ping", 0, 0, Buffer.alloc(8)),
  frame("settings", 0, 0),
  frame("windowUpdate", 0, 0, Buffer.from([0, 0, 0, 1])),
]);

export const reset = (stream: number): Buffer => frame("reset", 0, stream, Buffer.from([0, 0, 0, 8]));

/** A field that is in no table, without Huffman's code. */
function field(name: string, value: string): Buffer {
  const text = (what: string) => Buffer.concat([length(what.length), Buffer.from(what, "latin1")]);
  return Buffer.concat([Buffer.from([0]), text(name), text(value)]);
}

function length(size: number): Buffer {
  if (size < 127) return Buffer.from([size]);
  const bytes = [127];
  let rest = size - 127;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}

export const fields = (all: Readonly<Record<string, string>>): Buffer =>
  Buffer.concat(Object.entries(all).map(([name, value]) => field(name, value)));

/** A request without a body. */
export const headers = (stream: number, all: Readonly<Record<string, string>>): Buffer =>
  frame("headers", endHeaders | endStream, stream, fields(all));

/** A request whose body follows, or never does. */
export const openHeaders = (stream: number, all: Readonly<Record<string, string>>): Buffer =>
  frame("headers", endHeaders, stream, fields(all));

export const body = (stream: number, bytes: number): Buffer => frame("data", 0, stream, Buffer.alloc(bytes));

/** The beginning of a request whose headers go on. */
export const begunHeaders = (stream: number, all: Readonly<Record<string, string>>): Buffer =>
  frame("headers", endStream, stream, fields(all));

export const continuation = (stream: number, all: Readonly<Record<string, string>>): Buffer =>
  frame("continuation", 0, stream, fields(all));

/** Calls back with each frame that has come: its type, its flags and its stream. */
export function reader(on: (type: number, flags: number, stream: number) => void): (data: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (data) => {
    rest = rest.length > 0 ? Buffer.concat([rest, data]) : data;
    while (rest.length >= 9) {
      const size = rest.readUIntBE(0, 3);
      if (rest.length < 9 + size) return;
      on(rest[3] ?? 0, rest[4] ?? 0, rest.readUInt32BE(5) & 0x7fffffff);
      rest = rest.subarray(9 + size);
    }
  };
}
