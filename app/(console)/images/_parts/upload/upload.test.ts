import { expect, test } from "vitest";
import { type Upload, withoutStarted } from "./upload.ts";

const upload = (id: number, blake3: string | null, state: Upload["state"]): Upload => ({
  ...{ id, name: `${id}.png`, bytes: 1, blake3, state },
});
const refused = { kind: "refused", code: "too_large", message: "It is too large.", fix: null } as const;

test("IM53 a started batch takes its own pictures off the list, and nothing else", () => {
  const uploads = [
    upload(0, "a", { kind: "stored" }),
    upload(1, "b", { kind: "already" }),
    upload(2, "c", { kind: "stored" }),
    upload(3, "d", refused),
    upload(4, "a", refused),
    upload(5, "a", { kind: "sending", share: 0.5 }),
    upload(6, null, { kind: "hashing" }),
  ];
  expect(withoutStarted(uploads, ["a", "b"]).map(({ id }) => id)).toEqual([2, 3, 4, 5, 6]);
  expect(withoutStarted(uploads, [])).toEqual(uploads);
});
