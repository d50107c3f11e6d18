import * as pulumi from "@pulumi/pulumi";
import { sourceOf } from "../../shared/image";
import type { Survey } from "../../survey/survey";
import { type EngineDoor, notPulled, pull } from "./pull";
import type { Registries } from "./registries";

/** The engine that is to have images. */
export interface ImagesArgs {
  readonly host: string;
  readonly survey: pulumi.Output<Survey | undefined>;
  readonly door: pulumi.Output<EngineDoor>;
  readonly registries: Registries;
}

/**
 * Sees to it that an engine has the images of its containers before they are made: a provider that finds an image there
 * does not ask its registry. So no login is anything that a state would keep, or that differs between two people.
 */
export class Images {
  private readonly pulled = new Map<string, pulumi.Output<string>>();

  constructor(
    private readonly args: ImagesArgs,
    private readonly parent: pulumi.Resource,
  ) {}

  /** @returns the reference, once an update has the image on the host; a preview pulls nothing. */
  on(image: string): pulumi.Output<string> {
    const known = this.pulled.get(image) ?? this.make(image);
    this.pulled.set(image, known);
    return known;
  }

  private make(image: string): pulumi.Output<string> {
    const source = sourceOf(image);
    if (!source || pulumi.runtime.isDryRun()) return pulumi.output(image);
    const { host, survey, door, registries } = this.args;
    const given = registries[source.registry];
    const password = given?.password;
    const there = survey.apply((all) => all === undefined || all.images.has(source.name));
    return pulumi.unsecret(
      pulumi.all([there, door, password]).apply(async ([isThere, way, secret]) => {
        if (isThere) return image;
        await pulumi.log.info(`host ${host} pulls the image ${image}`, this.parent, undefined, true);
        const login = given && { registry: source.registry, user: given.user, password: secret ?? "" };
        const said = await pull(image, way, login);
        // The provider tries once more by itself, without a login, and fails for this container alone.
        if (said !== undefined)
          await pulumi.log.warn(notPulled(host, image, source, said, login), this.parent);
        return image;
      }),
    ) as pulumi.Output<string>;
  }
}
