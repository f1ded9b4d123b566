import type { GateModule } from '../../../core/modality.ts';
import { Report } from './report.tsx';
import { Stage } from './stage.tsx';

export const gate: GateModule = { Stage, Report };
