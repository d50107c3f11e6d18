/** A processor does them in a tenth of a second, whoever interprets each of them takes minutes. */
const instructions = 100_000_000;

const bios = { size: 0x10000, address: 0xf0000, descriptors: 0x60, table: 0x50, reset: 0xfff0 };

const bytes = (value: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => Math.floor(value / 256 ** index) % 256);

/** A flat segment of 4 GiB: with 0x9a of code, with 0x92 of data. */
const segment = (access: number): number[] => [0xff, 0xff, 0, 0, 0, access, 0xcf, 0];

/** From the mode a processor starts in to that of 32 bits: the other one is interpreted by KVM on old processors. */
const enter = [
  ...[0xfa], // cli
  ...[0x2e, 0x0f, 0x01, 0x16, ...bytes(bios.table, 2)], // lgdt cs:[table]
  ...[0x0f, 0x20, 0xc0, 0x0c, 0x01, 0x0f, 0x22, 0xc0], // mov eax, cr0; or al, 1; mov cr0, eax
];
const farJump = (to: number) => [0x66, 0xea, ...bytes(to, 4), ...bytes(8, 2)];
const count = [
  ...[0x66, 0xb8, ...bytes(0x10, 2)], // mov ax, 0x10
  ...[0x8e, 0xd8, 0x8e, 0xc0, 0x8e, 0xd0, 0x8e, 0xe0, 0x8e, 0xe8], // mov ds, es, ss, fs, gs, ax
  ...[0xb9, ...bytes(instructions / 2, 4), 0x49, 0x75, 0xfd], // mov ecx, …; dec ecx; jnz
  ...[0xb0, 0xfe, 0xe6, 0x64, 0xf4], // mov al, 0xfe; out 0x64, al: reset; hlt
];

/** A program for a PC without a BIOS: it counts down and resets the machine. */
export function trialProgram(): { readonly start: number[]; readonly reset: number[] } {
  const at = bios.address + enter.length + farJump(0).length;
  const code = [...enter, ...farJump(at), ...count];
  const table = [...bytes(3 * 8 - 1, 2), ...bytes(bios.address + bios.descriptors, 4)];
  const start = [...code, ...Array<number>(bios.table - code.length).fill(0), ...table];
  start.push(...Array<number>(bios.descriptors - start.length).fill(0));
  start.push(...Array<number>(8).fill(0), ...segment(0x9a), ...segment(0x92));
  return { start, reset: [0xea, 0, 0, ...bytes(bios.address / 16, 2)] };
}

const printed = (values: readonly number[]): string =>
  values.map((value) => `\\${value.toString(8).padStart(3, "0")}`).join("");

/** Renders the lines that write the program into the file `$trial`. */
export function renderTrialProgram(): string {
  const { start, reset } = trialProgram();
  return `truncate -s ${bios.size} "$trial"
printf '${printed(start)}' | dd of="$trial" conv=notrunc status=none
printf '${printed(reset)}' | dd of="$trial" conv=notrunc status=none bs=1 seek=${bios.reset}`;
}
