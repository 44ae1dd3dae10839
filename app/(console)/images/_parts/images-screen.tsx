"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useTRPC } from "../../../_trpc/context.ts";
import { PageHead } from "../../../_ui/page/page-head.tsx";
import { ErrorState } from "../../../_ui/states/error-state.tsx";
import { OlderNote } from "../../../_ui/states/older-note.tsx";
import { LoadingPage } from "../../../_ui/states/skeleton.tsx";
import { BatchList } from "./batch-list.tsx";
import { ClassTable } from "./class-table.tsx";
import { AddClassButton } from "./classes/add-class-button.tsx";
import { AddClassDialog } from "./classes/add-class-dialog.tsx";
import { imagesAnswer } from "./images-answer.ts";
import { imagesInput, imagesInUrl } from "./images-view.ts";
import { LogSection } from "./log/log-section.tsx";
import { PictureSection } from "./picture-section.tsx";
import { PlanPanel } from "./plan-panel.tsx";
import { RatingCharts } from "./rating-charts.tsx";
import { useRefusal } from "./refusal.tsx";
import { SelectionBar } from "./selection/selection-bar.tsx";
import { useChoice } from "./selection/use-choice.ts";
import { useUnusable } from "./selection/use-unusable.ts";
import { DropZone } from "./upload/drop-zone.tsx";
import { isHere } from "./upload/upload.ts";
import { UploadList } from "./upload/upload-list.tsx";
import { useUploads } from "./upload/use-uploads.ts";

const QUESTION = "How good is each class?";

/** Pictures in, their classes, batches of runs, and how each class is rated. */
export function ImagesScreen() {
  const trpc = useTRPC();
  const [view, setView] = useQueryStates(imagesInUrl, { history: "replace" });
  const { chosen, toggle, clear: clearChoice, forget } = useChoice();
  const mayNotRun = useRefusal("run");
  const mayNotAdd = useRefusal("propose");
  const overview = useQuery(trpc.images.overview.queryOptions());
  const inputs = useQuery(trpc.images.inputs.queryOptions(imagesInput(view), { placeholderData: keepPreviousData }));
  const refresh = () => void Promise.all([overview.refetch(), inputs.refetch()]);
  const flag = useUnusable(refresh);
  const { uploads, add, clear, forgetStarted } = useUploads(refresh);
  if (overview.data === undefined) {
    if (overview.error === null) return <LoadingPage />;
    return (
      <ErrorState
        error={overview.error}
        title="The images could not be read."
        onRetry={() => void overview.refetch()}
      />
    );
  }
  const runnable = overview.data.classes.filter(({ liveSha }) => liveSha !== null).map(({ label }) => label);
  const uploaded = uploads.filter(isHere).flatMap(({ blake3 }) => blake3 ?? []);
  const toRun = chosen.size > 0 ? [...chosen] : [...new Set(uploaded)];
  const done = () => {
    clearChoice();
    refresh();
  };
  return (
    <>
      <PageHead question={QUESTION} answer={imagesAnswer(overview.data)} />
      <OlderNote error={overview.error} onRetry={() => void overview.refetch()} />
      <DropZone refusal={mayNotRun} onFiles={(files) => void add(files)} />
      <UploadList uploads={uploads} onClear={clear} />
      {toRun.length === 0 ? null : (
        <PlanPanel
          inputs={toRun}
          classes={runnable}
          onStarted={(started) => {
            forgetStarted(started);
            forget(started);
            refresh();
          }}
        />
      )}
      {chosen.size === 0 ? null : <SelectionBar inputs={[...chosen]} classes={runnable} flag={flag} onDone={done} />}
      <BatchList />
      <ClassTable
        classes={overview.data.classes}
        aside={<AddClassButton refusal={mayNotAdd} onPress={() => void setView({ add: "" })} />}
      />
      <RatingCharts
        scores={overview.data.scores}
        progress={overview.data.classes.map(({ progress }) => progress)}
        at={overview.data.serverTime}
      />
      <PictureSection
        view={view}
        list={inputs.data}
        error={inputs.error}
        onRetry={() => void inputs.refetch()}
        classes={overview.data.classes.map(({ label }) => label)}
        chosen={chosen}
        onChoose={toggle}
        onChange={(change) => void setView(change)}
      />
      <LogSection label={view.class} refusal={mayNotRun} onImported={refresh} />
      <AddClassDialog
        start={mayNotAdd === null ? view.add : null}
        classes={overview.data.classes}
        onClose={() => void setView({ add: null })}
      />
    </>
  );
}
