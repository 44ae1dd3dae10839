/** A picture as fetched: the stored bytes and what they decode to. */
interface Picture {
  bytes: number;
  bitmap: ImageBitmap;
}

/** How much of what stands on the stage can be seen. */
export type Sight = "ready" | "loading" | "failed";

/** Pictures by token: fetched whole, decoded ahead, shown from memory (IM61, IM62). */
export interface PictureStore {
  load(token: string): Promise<Picture>;
  /** The picture when it is decoded already. */
  ready(token: string): Picture | null;
  /** Of these together: one that could not be fetched makes them `failed` until it is asked for again. */
  sight(tokens: readonly string[]): Sight;
  /** Forgets every picture that is not named. */
  keepOnly(tokens: ReadonlySet<string>): void;
}

export function createPictureStore(): PictureStore {
  const loading = new Map<string, Promise<Picture>>();
  const decoded = new Map<string, Picture>();
  const failed = new Set<string>();
  return {
    load(token) {
      const known = loading.get(token);
      if (known !== undefined) return known;
      failed.delete(token);
      const wanted = fetchPicture(token);
      loading.set(token, wanted);
      wanted.then(
        (picture) => {
          if (!loading.has(token)) return picture.bitmap.close();
          decoded.set(token, picture);
        },
        () => {
          if (loading.delete(token)) failed.add(token);
        },
      );
      return wanted;
    },
    ready: (token) => decoded.get(token) ?? null,
    sight(tokens) {
      if (tokens.some((token) => failed.has(token))) return "failed";
      return tokens.every((token) => decoded.has(token)) ? "ready" : "loading";
    },
    keepOnly(tokens) {
      for (const token of failed) if (!tokens.has(token)) failed.delete(token);
      for (const token of [...loading.keys()].filter((one) => !tokens.has(one))) {
        decoded.get(token)?.bitmap.close();
        decoded.delete(token);
        loading.delete(token);
      }
    },
  };
}

async function fetchPicture(token: string): Promise<Picture> {
  const answer = await fetch(`/api/images/view/${token}`, { headers: { "x-espalier": "1" } });
  if (!answer.ok) throw new Error(`the picture was not sent: ${answer.status}`);
  const blob = await answer.blob();
  return { bytes: blob.size, bitmap: await createImageBitmap(blob, { premultiplyAlpha: "none" }) };
}
