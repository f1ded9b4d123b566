import type { ButtonHTMLAttributes, ReactNode } from 'react';

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
  const names = ['button', look, size, label && 'icon', className].filter(Boolean).join(' ');
  return (
    <button
      type={type}
      className={names}
      aria-label={label}
      title={label && hint ? `${label} (${hint})` : label}
      {...rest}
    >
      {children}
      {hint && !label ? <kbd aria-hidden="true">{hint}</kbd> : null}
    </button>
  );
}
