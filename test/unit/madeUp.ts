/** A resource, as far as checks look at it. */
export const madeUp = <T = never>(type: string, more: object = {}): T =>
  ({
    __pulumiType: type.includes(":") ? type : `homeport:index:${type}`,
    __pulumiResource: true,
    ...more,
  }) as T;
