import { z } from "zod";
import { expecting, expectingKind } from "../../shared/expecting";
import type { Fields } from "../../shared/problems";
import type { GitlabRunner } from "./args";

const httpUrl = expecting("an address of GitLab", "https://gitlab.example.org");
const packageUrl = expecting(
  "the address of a Debian package",
  "https://example.org/gitlab-runner_amd64.deb",
);
const sha256 = expecting(
  "a SHA-256 checksum",
  "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
);
const debPath = expecting("the absolute path of a Debian package", "/srv/gitlab-runner_amd64.deb");
const image = expecting("an image reference", "debian:13-slim");

const packageSchema = z.discriminatedUnion(
  "from",
  [
    z.strictObject({ from: z.literal("gitlab") }),
    z.strictObject({
      from: z.literal("url"),
      url: z.string(packageUrl).regex(/^https?:\/\/[^\s'"]+\.deb$/, packageUrl),
      sha256: z.string(sha256).regex(/^[0-9a-f]{64}$/, sha256),
    }),
    z.strictObject({
      from: z.literal("file"),
      path: z.string(debPath).regex(/^\/[\w@%+=:,./~-]+\.deb$/, debPath),
    }),
  ],
  expectingKind("from", "where a package comes from", ["gitlab", "url", "file"], "{ from: gitlab }"),
);

/** A runner; `secret` is what stands for its token. */
export const runnerSchema = <S extends z.ZodType>(secret: S) =>
  z.strictObject(
    {
      url: z
        .string(httpUrl)
        .regex(/^https?:\/\/[^\s'"]+$/, httpUrl)
        .describe("address of the GitLab server."),
      token: secret.describe("runner authentication token, a secret."),
      package: packageSchema.prefault({ from: "gitlab" }).describe("where the package comes from."),
      executor: z
        .enum(["docker", "shell"], expecting("what runs jobs (docker, shell)", "docker"))
        .default("docker")
        .describe("what runs a job: a new container, or the machine itself."),
      image: z
        .string(image)
        .regex(/^[\w./:@-]+$/, image)
        .default("debian:13-slim")
        .describe("image of jobs that name none."),
    } satisfies Fields<GitlabRunner>,
    expecting("a GitLab runner", "{ url: https://gitlab.example.org, token: … }"),
  );
