import { layoutTree } from "./drawing/layout-tree.ts";
import type { TreeInput } from "./tree-input.ts";
import { TreeList } from "./tree-list.tsx";
import { TreeSvg } from "./tree-svg.tsx";

/** The espalier of a tune run with its list twin; two drawings of the same rows, the one that fits is shown (H-64). */
export function EspalierTree({ input, isListOpen }: { input: TreeInput; isListOpen: boolean }) {
  return (
    <figure className="@container m-0">
      <div className="hidden @min-[760px]:block">
        <TreeSvg drawing={layoutTree(input, "wide")} isLive={input.isLive} />
      </div>
      <div className="mx-auto max-w-[26rem] @min-[760px]:hidden">
        <TreeSvg drawing={layoutTree(input, "narrow")} isLive={input.isLive} />
      </div>
      <figcaption className={isListOpen ? "mt-4 border-line border-t pt-4" : "sr-only"}>
        <TreeList input={input} />
      </figcaption>
    </figure>
  );
}
