import { expect, test } from "vitest";
import { type AnyArgs, refusals } from "../services/refusals";

/** Arguments, the path of what is wrong, what is said. */
const bad: [AnyArgs, path: string, said: string][] = [
  [{ entrypoint: "/cron.sh" }, "entrypoint", 'a list of texts, one for each word; example: ["/cron.sh"]'],
  [{ entrypoint: [] }, "entrypoint", "[] is not a list of texts"],
  [{ workingDirectory: "app" }, "workingDirectory", '"app" is not an absolute path'],
  [{ groups: ["a b"] }, "groups.0", "the number or the name of a group"],
  [{ groups: [-1] }, "groups.0", "-1 is not"],
  [{ dns: ["dns.example.org"] }, "dns.0", "the address of a name server"],
  [{ dns: [] }, "dns", "at least one address"],
  [{ init: "yes" }, "init", "true or false"],
  [{ sharedMemory: "64m" }, "sharedMemory", "example: 256MiB"],
  [{ sharedMemory: "512MiB" }, "sharedMemory", "more than the container's memory (256MiB)"],
  [{ ulimits: { nofiles: 5 } }, "ulimits.nofiles", "a limit of the kernel (core, cpu"],
  [{ ulimits: { nofile: -2 } }, "ulimits.nofile", "-1 for no limit"],
  [{ ulimits: { nofile: "65536" } }, "ulimits.nofile", "a number, or two"],
  [{ ulimits: { nofile: { soft: 1 } } }, "ulimits.nofile.hard", "it is missing"],
  [{ ulimits: { nofile: { soft: 9, hard: 8 } } }, "ulimits.nofile.soft", "9 is more than the hard limit (8)"],
  [{ ulimits: { core: { soft: -1, hard: 8 } } }, "ulimits.core.soft", "-1 is more than the hard limit"],
  [{ ulimits: { nproc: 9 }, limits: { processes: 8 } }, "ulimits.nproc", "leave one of the two"],
  [{ sysctls: { "vm.overcommit_memory": 1 } }, "sysctls.vm.overcommit_memory", "/etc/sysctl.d"],
  [{ sysctls: { "kernel.pid_max": 1 } }, "sysctls.kernel.pid_max", "net.*, fs.mqueue.*"],
  [{ sysctls: { "net.core.somaxconn": true } }, "sysctls.net.core.somaxconn", "a text or a number"],
  [{ devices: ["/srv/disk"] }, "devices.0", "a path of a device below /dev"],
  [{ devices: ["/dev/../etc"] }, "devices.0", "a path of a device"],
  [{ devices: ["/dev/ttyUSB0:/dev/tty"] }, "devices.0", 'without ":"'],
  [{ devices: [{ host: "/dev/fuse", permissions: "rr" }] }, "devices.0.permissions", "each once"],
  [{ devices: [{ host: "/dev/fuse", path: "/dev/fuse" }] }, "devices.0.path", "there is no such argument"],
  [{ restart: "unless_stopped" }, "restart", '"on-failure" or "no"'],
  [
    { logging: { driver: "local", options: { "max-file": 3 } } },
    "logging.options.max-file",
    "3 is not a text",
  ],
  [{ logging: { options: {} } }, "logging.driver", "it is missing"],
  [{ health: {} }, "health", "it has neither command nor shell"],
  [{ health: { command: ["a"], shell: "a" } }, "health", "it has both command and shell"],
  [{ health: { shell: " " } }, "health.shell", "a line of the shell"],
  [{ health: { shell: "a", intervalSeconds: 0 } }, "health.intervalSeconds", "at least 1"],
  [{ health: { shell: "a", startSeconds: 3601 } }, "health.startSeconds", "at most 3600"],
  [{ health: { shell: "a" }, healthCommand: ["a"] }, "healthCommand", "leave one of the two"],
  [{ files: [{ path: "etc/a", content: "" }] }, "files.0.path", "an absolute path of a file"],
  [{ files: [{ path: "/etc/a/", content: "" }] }, "files.0.path", "an absolute path of a file"],
  [{ files: [{ path: "/etc/../a", content: "" }] }, "files.0.path", "a path without detours"],
  [{ files: [{ path: "/proc/a", content: "" }] }, "files.0.path", "the kernel has no files of its own"],
  [{ files: [{ path: "/a" }] }, "files.0.content", "it is missing"],
  [{ files: [{ path: "/a", content: "x".repeat(2 ** 20 + 1) }] }, "files.0.content", "at most 1 MiB"],
  [{ files: [{ path: "/a", content: "", mode: 400 }] }, "files.0.mode", "octal digits"],
  [{ files: [{ path: "/a", content: "", owner: "app" }] }, "files.0.owner", "the number of a user"],
  [{ files: [{ path: "/a", content: "", owner: "9999999" }] }, "files.0.owner", "the number of a user"],
  [{ files: [0, 1].map(() => ({ path: "/a", content: "" })) }, "files", '"/a" is the path of two files'],
  [{ files: [{ path: "/a", content: "" }], temporary: ["/a"] }, "files", "the path of a directory too"],
  [
    { files: [{ path: "/etc/homeport/trust/a.pem", content: "" }], trustAuthority: true },
    "files",
    "where trustAuthority puts the certificates",
  ],
];

test.each(bad)("%j is refused before any resource exists", (args, path, said) => {
  const [problem = "", ...more] = refusals(args);
  expect(more).toEqual([]);
  expect(problem.startsWith(`${path}: `), problem).toBe(true);
  expect(problem).toContain(said);
});

test("content that is too long is not shown, as it may be a secret", () => {
  const [problem = ""] = refusals({ files: [{ path: "/a", content: "hunter2".repeat(2 ** 18) }] });
  expect(problem).not.toContain("hunter2");
});

test("all of them are taken where they are right", () => {
  const right: AnyArgs = {
    entrypoint: ["/bin/sh", "-c"],
    workingDirectory: "/app",
    groups: ["video", 44],
    dns: ["10.0.0.2", "2001:db8::1"],
    init: true,
    sharedMemory: "128MiB",
    ulimits: { nofile: 65536, memlock: -1, core: { soft: 0, hard: -1 } },
    sysctls: {
      "net.core.somaxconn": 1024,
      "net.ipv4.ip_local_port_range": "1024 65000",
      "kernel.sem": "1 2 3 4",
    },
    devices: [
      "/dev/fuse",
      { host: "/dev/serial/by-id/usb-1.0", container: "/dev/ttyUSB0", permissions: "rw" },
    ],
    restart: "on-failure",
    logging: { driver: "local", options: { "max-size": "10m" } },
    health: { command: ["true"], startSeconds: 120 },
    files: [{ path: "/etc/app.ini", content: "a", mode: "0400", owner: "1000:1000" }],
  };
  expect(refusals(right)).toEqual([]);
});
