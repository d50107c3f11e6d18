/**
 * A command as a person types it in a project's folder, which has both programs as packages. There is no second form: what
 * is told can be pasted as it is.
 */
export const npx = (line: `homeport ${string}` | `pulumi ${string}`): string => `npx ${line}`;
