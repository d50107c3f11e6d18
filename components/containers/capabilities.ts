import { closest } from "fastest-levenshtein";
import { z } from "zod";
import { expecting, shown } from "../shared/expecting";

/** Those of Linux 5.9 and later; the engine knows no other, and fails only when it makes the container. */
const known =
  `AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN DAC_OVERRIDE DAC_READ_SEARCH
  FOWNER FSETID IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN NET_BIND_SERVICE
  NET_BROADCAST NET_RAW PERFMON SETFCAP SETGID SETPCAP SETUID SYSLOG SYS_ADMIN SYS_BOOT SYS_CHROOT SYS_MODULE SYS_NICE
  SYS_PACCT SYS_PTRACE SYS_RAWIO SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG WAKE_ALARM ALL`.split(/\s+/);

/**
 * What common entry points need: to prepare files, to give up root, to end and to confine what they started, and to
 * start programs that carry a capability in their file. Why these: docs/decisions/0032-default-capabilities.md
 */
export const defaultCapabilities = [
  ...["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "NET_BIND_SERVICE"],
  ...["SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"],
] as const;

/**
 * What Docker gives a container by itself: for images that need more than the default here, as those that make raw
 * packets or devices.
 */
export const dockerCapabilities = [
  ...defaultCapabilities,
  ...["AUDIT_WRITE", "MKNOD", "NET_RAW", "SETFCAP"],
] as const;

const bare = (name: string): string => name.toUpperCase().replace(/^CAP_/, "");

/** One capability, as people write it: with or without the prefix, in capitals or not. */
export const capabilitySchema = z
  .string(expecting("a Linux capability", '"NET_BIND_SERVICE"'))
  .superRefine((name, context) => {
    if (known.includes(bare(name))) return;
    const message = `${shown(name)} is not a Linux capability; the nearest is ${closest(bare(name), known)}`;
    context.addIssue({ code: "custom", message });
  });

/** Capabilities in the form in which the provider reads them back: in any other, each refresh replaces the container. */
export const asReadBack = (names: readonly string[]): string[] => [
  ...new Set(names.map(bare).map((name) => (name === "ALL" ? name : `CAP_${name}`))),
];
