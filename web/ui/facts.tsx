import type { ReactNode } from 'react';

/** Names and what they are, a row each. */
export function Facts({ of, numeric = false }: { of: readonly (readonly [string, ReactNode])[]; numeric?: boolean }) {
  return (
    <table className="plain wide">
      <tbody>
        {of.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className={numeric ? 'num' : undefined}>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
