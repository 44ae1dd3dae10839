import { LinkButton } from "./_ui/controls/link-button.tsx";
import { PageHead } from "./_ui/page/page-head.tsx";

/** H-08: an unknown address, with a way on. */
export default function NotFound() {
  return (
    <main className="mx-auto max-w-[48rem] px-4 py-12 sm:px-8">
      <PageHead
        question="Where is this page?"
        answer="Nothing has this address. It may have been typed wrong, or it belongs to another console."
      />
      <div className="flex flex-wrap gap-2">
        <LinkButton variant="primary" href="/">
          To Today
        </LinkButton>
        <LinkButton href="/fleet">Fleet</LinkButton>
        <LinkButton href="/tunes">Tunes</LinkButton>
      </div>
    </main>
  );
}
