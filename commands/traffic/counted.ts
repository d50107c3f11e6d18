import { byCode } from "../../components/shared/order";

/** Of things that are seen again and again, those that matter most; what they are kept by is told by their weight. */
export class Counted<Value> {
  readonly #kept = new Map<string, Value>();
  #dropped = false;

  /**
   * @param most how many are kept: then the lighter half is dropped, and begins anew when it is seen again
   * @param weight how much one matters
   */
  constructor(
    private readonly most: number,
    private readonly weight: (value: Value) => number,
  ) {}

  /** Changes what is known of one. */
  change(key: string, to: (before: Value | undefined) => Value): void {
    if (!this.#kept.has(key) && this.#kept.size >= this.most) {
      for (const [light] of this.heaviest().slice(Math.ceil(this.most / 2))) this.#kept.delete(light);
      this.#dropped = true;
    }
    this.#kept.set(key, to(this.#kept.get(key)));
  }

  /** Whether some were dropped: then what is told is the least that it can be. */
  get dropped(): boolean {
    return this.#dropped;
  }

  /** The heaviest first, those of one weight by their names. */
  heaviest(): [string, Value][] {
    return [...this.#kept].sort(
      ([one, a], [other, b]) => this.weight(b) - this.weight(a) || byCode(one, other),
    );
  }
}
