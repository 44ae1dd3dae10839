/** A model that cannot be found, fetched or trusted; the message is the one stderr line (exit 1, B44). */
export class ModelFailure extends Error {
  override readonly name = "ModelFailure";
}
