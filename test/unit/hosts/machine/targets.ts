import type { KnownTarget } from "../../../../components/hosts/machine/options";

const hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJxZ3TqO1bSx8cS4F7QWv2n0s3u7j1Q0m2d5b6e8f9aA";

export const apps: KnownTarget = {
  name: "apps",
  address: "10.0.0.12",
  port: 22,
  user: "root",
  hostKey,
  keepAliveSeconds: 5,
};

export const attic: KnownTarget = {
  ...apps,
  name: "attic",
  address: "attic.example.org",
  port: 2222,
  user: "deploy",
  identity: ".homeport/attic-0123456789ab.key",
  jump: {
    ...apps,
    name: "attic-jump",
    address: "gate.example.org",
    port: 22,
    user: "jump",
    hostKey,
    identity: "~/.ssh/jump",
  },
};
