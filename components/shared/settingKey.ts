/** A setting as its file has it: Pulumi puts the project's name before each key. */
export const settingKey = (path: string, project: string): string => `${project}:${path}`;
