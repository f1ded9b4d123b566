import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { useShownKey } from '../core/keys.ts';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: 'primary' | 'quiet' | 'danger' | undefined;
  size?: 'small' | undefined;
  /** Only a picture: `label` is what it is called. */
  label?: string;
  /** The key that does the same, shown on the button. */
  hint?: string | undefined;
  children?: ReactNode;
}

export function Button({ look, size, label, hint, className, children, type = 'button', ...rest }: ButtonProps) {
  const shown = useShownKey(hint);
  const names = ['button', look, size, label && 'icon', className].filter(Boolean).join(' ');
  return (
    <button
      type={type}
      className={names}
      aria-label={label}
      title={label && shown ? `${label} (${shown})` : label}
      {...rest}
    >
      {children}
      {shown && !label ? <kbd aria-hidden="true">{shown}</kbd> : null}
    </button>
  );
}
