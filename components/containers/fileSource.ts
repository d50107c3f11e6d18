/** The label of a volume with files that the program says. */
export const filesLabel = "homeport.files";

/**
 * A file of `files` as the engine finds it: in a volume that nothing else writes to, and to read alone. It is told by its
 * path, as nothing else is in such a volume.
 */
export const isFileSource = (source: string, readOnly: boolean): boolean =>
  readOnly && /\/volumes\/[\w.-]+-files-[0-9a-f]{12}\/_data\/\d+$/.test(source);
