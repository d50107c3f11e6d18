/** An answer, or why there is none, in words: what cannot be asked keeps nobody from the rest. */
export type Asked<T> = { readonly known: T } | { readonly notAsked: string };
