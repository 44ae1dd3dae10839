"use client";
import { lineDiff } from "../../../../../core/units/line-diff.ts";
import type { RouterOutputs } from "../../../../_trpc/procedures.ts";
import { LinkButton } from "../../../../_ui/controls/link-button.tsx";
import { Select } from "../../../../_ui/controls/select.tsx";
import { DiffLines } from "../../../../_ui/page/diff-lines.tsx";
import { Section } from "../../../../_ui/page/section.tsx";
import { EmptyState } from "../../../../_ui/states/empty-state.tsx";
import { CopyButton } from "../../../../_ui/values/copy-button.tsx";
import { ProposeVersion } from "./tuning/propose-version.tsx";

type ClassPage = RouterOutputs["images"]["class"];

interface RecipeSectionProps {
  label: string;
  page: Pick<ClassPage, "live" | "versions">;
  /** The version compared with live; null shows live alone. */
  version: number | null;
  onVersion: (version: number | null) => void;
}

/** The live recipe as text, or its difference to any version. */
export function RecipeSection({ label, page: { live, versions }, version, onVersion }: RecipeSectionProps) {
  const edit = `/images/${encodeURIComponent(label)}/recipe`;
  if (live === null) {
    return (
      <Section title="Live recipe">
        <EmptyState title="This class has no recipe." action={<LinkButton href={edit}>New recipe</LinkButton>}>
          Its pictures stay as they are until a person gives it one.
        </EmptyState>
      </Section>
    );
  }
  const other = versions.find((one) => one.version === version) ?? null;
  return (
    <Section
      title="Live recipe"
      note={`Version ${live.version}, ${live.recipeSha.slice(0, 12)}`}
      aside={
        <span className="flex flex-wrap gap-2">
          {other === null || other.version === live.version ? null : <ProposeVersion label={label} version={other} />}
          <LinkButton href={other === null ? edit : `${edit}?from=${other.version}`}>New recipe</LinkButton>
          <CopyButton what="recipe" text={live.toml} />
        </span>
      }
    >
      <div className="mb-3 max-w-80">
        <Select
          label="Compare with"
          value={version === null ? "" : String(version)}
          onChange={(event) => onVersion(event.target.value === "" ? null : Number(event.target.value))}
          options={[
            { value: "", label: "nothing: the live text" },
            ...versions
              .filter((one) => one.version !== live.version)
              .map((one) => ({
                value: String(one.version),
                label: `version ${one.version}, ${one.origin}, ${one.recipeSha.slice(0, 8)}`,
              })),
          ]}
        />
      </div>
      {other === null ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <pre tabIndex={0} className="max-w-full overflow-x-auto bg-sunk p-3 font-mono text-meta">
          {live.toml}
        </pre>
      ) : (
        <DiffLines name={`Difference from version ${other.version} to live`} lines={lineDiff(other.toml, live.toml)} />
      )}
    </Section>
  );
}
