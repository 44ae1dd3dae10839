import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { KeysProvider } from "../../../_keys/keys-provider.tsx";
import { refusalOf } from "./refusal.tsx";
import { DropZone } from "./upload/drop-zone.tsx";

test("AC1 what a role may not do names the role that may", () => {
  expect(refusalOf("viewer", "rate")).toBe("Your role here is viewer; this needs the role rater.");
  expect(refusalOf("rater", "run")).toBe("Your role here is rater; this needs the role operator.");
  expect([refusalOf("rater", "rate"), refusalOf("admin", "run"), refusalOf(undefined, "run")]).toEqual([
    null,
    null,
    null,
  ]);
});

test("AC1 who may not send pictures cannot choose any, and reads why", () => {
  const zone = (refusal: string | null) =>
    renderToStaticMarkup(
      <KeysProvider>
        <DropZone refusal={refusal} onFiles={() => undefined} />
      </KeysProvider>,
    );
  const why = refusalOf("viewer", "run");
  expect(zone(why)).toMatch(/<button[^>]* disabled=""/);
  expect(zone(why)).toContain(why);
  expect(zone(null)).not.toContain(' disabled=""');
});
