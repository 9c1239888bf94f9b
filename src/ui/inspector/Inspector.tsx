import { useAtlas } from '../atlas-context';
import { ExportPanel } from '../export/ExportPanel';
import { ParityPanel } from '../parity/ParityPanel';
import { SourcePanel } from '../source/SourcePanel';
import { useT } from '../use-text';
import { CostPanel } from './CostPanel';
import { Parameters } from './Parameters';
import { PinnedCell } from './PinnedCell';
import { Section } from './Section';
import { VariantPanel } from './VariantPanel';
import { WeightsPanel } from './WeightsPanel';

/** What can be set, what one cell is made of, what it costs, and how to take it home. */
export default function Inspector() {
  const t = useT();
  const pinned = useAtlas((s) => s.pin !== null);
  const parameters = (
    <>
      <Parameters />
      <WeightsPanel />
    </>
  );
  return (
    <>
      {/* A pinned cell is what the reader asks about now, so it comes first. */}
      {!pinned && parameters}
      <PinnedCell />
      {pinned && parameters}
      <VariantPanel />
      <CostPanel />
      <ParityPanel />
      <SourcePanel />
      <Section title={t('export.title')} id="export">
        <ExportPanel />
      </Section>
    </>
  );
}
