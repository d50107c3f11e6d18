import { join } from "node:path";

/** Files written anew after those of real applications, each with what is told beside its folder. */
export const shapes: Readonly<Record<string, string>> = {
  authentik: "compose.yml",
  gitlab: ".",
  guarded: "compose.yml",
  include: "compose.yml --domain wiki=wiki.example.org",
  jobs: "compose.yml --profile work",
  mastodon: "compose.yml",
  mattermost: "docker-compose.yml -f without-nginx.yml",
  media: "docker-compose.yml --vhosts sites",
  n8n: "compose.yaml --name flows",
  nextcloud: "compose.yml --name cloud",
  pad: "docker-compose.yml",
  paperless: "docker-compose.yml --vhosts nginx-T.txt",
  penpot: "docker-compose.yaml",
  plausible: "compose.yml",
  vaultwarden: "docker-compose.yml",
};

/** Shapes of which something is lost: their programs do not compile until a person has decided. */
export const unfinished: readonly string[] = ["authentik", "gitlab", "guarded", "media", "mattermost"];

export const folderOf = (shape: string): string => join(__dirname, "../../../fixtures/adopt", shape);
