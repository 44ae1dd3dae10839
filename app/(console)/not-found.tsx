import { LinkButton } from "../_ui/controls/link-button.tsx";
import { PageHead } from "../_ui/page/page-head.tsx";

/** H-08: the address is well formed, but nothing has this id. */
export default function NotFound() {
  return (
    <>
      <PageHead
        question="Where is this?"
        answer="Nothing here has this id. It may have been typed wrong, or it belongs to another console."
      />
      <div className="flex flex-wrap gap-2">
        <LinkButton href="/fleet">All machines</LinkButton>
        <LinkButton href="/tunes">All tunes</LinkButton>
      </div>
    </>
  );
}
