import { expect, test } from "vitest";
import { remade } from "../../../../commands/databases/onImage";
import { engineOf } from "../../../../components/databases/engines";

const path = "/var/lib/postgresql/data";
const made = {
  image: "sha256:0123",
  command: ["postgres"],
  host: { Memory: 1, MemorySwap: 1, NanoCpus: 0, ShmSize: 1 },
  environment: [
    ...["PATH=/usr/lib/postgresql/15/bin", "PG_MAJOR=15", `PGDATA=${path}`],
    ...["POSTGRES_DB=wiki", "POSTGRES_USER=ada", "POSTGRES_PASSWORD_FILE=/run/homeport/password"],
    ...["HOMEPORT_DATABASE=wiki", "HOMEPORT_USER=ada", "TZ=Europe/Paris"],
  ],
  mounts: [
    { Type: "volume", Name: "prod-wiki-db", Source: "/v", Destination: path },
    { Type: "bind", Source: "/f/0", Destination: "/run/homeport/password" },
  ],
};

test.each([
  ["postgres:17.6", path],
  ["postgres:18.1", "/var/lib/postgresql"],
])(
  "a server on %s has its data where that image has them, and nothing of what its own image says",
  (image, data) => {
    const now = remade(made, made.environment.slice(0, 3), engineOf("postgres"), image);
    expect(now.environment.toSorted()).toEqual([...made.environment.slice(3), `PGDATA=${data}`].toSorted());
    expect(now).toMatchObject({ image, mounts: [{ Destination: data }, made.mounts[1]] });
  },
);
