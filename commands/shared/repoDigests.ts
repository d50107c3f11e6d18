/** By which names and digests registries know an image, by its id. */
export type DigestsOfImages = ReadonlyMap<string, readonly string[]>;

/** The question to an engine, as words behind `docker`: a line for each image. */
export const digestsQuestion = (imageIds: readonly string[]): string[] => [
  ...["image", "inspect", "--format", "{{.Id}} {{json .RepoDigests}}"],
  ...new Set(imageIds),
];

/** Reads what was answered; an image that comes from no registry has none. */
export const parseDigests = (text: string): DigestsOfImages =>
  new Map(
    text
      .split("\n")
      .filter(Boolean)
      .map((line) => [line.split(" ", 1)[0] ?? "", JSON.parse(line.slice(line.indexOf(" "))) ?? []]),
  );
