import type * as pulumi from "@pulumi/pulumi";

/**
 * What has to lead elsewhere before a service's containers on a host go: doors of its ports, made later in the program than
 * the service itself.
 */
export class Doors {
  private readonly all = new Map<string, pulumi.Resource[]>();
  private isRead = false;
  private isAsked = false;

  /**
   * @param router of the host whose containers it leads to
   * @returns false where it is too late: the service waits for nothing more.
   */
  add(router: string, door: pulumi.Resource): boolean {
    this.all.set(router, [...(this.all.get(router) ?? []), door]);
    return !this.isRead;
  }

  /** Notes that other services ask this one who gets in: their routes lead to its containers until they are changed, too. */
  ask(): void {
    this.isAsked = true;
  }

  /** Whether others ask it, of all that the program makes in one go. */
  async asked(): Promise<boolean> {
    await undefined;
    return this.isAsked;
  }

  /** All that the program makes in one go: before it waits for anything, or ends. */
  async made(router: string): Promise<pulumi.Resource[]> {
    await undefined;
    this.isRead = true;
    return this.all.get(router) ?? [];
  }
}
