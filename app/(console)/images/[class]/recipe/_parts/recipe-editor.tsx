"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useId, useMemo, useRef, useState } from "react";
import { useKeys } from "../../../../../_keys/use-keys.ts";
import { useTRPC } from "../../../../../_trpc/context.ts";
import type { RouterOutputs } from "../../../../../_trpc/procedures.ts";
import { Button } from "../../../../../_ui/controls/button.tsx";
import { LinkButton } from "../../../../../_ui/controls/link-button.tsx";
import { TextArea } from "../../../../../_ui/controls/text-area.tsx";
import { ErrorState } from "../../../../../_ui/states/error-state.tsx";
import { checkText, type TextProblem } from "./check-text.ts";

interface RecipeEditorProps {
  label: string;
  start: string;
  versions: RouterOutputs["images"]["class"]["versions"];
  /** The class has no live recipe: this one becomes it. */
  isFirst: boolean;
  /** Why this person may not save; null where they may. */
  refusal: string | null;
}

/** The text of a recipe, read at every key as the server will read it. */
export function RecipeEditor({ label, start, versions, isFirst, refusal }: RecipeEditorProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const [toml, setToml] = useState(start);
  const area = useRef<HTMLTextAreaElement>(null);
  const problemsId = useId();
  const checked = useMemo(() => checkText(toml, { class: label, versions }), [toml, label, versions]);
  const home = `/images/${encodeURIComponent(label)}`;
  const save = useMutation(
    trpc.images.saveRecipe.mutationOptions({
      onSuccess: ({ version, isLive }) => router.push(isLive ? home : `${home}?version=${version}`),
    }),
  );
  const canSave = refusal === null && checked.kind === "recipe" && toml !== start;
  const press = () => {
    if (canSave && !save.isPending) save.mutate({ class: label, toml });
  };
  useKeys([
    { id: "recipe.save", keys: "mod+enter", label: "Save the recipe", scope: "page", group: "act", run: press },
  ]);
  const goTo = ({ start: from, end }: TextProblem) => {
    area.current?.focus();
    area.current?.setSelectionRange(from, end);
  };
  return (
    <>
      <TextArea
        ref={area}
        label="Recipe, TOML"
        hint="Steps run from top to bottom. Title, notes, ids and ranges do not change what runs."
        isMono
        rows={24}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        value={toml}
        maxLength={65_536}
        onChange={(event) => setToml(event.target.value)}
        errorId={checked.kind === "problems" ? problemsId : undefined}
      />
      <div id={problemsId} role="status" className="mt-3">
        {checked.kind === "problems" ? (
          <ul aria-label="Problems">
            {checked.problems.map((problem) => (
              <li key={problem.text} className="border-b border-line py-1">
                <button
                  type="button"
                  onClick={() => goTo(problem)}
                  className="min-h-6 cursor-pointer text-left hover:underline"
                >
                  <span aria-hidden className="mr-1 text-blocking">
                    ■
                  </span>
                  {problem.text}
                </button>
                <code className="block max-w-full overflow-hidden font-mono text-meta text-ellipsis text-ink-2">
                  {problem.line}
                </code>
              </li>
            ))}
          </ul>
        ) : (
          <p>
            {checked.sentence} <span className="font-mono text-meta text-ink-2">{checked.sha.slice(0, 12)}</span>
          </p>
        )}
      </div>
      {save.error ? <ErrorState error={save.error} title="The recipe was not saved." /> : null}
      <div className="mt-4 flex flex-wrap gap-2">
        <Button
          variant="primary"
          keys="mod+enter"
          disabled={!canSave}
          isBusy={save.isPending}
          busyLabel="Saving"
          onClick={press}
        >
          {isFirst ? "Save as the live recipe" : "Save as a version"}
        </Button>
        <LinkButton href={home}>Back to the class</LinkButton>
      </div>
      {refusal === null ? null : <p className="mt-1 text-meta text-ink-2">{refusal}</p>}
    </>
  );
}
