import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../core/api.ts';
import type { Stencil } from '../../../core/contract.ts';
import { count, day } from '../../../core/words.ts';
import { Button } from '../../../ui/button.tsx';
import { ProblemNote } from '../../../ui/notes.tsx';
import { KeepDialog } from './keep-dialog.tsx';

interface StencilsProps {
  /** The project's address. */
  path: string;
  may: boolean;
}

/** What is blanked in every picture of a device and size, kept at the gate; here it is seen and forgotten. */
export function Stencils({ path, may }: StencilsProps) {
  const address = `${path}/stencils`;
  const stencils = useQuery({
    queryKey: [address],
    queryFn: ({ signal }) => api.get<Stencil[]>(address, { signal }),
  });
  const [forgetting, setForgetting] = useState<Stencil>();
  if (stencils.isError) return <ProblemNote error={stencils.error} />;
  const rows = stencils.data ?? [];
  return (
    <section className="stack tight" aria-label="Stencils">
      <h3>Stencils</h3>
      <p className="dim small">
        Places that are blanked in every picture of one device and size. They are kept at the gate, from boxes that are
        to be blanked (U).
      </p>
      {rows.length === 0 ? (
        <p className="small">None yet.</p>
      ) : (
        <table className="plain wide">
          <thead>
            <tr>
              <th scope="col">Device</th>
              <th scope="col">Kind</th>
              <th scope="col">Size</th>
              <th scope="col">Places</th>
              <th scope="col">Kept</th>
              <th scope="col">
                <span className="visually-hidden">Deeds</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((s) => (
              <tr key={s.id}>
                <th scope="row">{s.device}</th>
                <td>{s.modality}</td>
                <td className="tabular">
                  {s.columns} × {s.rows}
                </td>
                <td>{count(s.places.length, 'place')}</td>
                <td>{day(s.at)}</td>
                <td className="num">
                  {may ? (
                    <Button
                      size="small"
                      look="danger"
                      aria-label={`Forget ${s.device} ${s.columns} × ${s.rows}`}
                      onClick={() => setForgetting(s)}
                    >
                      Forget
                    </Button>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {forgetting ? (
        <KeepDialog
          title="Forget a stencil"
          action="Forget"
          onClose={() => setForgetting(undefined)}
          onDo={async (reason) => {
            await api.post(`${address}/${encodeURIComponent(forgetting.id)}/forget`, { reason });
            await stencils.refetch();
          }}
        >
          Pictures of {forgetting.device}, {forgetting.columns} × {forgetting.rows}, that come from now on are searched
          like any other. What the stencil has blanked stays so.
        </KeepDialog>
      ) : null}
    </section>
  );
}
