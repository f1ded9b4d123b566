import type { GateModule } from '../../../core/modality.ts';
import { Stage } from './stage.tsx';

export const gate: GateModule = { Stage };
