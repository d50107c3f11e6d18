import type * as pulumi from "@pulumi/pulumi";

/**
 * What has to lead elsewhere before a service's containers go: doors of its ports, made later in the program than the
 * service itself.
 */
export class Doors {
  private readonly all: pulumi.Resource[] = [];
  private isRead = false;

  /** @returns false where it is too late: the service waits for nothing more. */
  add(door: pulumi.Resource): boolean {
    this.all.push(door);
    return !this.isRead;
  }

  /** All that the program makes in one go: before it waits for anything, or ends. */
  async made(): Promise<pulumi.Resource[]> {
    await undefined;
    this.isRead = true;
    return this.all;
  }
}
