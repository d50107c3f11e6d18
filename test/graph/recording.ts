import type { Remembered } from "../../components/survey/remembered";

/** What a program declared, as the engine was told of it. Everything is plain, so that it can be sent on. */

export interface Resource {
  readonly type: string;
  readonly name: string;
  /** `type name` of the parent; empty for the stack itself. */
  readonly parent: string;
  /** Whether a provider makes it; otherwise it only groups others. */
  readonly custom: boolean;
  readonly inputs: Record<string, unknown>;
  /** How many characters the inputs of a command have in a state, where scripts that are kept have their names alone. */
  readonly size?: number;
  /** `type name` of the provider that was named. */
  readonly provider: string;
  /** Unset where the program leaves it to the provider. */
  readonly deleteBeforeReplace: boolean | undefined;
  readonly replaceOnChanges: readonly string[];
  /** Inputs whose change is no change. */
  readonly ignoreChanges: readonly string[];
  /** Whether what was made stays when its resource goes. */
  readonly retainOnDelete: boolean;
  readonly deletedWith: string;
  readonly replaceWith: readonly string[];
  /** Whether it may neither be replaced nor deleted. */
  readonly protect: boolean;
  /** `type name` of what has to be there before, in no order. */
  readonly dependsOn: readonly string[];
  /** What it was called before. */
  readonly aliases: readonly Alias[];
  /** What a component gave to `registerOutputs`; unset where it was not called. */
  outputs?: unknown;
}

/** A former name, type or place; what is not said is as it is now. */
export interface Alias {
  readonly name?: string;
  readonly type?: string;
  /** `type name` of the parent; empty for the stack itself. */
  readonly parent?: string;
}

export interface Recording {
  readonly resources: readonly Resource[];
  /** The stack's outputs. */
  readonly outputs: Record<string, unknown>;
  /** What stopped the program, as its user would read it, and whether without a stack trace. */
  readonly errors: readonly { readonly text: string; readonly plain: boolean }[];
  readonly warnings: readonly string[];
}

/** One run of a program. */
export interface Job {
  readonly project: string;
  readonly stack: string;
  /** The program's file. */
  readonly program: string;
  /** Values by full key, over Pulumi.yaml and the stack's file. */
  readonly config: Record<string, unknown>;
  readonly secretKeys: readonly string[];
  /** Whether it is a preview: then nobody knows yet what the engine will call a container. */
  readonly preview: boolean;
  /**
   * What the stack's state knew before, by URN.
   * @default there is none
   */
  readonly state?: Record<string, Remembered>;
  /**
   * What commands say on their standard error, by their names.
   * @default nothing
   */
  readonly said?: Record<string, string>;
  /**
   * Whether what the program has begun by then goes on when it fails, as it does with the real engine.
   * @default all is over at once
   */
  readonly goesOn?: boolean;
}
